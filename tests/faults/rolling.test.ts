import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, expect, it } from 'vitest';
import { openApi } from '../support/api.ts';
import { openBalancer, type Balancer, type Route } from '../support/balancer.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { openPublishers } from '../support/publishers.ts';
import { startRedis } from '../support/redis.ts';
import { openRoamers, type Roamers } from '../support/roamer.ts';
import { until } from '../support/until.ts';

// Three nodes on one Redis behind one address, restarted one after another while headlines are published.

const VIEWERS = Number(process.env['FAULT_VIEWERS'] ?? 200);
const RATE = Number(process.env['FAULT_RATE'] ?? 20);
const PUBLISHERS = 4;
/** Viewers whose every byte the balancer carries; more would measure the balancer. */
const MOST_THROUGH = 500;
/** ms. */
const DRAIN = process.env['FAULT_VIEWERS'] === undefined ? 2_500 : 5_000;
/** ms that the end of a node may take beyond that. */
const GRACE = 10_000;
const LIMIT = 240_000;
const PATIENCE = 60_000;

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync(), PATIENCE);
afterAll(endHubs);

async function startNodes(redisUrl: string): Promise<HubProcess[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-rolling-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const environment = { DRAIN_MS: String(DRAIN) };
  const start = () => startHubProcess({ dataDir, redisUrl, environment });
  return Promise.all([start(), start(), start()]);
}

const areAllLive = ({ all }: Roamers): Promise<void> =>
  until(() => all.every(({ isLive }) => isLive), 'every viewer to be live', PATIENCE);

/** The most arrivals within any second. */
function peakOf(arrivals: readonly number[]): number {
  let [most, first] = [0, 0];
  for (const [n, at] of arrivals.entries()) {
    while (at - (arrivals[first] ?? at) >= 1_000) first += 1;
    most = Math.max(most, n - first + 1);
  }
  return most;
}

/** Restarts a node; gives the peak of each node, and what it would be if its viewers came to the others evenly. */
async function restart(node: HubProcess, nodes: readonly HubProcess[], balancer: Balancer) {
  const crowd = balancer.present(node.url);
  const start = performance.now();
  const delays = monitorEventLoopDelay();
  delays.enable();
  expect(await node.stop()).toBe(0);
  const took = performance.now() - start;
  delays.disable();
  const peaks = nodes.map(({ url }) => peakOf(balancer.arrivals(url).filter((at) => at >= start)));
  const usual = crowd / (DRAIN / 1_000) / (nodes.length - 1);
  await node.start();
  await until(() => balancer.isReady(node.url), 'the balancer to see the node', PATIENCE);
  // Where this process itself stood still, those who would have come then come together: it tells on its peaks.
  return { crowd, took, peaks, usual, stall: delays.max / 1e9 };
}

it(
  'H6 H2 P1 a rolling restart loses nothing, repeats nothing, and is no storm',
  async () => {
    const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
    const nodes = await startNodes(redis.url);
    const urls = nodes.map(({ url }) => url);
    const balancer = leftovers.adopt(await openBalancer(urls), (one) => one.close());
    const through = (): Route => ({ url: balancer.url, end: () => undefined });
    const route = VIEWERS > MOST_THROUGH ? balancer.route : through;
    const crowd = { route, count: VIEWERS, deafEvery: 10 };
    const roamers = leftovers.adopt(openRoamers(crowd), (one) => one.close());
    await areAllLive(roamers);

    const publishers = openPublishers(balancer.url, PUBLISHERS, {
      pace: (PUBLISHERS * 1_000) / RATE,
    });
    await publishers.reach(RATE);
    for (const node of nodes) {
      const figures = await restart(node, nodes, balancer);
      if (process.env['FAULT_VIEWERS'] !== undefined) console.info(JSON.stringify(figures));
      const { took, peaks, usual } = figures;
      expect(took, JSON.stringify(figures)).toBeLessThan(DRAIN + GRACE);
      for (const peak of peaks) expect(peak, JSON.stringify(figures)).toBeLessThan(2 * usual);
      await areAllLive(roamers);
    }
    await publishers.reach(publishers.acknowledged.size + RATE);
    await publishers.finish();

    const log = await openApi(balancer.url).log();
    const acknowledged = [...publishers.acknowledged.values()];
    const logged = new Map(log.map(({ seq, headline }) => [seq, headline.id]));
    for (const { seq, id } of acknowledged) expect(logged.get(seq), `entry ${seq}`).toBe(id);
    expect(log).toHaveLength(acknowledged.length);
    const last = log.at(-1)?.seq ?? 0;
    await until(() => roamers.all.every(({ seq }) => seq === last), 'the last entry', PATIENCE);
    expect(roamers.faults).toEqual([]);
    expect(roamers.told).toEqual(logged);
    // Each resumed each time.
    expect(roamers.all.filter(({ boards }) => boards !== 1)).toEqual([]);
    const visits = roamers.all.reduce((sum, one) => sum + one.visits, 0);
    expect(visits).toBeGreaterThan(1.5 * VIEWERS);
    for (const { said } of nodes) expect(said.err).toBe('');
  },
  LIMIT,
);
