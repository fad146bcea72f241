import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../server/telemetry/catalogue.ts';
import { openApi } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { scrape, type Scrape } from '../support/scrape.ts';
import { openSeverable, type Severable } from '../support/severable.ts';
import { until } from '../support/until.ts';
import { openViewer, type Viewer } from '../support/viewer.ts';
import { removeFolders, startWorkerHub, type WorkerHub } from '../support/worker-hub.ts';

/** Starts several processes, one upon another; a busy machine takes its time. */
const LIMIT = 60_000;
const TOKEN = 'a-token-for-metrics-alone';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(removeFolders);
afterAll(endHubs);

let redis: TestRedis;
beforeAll(async () => {
  redis = leftovers.adopt(await startRedis(), (one) => one.stop());
});

async function come(hub: string): Promise<Viewer> {
  const viewer = leftovers.adopt(openViewer(hub), (one) => one.close());
  await until(() => viewer.snapshots.length === 1, 'the viewer to have a board');
  return viewer;
}

describe.runIf(process.platform === 'linux')('two workers on one port', () => {
  const WORKERS = ['1', '2'];
  let hub: WorkerHub;
  beforeAll(async () => {
    const environment = { REDIS_URL: redis.url, WORKERS: '2', METRICS_TOKEN: TOKEN };
    hub = await startWorkerHub({ ...environment, LOG_LEVEL: 'info' });
  }, LIMIT);
  const look = (): Promise<Scrape> => scrape(hub.url, TOKEN);

  it(
    'O1 one scrape answers for both, whichever it reaches, with all that the catalogue names',
    async () => {
      const viewers = await Promise.all(Array.from({ length: 12 }, () => come(hub.url)));
      await openApi(hub.url).publish({ headline: 'خبر' });
      await until(() => viewers.every(({ entries }) => entries.length === 1), 'all to have it');
      // The kernel chooses the worker of each connection.
      for (let n = 0; n < 6; n += 1) {
        const now = await look();
        expect(now.families.map(({ name }) => name).sort()).toEqual(
          METRICS.map(({ name }) => name).sort(),
        );
        const each = (name: string) => WORKERS.map((worker) => now.sum(name, { worker }));
        expect(each('ajil_worker_up')).toEqual([1, 1]);
        expect(now.sum('ajil_viewers')).toBe(12);
        expect(each('ajil_entries_delivered_total')).toEqual(each('ajil_viewers'));
        expect(each('ajil_channel_head_sequence')).toEqual([1, 1]);
        expect(now.sum('ajil_publishes_total', { act: 'publish', outcome: 'taken' })).toBe(1);
        expect(each('ajil_redis_echo_age_seconds').every((age) => age < 5)).toBe(true);
      }
      for (const viewer of viewers) viewer.close();
    },
    LIMIT,
  );

  it(
    'O2 the lines of each worker carry its number',
    async () => {
      const from = hub.said.out.length;
      const seen = (): Set<string> =>
        new Set([...hub.said.out.slice(from).matchAll(/"worker":(\d)/g)].map(([, n = '']) => n));
      await until(async () => {
        // A connection of its own for each, so that it may reach any of them.
        await openApi(hub.url).post({ headline: 'خبر' }, { connection: 'close' });
        return seen().size === WORKERS.length;
      }, 'a line of each worker');
    },
    LIMIT,
  );

  it(
    'O1 a worker that hangs is told to be down, delays a scrape by a second, and comes back',
    async () => {
      const victim = hub.workers().get(2) ?? expect.fail('There is no worker 2');
      process.kill(victim, 'SIGSTOP');
      try {
        let now: Scrape | undefined;
        let took = 0;
        // A connection that the kernel gives to the stopped one waits in vain.
        await until(
          async () => {
            const since = performance.now();
            now = await scrape(hub.url, TOKEN, 3_000).catch(() => undefined);
            took = performance.now() - since;
            return now !== undefined;
          },
          'the other to answer',
          30_000,
        );
        expect(now?.sum('ajil_worker_up', { worker: '1' })).toBe(1);
        expect(now?.families.find(({ name }) => name === 'ajil_worker_up')?.samples).toHaveLength(
          2,
        );
        expect(now?.sum('ajil_worker_up', { worker: '2' })).toBe(0);
        expect(took).toBeGreaterThan(900);
        expect(took).toBeLessThan(2_500);
      } finally {
        process.kill(victim, 'SIGCONT');
      }
      await until(async () => (await look()).sum('ajil_worker_up') === 2, 'both to answer');
    },
    LIMIT,
  );

  it(
    'O1 a worker that died begins its own counters anew, and no other goes backwards',
    async () => {
      const before = await look();
      await hub.killWorker(2);
      await hub.isBack(2);
      const started = (now: Scrape) => now.sum('ajil_process_start_time_seconds', { worker: '2' });
      let now = before;
      await until(async () => {
        // What waited for the killed one is reset.
        now = await look().catch(() => before);
        return started(now) > started(before) && now.sum('ajil_worker_up') === 2;
      }, 'the new worker to answer');
      const taken = (of: Scrape, worker: string) => of.sum('ajil_publishes_total', { worker });
      expect(taken(now, '1')).toBe(taken(before, '1'));
      expect(taken(now, '2')).toBe(0);
      expect(taken(before, '2')).toBeGreaterThan(0);
    },
    LIMIT,
  );
});

describe('two nodes, one of which loses its bell', () => {
  let link: Severable;
  let deaf: HubProcess;
  let other: HubProcess;
  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ajil-metrics-'));
    leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
    link = leftovers.adopt(await openSeverable(redis.port), (one) => one.close());
    const redisUrl = `redis://127.0.0.1:${link.port}`;
    deaf = await startHubProcess({ dataDir, redisUrl });
    other = await startHubProcess({ dataDir, redisUrl: redis.url });
  }, LIMIT);

  it(
    'O1 W5 W6 counts the hole that is filled by looking, the age of the echo, and the reconnect',
    async () => {
      const viewer = await come(deaf.url);
      const before = await scrape(deaf.url);
      link.cut('silent', 'bell');
      await openApi(other.url).publish({ headline: 'خبر لم يقرع جرسه' });
      await until(() => viewer.entries.length === 1, 'the viewer to have it all the same');
      const grown = async (name: string, labels = {}) =>
        (await scrape(deaf.url)).sum(name, labels) - before.sum(name, labels);
      expect(await grown('ajil_holes_filled_total')).toBe(1);
      expect(await grown('ajil_hole_entries_total')).toBe(1);
      expect(await grown('ajil_delivery_seconds_count')).toBe(1);
      await until(
        async () => (await scrape(deaf.url)).sum('ajil_redis_echo_age_seconds') > 2,
        'the echo to be old',
      );
      link.heal();
      const bell = { connection: 'subscriber' };
      await until(
        async () => (await grown('ajil_redis_reconnects_total', bell)) === 1,
        'the bell to be replaced',
        20_000,
      );
      await until(
        async () => (await scrape(deaf.url)).sum('ajil_redis_echo_age_seconds') < 2,
        'the echo to be young',
      );
      expect(await grown('ajil_redis_reconnects_total', { connection: 'commands' })).toBe(0);
      expect(await grown('ajil_log_restarts_total')).toBe(0);
    },
    LIMIT,
  );
});
