/** The two servers in Node that the hub is measured against; what they are stands in `peers/`. */
import { ENGINE_PATH } from '../../support/raw-link.ts';
import { freePort } from '../../support/redis.ts';
import type { Target } from '../crowd/orders.ts';
import { collectGarbage, INSPECTABLE } from '../../support/inspector.ts';
import { NAMES } from './names.ts';
import { startPeer } from '../processes/peer.ts';
import { openPoster } from '../post.ts';
import type { Contender, ContenderKind, Ground } from './contender.ts';
import { entriesOf, packetOf } from './headlines.ts';
import { countReads } from './redis-reads.ts';

interface Peer {
  readonly program: string;
  readonly options: readonly string[];
  readonly target: Omit<Target, 'port'>;
  /** The body of a publish. */
  body(seq: number): string;
  redisReads(): Promise<number | null>;
}

export const docsHub: ContenderKind = {
  name: NAMES.docsHub,
  start: (ground) =>
    start(ground, {
      program: 'docs-hub.ts',
      options: [ground.redisUrl],
      target: {
        path: ENGINE_PATH,
        hello: '40',
        welcome: '40',
        welcomeBytes: 0,
        missed: null,
        delivery: '42["entries",',
      },
      body: (seq) => JSON.stringify(entriesOf(seq)),
      redisReads: () => countReads(ground.redisUrl),
    }),
};

export const bareWs: ContenderKind = {
  name: NAMES.bareWs,
  start: (ground) =>
    start(ground, {
      program: 'bare-ws.ts',
      options: [],
      target: PLAIN,
      body: (seq) => packetOf(entriesOf(seq)),
      redisReads: () => Promise.resolve(null),
    }),
};

/** WebSocket and nothing above it. */
export const PLAIN: Omit<Target, 'port'> = {
  path: '/',
  hello: null,
  welcome: '',
  welcomeBytes: 0,
  missed: null,
  delivery: '',
};

async function start({ pinned }: Ground, peer: Peer): Promise<Contender> {
  const port = await freePort();
  const program = new URL(`../peers/${peer.program}`, import.meta.url).pathname;
  const node = [...pinned, process.execPath, ...INSPECTABLE];
  const { pid, said, stop } = await startPeer([...node, program, String(port), ...peer.options]);
  const poster = openPoster(`http://127.0.0.1:${port}/`);
  const target = { ...peer.target, port };
  let seq = 0;
  return {
    pid,
    target,
    publish() {
      seq += 1;
      return poster.post(peer.body(seq));
    },
    tidy: () => collectGarbage({ pid, said }),
    // It knows no position: whoever comes back has missed what it has missed.
    prepareReturn: () => Promise.resolve(target),
    redisReads: () => peer.redisReads(),
    async close() {
      poster.close();
      await stop();
    },
  };
}
