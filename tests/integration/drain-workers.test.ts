/** The end of a hub of several workers: a signal reaches all of them, perhaps more than once. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApi } from '../support/api.ts';
import { endHubs } from '../support/hub-process.ts';
import { openLines, timeOf, type Line } from '../support/line.ts';
import { POLLING } from '../support/poll.ts';
import { startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { openViewer, type Viewer } from '../support/viewer.ts';
import { removeFolders, startWorkerHub } from '../support/worker-hub.ts';

const LIMIT = 60_000;
/** ms. Long enough to look around meanwhile. */
const DRAIN = 3_000;
/** ms that the end may take beyond that. */
const GRACE = 6_000;

afterAll(removeFolders);
afterAll(endHubs);
let leftovers: AsyncDisposableStack;
beforeEach(() => void (leftovers = new AsyncDisposableStack()));
afterEach(() => leftovers.disposeAsync());

async function openPolling(hub: string): Promise<Viewer> {
  const viewer = leftovers.adopt(openViewer(hub, ['polling']), (one) => one.close());
  await until(() => viewer.snapshots.length === 1, 'the board');
  return viewer;
}

async function linesOf(hub: string, count: number): Promise<Line[]> {
  return leftovers.adopt(await openLines(hub, count), (lines) =>
    lines.forEach((line) => line.close()),
  );
}

describe('several workers that end', () => {
  it.runIf(process.platform === 'linux')(
    'H6 H7 passes the word on to several workers, and all of them end in time',
    async () => {
      const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
      const environment = { REDIS_URL: redis.url, WORKERS: '2', DRAIN_MS: String(DRAIN) };
      const hub = await startWorkerHub(environment);
      leftovers.defer(() => hub.kill());
      const lines = await linesOf(hub.url, 12);
      const handedOver = await Promise.all(Array.from({ length: 6 }, () => openPolling(hub.url)));
      const start = performance.now();
      hub.signal('SIGTERM');
      // A supervisor tells every process of a service, and the primary tells its workers once more.
      for (const pid of hub.workers().values()) process.kill(pid, 'SIGTERM');
      await until(() => lines.every((line) => timeOf(line) !== undefined), 'the notices');
      const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${hub.url}${POLLING}`)));
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
      const { seq } = await openApi(hub.url).publish({ headline: 'خبر في الأثناء' });
      const told = [
        ...lines.map((line) => () => line.heard.some((packet) => packet.includes(`"seq":${seq}`))),
        ...handedOver.map(
          ({ entries }) =>
            () =>
              entries.at(-1)?.seq === seq,
        ),
      ];
      await until(() => told.filter((has) => has()).length > 12, 'most of them to have it');
      expect(await hub.ended).toBe(0);
      const took = performance.now() - start;
      expect(took).toBeGreaterThan(DRAIN / 2);
      expect(took).toBeLessThan(DRAIN + GRACE);
      // Either brings a stock client back; a farewell by Socket.IO itself would not.
      for (const { losses } of handedOver) expect(losses[0]).toMatch(/^transport (close|error)$/);
      expect(hub.workers().size).toBe(0);
      expect(hub.leftovers()).toEqual([]);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );

  it.runIf(process.platform === 'linux')(
    'H6 H7 several workers end at once when asked again',
    async () => {
      const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
      const hub = await startWorkerHub({ REDIS_URL: redis.url, WORKERS: '2', DRAIN_MS: '60000' });
      leftovers.defer(() => hub.kill());
      const lines = await linesOf(hub.url, 6);
      hub.signal('SIGTERM');
      const since = performance.now();
      await until(() => lines.every((line) => timeOf(line) !== undefined), 'the notices');
      await until(() => performance.now() - since > 1_100, 'the second request to be one');
      const start = performance.now();
      expect(await hub.stop()).toBe(0);
      expect(performance.now() - start).toBeLessThan(GRACE);
      expect(hub.leftovers()).toEqual([]);
    },
    LIMIT,
  );
});
