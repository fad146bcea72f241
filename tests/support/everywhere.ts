/** Looks for words wherever a hub could show them to somebody: every GET of its document, every page, every socket. */
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { Position } from '../../shared/protocol.ts';
import { readOperations, type Operation } from './operations.ts';
import { until } from './until.ts';

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
const CHANNEL_PAGES = ['/live/{channel}', '/embed/frame?channel={channel}'];
const PAGES = [
  '/',
  '/api/docs',
  '/api/openapi.json',
  '/embed',
  '/console/',
  '/embed/v1/ticker.js',
  '/healthz',
  '/readyz',
  '/metrics',
];
const TYPES = ['application/json', 'application/vnd.iptc.ninjs+json', 'text/html'];

const positionSchema = z.looseObject({ epoch: z.string(), seq: z.number() });

/** Where the words are. */
export async function lookEverywhere(search: Search): Promise<string[]> {
  const paths = await pathsOf(search);
  const pages = paths.flatMap((path) => TYPES.map((type) => lookAt(search, path, type)));
  const sockets = search.channels.flatMap((channel) => lookLive(search, channel));
  const found = await Promise.all([...pages, ...sockets, lookAtDesk(search)]);
  return [...new Set(found.flat())].sort();
}

/** Each GET with all that its path and its query may name; a part that nobody knows is an error. */
async function pathsOf({ url, channels, ids }: Search): Promise<string[]> {
  const reads = (await readOperations(url)).filter(({ method }) => method === 'GET');
  const paths = [...PAGES];
  for (const channel of channels) {
    const { epoch } = await positionOf(url, channel);
    const values = {
      ...{ channel: [channel], id: ids, hash: ids },
      ...{ after: [`${epoch}:0`, `${epoch}:1`], silent: ['1'] },
      ...{ format: ['json', 'jsonl', 'csv'], limit: ['1000'], before: [] },
    };
    paths.push(
      ...CHANNEL_PAGES.flatMap((path) => filled(path, values)),
      ...reads.flatMap(({ path, queries }) => [
        ...(queries.some(({ isRequired }) => isRequired) ? [] : filled(path, values)),
        ...queries.flatMap(({ name }) =>
          filled(`${path}?${name}={${name}}${ofChannel(name, queries)}`, values),
        ),
      ]),
    );
  }
  return [...new Set(paths)];
}

/** Where an answer may be of one channel, it is asked for that one. */
function ofChannel(name: string, queries: Operation['queries']): string {
  return name !== 'channel' && queries.some((one) => one.name === 'channel')
    ? '&channel={channel}'
    : '';
}

/** In every way that there is to fill it in. */
function filled(path: string, values: Readonly<Record<string, readonly string[]>>): string[] {
  const [, name] = /\{(\w+)\}/.exec(path) ?? [];
  if (name === undefined) return [path];
  const all = values[name];
  if (!all) throw new Error(`What is {${name}} of ${path}?`);
  return all.flatMap((value) => filled(path.replace(`{${name}}`, value), values));
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

/** The people's namespace: strangers are refused, and whoever has a right to another channel hears of that. */
async function lookAtDesk({ url, words, headers }: Search): Promise<string[]> {
  const desk = io(`${url}/desk`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    ...(headers ? { extraHeaders: { ...headers } } : {}),
  });
  const heard: unknown[] = [];
  let isTold = false;
  desk.onAny((...event: unknown[]) => {
    heard.push(event);
    // Of each channel it is told last.
    isTold ||= event[0] === 'viewers';
  });
  desk.on('connect_error', (error) => {
    heard.push({ ...error, message: error.message });
    isTold = true;
  });
  try {
    await until(() => isTold, 'what the desk says');
  } finally {
    desk.close();
  }
  return JSON.stringify(heard).includes(words) ? ['the desk'] : [];
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
