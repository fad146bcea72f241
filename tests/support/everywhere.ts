/** Looks for words wherever a hub could show them to somebody: every GET of its document, every page, every socket. */
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { Position } from '../../shared/protocol.ts';

export interface Search {
  readonly url: string;
  readonly words: string;
  readonly channels: readonly string[];
  /** Of headlines and of what is held. */
  readonly ids: readonly string[];
  /** Who looks; unset: anybody. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What no document names. */
const PAGES = [
  '/',
  '/embed',
  '/console/',
  '/embed/v1/ticker.js',
  '/healthz',
  '/readyz',
  '/metrics',
];
const TYPES = ['application/json', 'application/vnd.iptc.ninjs+json', 'text/html'];

const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});
const positionSchema = z.looseObject({ epoch: z.string(), seq: z.number() });

/** Where the words are. */
export async function lookEverywhere(search: Search): Promise<string[]> {
  const paths = await pathsOf(search);
  const pages = paths.flatMap((path) => TYPES.map((type) => lookAt(search, path, type)));
  const sockets = search.channels.flatMap((channel) => lookLive(search, channel));
  const found = await Promise.all([...pages, ...sockets]);
  return [...new Set(found.flat())].sort();
}

async function pathsOf({ url, channels, ids }: Search): Promise<string[]> {
  const document = documentSchema.parse(await (await fetch(`${url}/api/openapi.json`)).json());
  const reads = Object.entries(document.paths).filter(([, methods]) => 'get' in methods);
  const templates = [
    ...reads.map(([template]) => template),
    ...['/live/{channel}', '/embed/frame?channel={channel}', '/api/audit?channel={channel}'],
    ...['/api/channels/{channel}/headlines?after={position}', ...PAGES],
  ];
  const paths = [];
  for (const channel of channels) {
    const { epoch } = await positionOf(url, channel);
    const positions = [`${epoch}:0`, `${epoch}:1`];
    const named = templates.map((template) => template.replace('{channel}', channel));
    for (const one of [...ids, ...positions]) {
      paths.push(...named.map((path) => path.replace(/\{(id|position|hash)\}/, one)));
    }
  }
  return [...new Set(paths)];
}

async function positionOf(url: string, channel: string): Promise<Position> {
  const board = await fetch(`${url}/api/channels/${channel}/headlines`);
  return positionSchema.parse(await board.json());
}

async function lookAt({ url, words, headers }: Search, path: string, type: string) {
  const answer = await fetch(url + path, { headers: { ...headers, accept: type } });
  const text = await answer.text();
  const told = [text, ...answer.headers.values()].join('\n');
  return told.includes(words) ? [path] : [];
}

/** New, and coming back to the beginning and to now, by either transport; and what comes in a moment after it. */
function lookLive({ url, words, headers }: Search, channel: string): Promise<string[]>[] {
  return (['websocket', 'polling'] as const).flatMap((transport) =>
    [undefined, 0, 1, 'now' as const].map(async (from) => {
      const here = await positionOf(url, channel);
      const position = from === undefined ? null : from === 'now' ? here : { ...here, seq: from };
      const auth = { channels: { [channel]: position } };
      const socket = io(url, {
        ...{ transports: [transport], forceNew: true, auth, reconnection: false },
        ...(headers ? { extraHeaders: { ...headers } } : {}),
      });
      const heard = await listen(socket, channel);
      return heard.includes(words) ? [`${transport} from ${from ?? 'nothing'} of ${channel}`] : [];
    }),
  );
}

async function listen(socket: Socket, channel: string): Promise<string> {
  const heard: unknown[] = [];
  socket.onAny((...event: unknown[]) => heard.push(event));
  try {
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    // Answers come in order: after this one all that the greeting had to say was said.
    heard.push(await socket.timeout(5_000).emitWithAck('subscribe', { channel }));
  } finally {
    socket.close();
  }
  return JSON.stringify(heard);
}
