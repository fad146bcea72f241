import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFeed, type FeedStatus } from '../../client/feed/feed.ts';
import { openApi } from '../support/api.ts';
import { openBalancer } from '../support/balancer.ts';
import { ADMIN_KEY, endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { openLines, timeOf, type Line } from '../support/line.ts';
import { openPoller, POLLING, seqsOf } from '../support/poll.ts';
import { openPublishers } from '../support/publishers.ts';
import { openConnection, upgradeRequest } from '../support/raw-link.ts';
import { startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { openViewer, type Viewer } from '../support/viewer.ts';

/** Starts hubs one upon another; a busy machine takes its time. */
const LIMIT = 60_000;
/** ms. Long enough to look around meanwhile. */
const DRAIN = 2_000;
/** ms that the end may take beyond that. */
const GRACE = 6_000;

afterAll(endHubs);
let leftovers: AsyncDisposableStack;
beforeEach(() => void (leftovers = new AsyncDisposableStack()));
afterEach(() => leftovers.disposeAsync());

async function startHub(drainMs = DRAIN, environment = {}): Promise<HubProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-drain-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const hub = await startHubProcess({
    dataDir,
    environment: { DRAIN_MS: String(drainMs), ...environment },
  });
  leftovers.defer(() => hub.kill());
  return hub;
}

async function openStock(hub: string, way: 'polling' | 'websocket'): Promise<Viewer> {
  const viewer = leftovers.adopt(openViewer(hub, [way]), (one) => one.close());
  await until(() => viewer.snapshots.length === 1, 'the board');
  return viewer;
}

async function linesOf(hub: string, count: number): Promise<Line[]> {
  return leftovers.adopt(await openLines(hub, count), (lines) =>
    lines.forEach((line) => line.close()),
  );
}

/** The ticker's own feed. */
function openReader(hub: string) {
  const feed = leftovers.adopt(openFeed({ hub, channels: ['breaking'] }), (one) => one.close());
  const seen: FeedStatus[] = [];
  feed.subscribe(({ status }) => seen.push(status));
  const shown = () => feed.state.channels['breaking']?.headlines.map(({ id }) => id);
  return { feed, seen, shown };
}

/** A publish whose body is late: the hub waits for the rest of it. */
async function openLatePublish(hub: string) {
  const body = Buffer.from(JSON.stringify({ headline: 'خبر تأخر' }));
  const connection = await openConnection(hub);
  connection.write(
    [
      'POST /api/channels/breaking/headlines HTTP/1.1',
      'Host: a',
      `Authorization: Bearer ${ADMIN_KEY}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '\r\n',
    ].join('\r\n'),
  );
  connection.write(body.subarray(0, 5));
  // Its turn has come when one that was sent later has been answered.
  await fetch(`${hub}/healthz`);
  return async (): Promise<string> => {
    connection.write(body.subarray(5));
    await until(() => connection.heard.includes('"id"'), 'the acknowledgement');
    expect(connection.heard).toMatch(/^HTTP\/1\.1 201 /);
    return /"id":"([^"]+)"/.exec(connection.heard)?.[1] ?? 'none';
  };
}

const readiness = (hub: HubProcess) => fetch(`${hub.url}/readyz`);
async function isDraining(hub: HubProcess): Promise<void> {
  await until(async () => (await readiness(hub)).status === 503, 'the drain to begin');
}

/** Stops it, and gives the exit code and how long that took. */
async function stop(hub: HubProcess): Promise<{ code: number | null; took: number }> {
  const start = performance.now();
  const code = await hub.stop();
  return { code, took: performance.now() - start };
}

describe('a hub that ends', () => {
  it(
    'H6 is not ready at once, but alive; takes no more viewers, and goes on for those who are there',
    async () => {
      const hub = await startHub();
      expect((await readiness(hub)).status).toBe(200);
      const inside = await openPoller(hub.url);
      const [line] = await linesOf(hub.url, 1);
      const stopped = stop(hub);
      await isDraining(hub);
      const answer = await readiness(hub);
      expect(answer.headers.get('connection')).toBe('close');
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'draining', retryable: true });
      expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);

      const polling = await fetch(`${hub.url}${POLLING}`);
      expect(polling.status).toBe(503);
      expect(Number(polling.headers.get('retry-after'))).toBeGreaterThanOrEqual(5);
      expect(await polling.json()).toMatchObject({ code: 'draining', retryable: true });
      const upgrade = await openConnection(hub.url);
      upgrade.write(upgradeRequest());
      await until(() => upgrade.closed, 'the refusal');
      expect(upgrade.heard).toMatch(/^HTTP\/1\.1 503 [^]*Retry-After: \d+\r\n[^]*"draining"/);

      // Publishers are still served, and those inside get it.
      const { id, seq } = await openApi(hub.url).publish({ headline: 'خبر في الأثناء' });
      await until(() => line?.heard.some((packet) => packet.includes(id)) === true, 'the line');
      await until(async () => {
        await inside.poll();
        return seqsOf(inside.packets).includes(seq);
      }, 'the poller');
      expect((await stopped).code).toBe(0);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );

  it(
    'H6 tells its viewers times that are spread evenly, and closes each that stays shortly after',
    async () => {
      const hub = await startHub();
      const lines = await linesOf(hub.url, 30);
      const start = performance.now();
      const closed = lines.map(async (line) => {
        await line.ended;
        return performance.now() - start;
      });
      const stopped = stop(hub);
      const times = await Promise.all(closed);
      const told = lines.map(timeOf);
      const shares = told.map((time = NaN) => Math.floor(time / (DRAIN / 3)));
      for (const third of [0, 1, 2]) {
        expect(Math.abs(shares.filter((one) => one === third).length - 10)).toBeLessThan(3);
      }
      for (const [n, time = NaN] of told.entries()) {
        expect(times[n]).toBeGreaterThan(time + 900);
        expect(times[n]).toBeLessThan(time + 2_500);
      }
      const { code, took } = await stopped;
      expect(code).toBe(0);
      expect(took).toBeLessThan(DRAIN + GRACE);
    },
    LIMIT,
  );

  it(
    'H6 H2 closes stock clients so that they come back by themselves, and miss and repeat nothing',
    async () => {
      const hub = await startHub(1_000);
      const viewers = await Promise.all([
        openStock(hub.url, 'websocket'),
        openStock(hub.url, 'websocket'),
        openStock(hub.url, 'polling'),
        openStock(hub.url, 'polling'),
      ]);
      const publishers = openPublishers(hub.url, 2);
      await publishers.reach(20);
      const { code, took } = await stop(hub);
      expect(code).toBe(0);
      expect(took).toBeLessThan(1_000 + GRACE);
      for (const { losses } of viewers) {
        expect(losses[0]).toBe('transport close');
        expect(losses).not.toContain('io server disconnect');
      }
      await hub.start();
      const enough = publishers.acknowledged.size + 20;
      await publishers.reach(enough);
      await publishers.finish();
      const last = publishers.acknowledged.size;
      for (const { snapshots, entries } of viewers) {
        await until(() => entries.at(-1)?.seq === last, 'the last entry', 20_000);
        expect(entries.map(({ seq }) => seq)).toEqual(
          Array.from({ length: last }, (_, n) => n + 1),
        );
        expect(snapshots).toHaveLength(1);
      }
    },
    LIMIT,
  );

  it(
    'H6 moves a feed to another node without a word to its reader, and loses nothing',
    async () => {
      const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
      const environment = { REDIS_URL: redis.url };
      const hubs = await Promise.all([startHub(DRAIN, environment), startHub(DRAIN, environment)]);
      const urls = hubs.map(({ url }) => url);
      const balancer = leftovers.adopt(await openBalancer(urls), (one) => one.close());
      const feeds = Array.from({ length: 6 }, () => openReader(balancer.url));
      await until(() => feeds.every(({ seen }) => seen.at(-1) === 'live'), 'every feed to be live');
      const publishers = openPublishers(balancer.url, 1);
      await publishers.reach(10);
      const [leaving] = hubs;
      expect(await leaving.stop()).toBe(0);
      await publishers.reach(publishers.acknowledged.size + 10);
      await publishers.finish();
      const last = publishers.acknowledged.size;
      for (const { feed, seen, shown } of feeds) {
        await until(
          () => feed.state.channels['breaking']?.position?.seq === last,
          'the last entry',
        );
        expect(seen.filter((status) => status === 'offline')).toEqual([]);
        expect(shown()).toEqual((await openApi(hubs[1].url).board()).headlines.map(({ id }) => id));
      }
      // Who was at the node that stays, stayed there. One who moves may meet the leaving node once more, if it is
      // faster than the balancer's next question.
      const [, staying = ''] = urls;
      expect(balancer.arrivals(staying)).toHaveLength(6);
    },
    LIMIT,
  );

  it(
    'H6 answers what is under way, and what it acknowledged reaches those who are there',
    async () => {
      const hub = await startHub(1_000);
      const lines = await linesOf(hub.url, 8);
      const finish = await openLatePublish(hub.url);
      const stopped = stop(hub);
      await isDraining(hub);
      const id = await finish();
      for (const { heard } of lines) {
        await until(() => heard.some((packet) => packet.includes(id)), 'the headline');
      }
      expect((await stopped).code).toBe(0);
    },
    LIMIT,
  );

  it(
    'H6 ends at once where nobody is there, on Ctrl-C, when asked again, and with DRAIN_MS=0',
    async () => {
      const empty = await startHub(60_000);
      const nobody = await stop(empty);
      const interrupted = await startHub(60_000);
      await openLines(interrupted.url, 3);
      interrupted.signal('SIGINT');
      const ctrlC = await stop(interrupted);
      const impatient = await startHub(60_000);
      const lines = await openLines(impatient.url, 3);
      impatient.signal('SIGTERM');
      await isDraining(impatient);
      // Told by several at the same time, as npm and a supervisor do, it is one request.
      impatient.signal('SIGTERM');
      await until(() => lines.every((line) => timeOf(line) !== undefined), 'the notices');
      const since = performance.now();
      await until(() => performance.now() - since > 1_100, 'the second request to be one');
      expect(impatient.running).toBe(true);
      const again = await stop(impatient);
      const without = await startHub(0);
      const unwarned = await openLines(without.url, 3);
      const atOnce = await stop(without);
      expect(unwarned.map(timeOf)).toEqual([undefined, undefined, undefined]);
      for (const { code, took } of [nobody, ctrlC, again, atOnce]) {
        expect(code).toBe(0);
        expect(took).toBeLessThan(GRACE);
      }
    },
    LIMIT,
  );
});
