import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../support/api.ts';
import { endHubs, runHub } from '../support/hub-process.ts';
import { ask, openPoller, POLLING, seqsOf } from '../support/poll.ts';
import { openPublishers } from '../support/publishers.ts';
import { openConnection } from '../support/raw-link.ts';
import { freePort, startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { openViewer, type Transports, type Viewer } from '../support/viewer.ts';
import { removeFolders, startWorkerHub, type WorkerHub } from '../support/worker-hub.ts';

/** Starts several processes, one upon another; a busy machine takes its time. */
const LIMIT = 60_000;
const WORKERS = 3;
const UNKNOWN = { status: 400, text: '{"code":1,"message":"Session ID unknown"}' };

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(removeFolders);
afterAll(endHubs);

let redis: TestRedis;
let hub: WorkerHub;
beforeAll(async () => {
  redis = leftovers.adopt(await startRedis(), (one) => one.stop());
  const REDIS_URL = redis.url;
  hub = await startWorkerHub({ REDIS_URL, WORKERS: String(WORKERS), LOG_LEVEL: 'warn' });
}, LIMIT);

/** How a stock client connects, by its options. */
const WAYS: Record<string, Transports> = {
  'by WebSocket': ['websocket'],
  'by polling': ['polling'],
  'by polling, then WebSocket': ['polling', 'websocket'],
};

/** So many for each way, each with its board, and those who upgrade have. */
async function openAudience(each: number): Promise<Viewer[]> {
  const ways = Object.values(WAYS).flatMap((way) => Array.from({ length: each }, () => way));
  const viewers = ways.map((way) => ({ last: way.at(-1), viewer: openViewer(hub.url, way) }));
  leftovers.defer(() => viewers.forEach(({ viewer }) => viewer.close()));
  await until(
    () => viewers.every(({ viewer, last }) => viewer.snapshots[0] && viewer.transport === last),
    'every viewer to have its board and its transport',
  );
  return viewers.map(({ viewer }) => viewer);
}

const workerOf = ({ session = '' }: { session?: string | undefined }): number =>
  Number(session.split('.')[1]);

/** H2: from its one board on, every sequence once and in order. */
async function expectWhole(viewers: readonly Viewer[], last: number): Promise<void> {
  const isComplete = ({ entries }: Viewer): boolean => (entries.at(-1)?.seq ?? 0) >= last;
  await until(() => viewers.every(isComplete), `every viewer to see entry ${last}`, 30_000);
  for (const { snapshots, entries } of viewers) {
    expect(snapshots).toHaveLength(1);
    const first = (snapshots[0]?.seq ?? 0) + 1;
    const expected = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    expect(entries.map(({ seq }) => seq)).toEqual(expected);
  }
}

async function publish(count: number): Promise<number> {
  let last = 0;
  for (let n = 0; n < count; n += 1) {
    ({ seq: last } = await openApi(hub.url).publish({ headline: `خبر ${n}` }));
  }
  return last;
}

describe.runIf(process.platform === 'linux')('several workers on one port', () => {
  it(
    'H7 H1 H2 are one hub to viewers of every kind, and every worker has some',
    async () => {
      const viewers = await openAudience(12);
      await expectWhole(viewers, await publish(20));
      expect([...new Set(viewers.map(workerOf))].sort()).toEqual([1, 2, 3]);
      expect(viewers.flatMap(({ losses }) => losses)).toEqual([]);
      for (const viewer of viewers) viewer.close();
    },
    LIMIT,
  );

  it(
    'H7 H2 serve a viewer whose every request comes over another connection',
    async () => {
      const pollers = await Promise.all(Array.from({ length: 4 }, () => openPoller(hub.url)));
      const before = (await openApi(hub.url).board()).seq;
      const seen = pollers.map(async (poller) => {
        while (seqsOf(poller.packets).length < 15) {
          const { status, text } = await poller.poll();
          expect(status, text).toBe(200);
          if (text === '2') await poller.post('3');
        }
        return seqsOf(poller.packets);
      });
      await publish(15);
      for (const seqs of await Promise.all(seen)) {
        expect(seqs).toEqual(Array.from({ length: 15 }, (_, n) => before + 1 + n));
      }
    },
    LIMIT,
  );

  it(
    'H7 H1 H2 lose a worker in the middle of a stream, and no viewer misses or repeats anything',
    async () => {
      const viewers = await openAudience(5);
      const before = (await openApi(hub.url).board()).seq;
      const publishers = openPublishers(hub.url, 3);
      await publishers.reach(60);
      const victim = viewers.map(workerOf)[0] ?? 1;
      await hub.killWorker(victim);
      await publishers.reach(160);
      await publishers.finish();
      await expectWhole(viewers, before + publishers.acknowledged.size);
      expect(viewers.flatMap(({ losses }) => losses)).not.toEqual([]);
      await hub.isBack(victim);
      expect(hub.workers().size).toBe(WORKERS);
      expect(hub.said.out.match(/a worker ended and is replaced/g)).toHaveLength(1);
      expect(hub.said.err).toBe('');
      for (const viewer of viewers) viewer.close();
    },
    LIMIT,
  );

  it(
    'H7 P4 answer what is asked amiss of another worker, and go on',
    async () => {
      const before = hub.workers();
      const random = 'A'.repeat(20);
      const sessions = [`${random}.1`, `${random}.2`, `${random}.3`, `${random}.0`, `${random}.4`];
      sessions.push(`${random}.99`, `${random}.02`, `${random}.2.`, `..%2F.2`, 'x', '.1', '.2');
      sessions.push('B'.repeat(10_000) + '.2', `${random}.2&sid=${random}.3`);
      for (const session of sessions) {
        const url = `${hub.url}${POLLING}&sid=${session}`;
        for (const [method, body] of [
          ['GET', ''],
          ['POST', '40{}'],
        ]) {
          // Over connections of their own, which reach different workers.
          const answers = await Promise.all([1, 2, 3].map(() => ask(url, method, body)));
          expect(answers, session).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
        }
      }
      await expectRawAnswers(sessions.slice(0, 3));
      expect(hub.workers()).toEqual(before);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );

  /** A body where none belongs, and upgrades of sessions that do not exist. */
  async function expectRawAnswers(sessions: readonly string[]): Promise<void> {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
    const hidden = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
    const chunked = `Transfer-Encoding: chunked\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`;
    const length = `Content-Length: ${hidden.length}\r\n\r\n${hidden}`;
    for (const session of sessions) {
      for (const rest of [
        chunked,
        length,
        `${upgrade}${key}\r\n`,
        `${upgrade}\r\n${hidden}`,
        `${upgrade}${key}${length}`,
        `${upgrade}${key}${chunked}`,
      ]) {
        for (const transport of ['polling', 'websocket']) {
          const path = `/socket.io/?EIO=4&transport=${transport}&sid=${session}`;
          const connection = await openConnection(hub.url);
          connection.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${rest}`);
          await until(() => connection.heard.includes('Session ID unknown'), 'the answer');
          // What was hidden in it is no request of its own: the next answer is that of the next one.
          connection.write('GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n');
          await until(() => connection.closed || answersIn(connection.heard) === 2, 'the next');
          expect(connection.heard, rest).not.toContain('"alive"');
          await connection.reset();
        }
      }
    }
  }

  it(
    'H7 let go of what is cut off in the middle, on either side',
    async () => {
      const pollers = await Promise.all(Array.from({ length: 6 }, () => openPoller(hub.url)));
      // Half a body, for sessions here and elsewhere, and then the network is gone.
      for (const { session } of pollers) {
        const connection = await openConnection(hub.url);
        const head = `POST ${POLLING}&sid=${session} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n`;
        connection.write(`${head}40{"chan`);
        // Its turn has come when one that was sent later has been answered.
        await ask(`${hub.url}/healthz`);
        await connection.reset();
        // The session ends with the request, wherever it lives.
        await until(
          async () =>
            (await ask(`${hub.url}${POLLING}&sid=${session}`, 'POST', '3')).status === 400,
          'the session to be closed',
        );
      }
      const others = await Promise.all(Array.from({ length: 30 }, () => openPoller(hub.url)));
      const held = others.map((poller) => poller.poll().catch(() => 'cut'));
      await hub.killWorker(2);
      for (const [n, poller] of others.entries()) {
        if (workerOf(poller) !== 2) continue;
        const end = await held[n];
        if (end !== 'cut') expect(end).toEqual(UNKNOWN);
      }
      await hub.isBack(2);
      // Whose session and connection are elsewhere has noticed nothing.
      await publish(1);
      const ends = await Promise.all(held);
      const unharmed = others.filter(
        (_, n) => ends[n] !== 'cut' && workerOf(others[n] ?? {}) !== 2,
      );
      expect(unharmed).not.toEqual([]);
      for (const { packets } of unharmed) expect(seqsOf(packets)).toHaveLength(1);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );

  it(
    'H7 P4 let no second hub on their port, and end on SIGTERM with nothing left',
    async () => {
      const environment = { REDIS_URL: redis.url, PORT: String(hub.port) };
      for (const workers of ['1', '2']) {
        const second = runHub({ ...environment, WORKERS: workers });
        expect(await second.ended).toBe(1);
        expect(second.said.err).toMatch(/^PORT \d+ on 127\.0\.0\.1 is in use.*\n$/);
      }
      await openAudience(6);
      await openPoller(hub.url);
      expect(hub.leftovers()).toHaveLength(1);
      expect(await hub.stop()).toBe(0);
      expect(hub.workers().size).toBe(0);
      expect(hub.leftovers()).toEqual([]);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );

  it(
    'H7 end when their primary is killed, and one admin key is shown once',
    async () => {
      const fresh = await startRedis();
      leftovers.defer(() => fresh.stop());
      const orphan = await startWorkerHub({
        REDIS_URL: fresh.url,
        WORKERS: '2',
        AJIL_ADMIN_KEY: '',
        LOG_LEVEL: 'debug',
      });
      const key = /Admin key +(\S+)/.exec(orphan.said.out)?.[1] ?? 'none';
      // Once alone, and once in the line that publishes.
      expect(orphan.said.out.split(key)).toHaveLength(3);
      const authorization = { authorization: `Bearer ${key}` };
      const keys = await fetch(`${orphan.url}/api/keys`, { headers: authorization });
      expect(keys.status).toBe(200);
      expect(orphan.workers().size).toBe(2);
      await orphan.kill();
      await until(() => orphan.workers().size === 0, 'the workers to end');
      expect(orphan.leftovers()).toEqual([]);
    },
    LIMIT,
  );

  it(
    'H7 P4 that cannot start say so once',
    async () => {
      const REDIS_URL = `redis://127.0.0.1:${await freePort()}`;
      const away = runHub({ PORT: '0', WORKERS: '3', REDIS_URL });
      const embedded = runHub({ PORT: '0', WORKERS: '2' });
      const wrong = runHub({ PORT: 'x', WORKERS: 'many' });
      for (const run of [away, embedded, wrong]) expect(await run.ended).toBe(1);
      expect(away.said.err).toMatch(/^REDIS_URL: no Redis answers.*\n$/);
      expect(embedded.said.err).toMatch(/^WORKERS must be 1 without REDIS_URL.*\n$/);
      expect(wrong.said.err.split('\n').map((line) => line.split(' ')[0])).toEqual([
        'PORT',
        'WORKERS',
        '',
      ]);
    },
    LIMIT,
  );
});

function answersIn(heard: string): number {
  return heard.split('HTTP/1.1 ').length - 1;
}
