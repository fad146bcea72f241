/** How fast headlines are taken, and how fast they reach one viewer; with what the machine can do beside. */
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { measureArrivals } from './arrivals.ts';
import { middleOf, type Figure } from './figures.ts';
import type { Leftovers } from './leftovers.ts';
import { accountOf } from './processes/cost.ts';
import { measurePublishes, openPublisher } from './publishers.ts';
import { measureFlushes, startBareServer } from './yardstick.ts';

const PUBLISHES = { connections: 16, count: 10_000, seconds: 8 };
const ARRIVALS = 200;
const FLUSH_SECONDS = 2;
/** A limit that is counted and never reached. */
const COUNTED = { PUBLISHES_PER_MINUTE: '1000000' };
/** One after the other meets the same machine; the middle one of many such pairs tells. */
const PAIRS = { count: 12, rounds: 100 };
const GOALS = { publishes: { least: 1_000 }, sqlite: { most: 10 }, redis: { most: 20 } };

export async function measurePublishing(leftovers: Leftovers): Promise<Figure[]> {
  const sqlite = await measureSqlite(leftovers);
  const everySecond = await measureRedis(leftovers, 'everysec');
  const always = await measureRedis(leftovers, 'always');
  const limits = await measureLimits(leftovers);
  return [...sqlite, ...everySecond, ...always, ...limits];
}

async function holdHub(
  leftovers: Leftovers,
  redisUrl?: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<HubProcess> {
  const dataDir = await leftovers.folder();
  const place = { dataDir, environment, ...(redisUrl === undefined ? {} : { redisUrl }) };
  return leftovers.hold(
    () => startHubProcess(place),
    (hub) => hub.kill(),
  );
}

async function measureSqlite(leftovers: Leftovers): Promise<Figure[]> {
  const flushes = measureFlushes(await leftovers.folder(), FLUSH_SECONDS);
  const bare = await leftovers.hold(startBareServer, (server) => server.stop());
  const most = await measurePublishes(bare.url, PUBLISHES);
  await bare.stop();
  const hub = await holdHub(leftovers);
  const arrivals = await measureArrivals({ publishAt: hub.url, watchAt: hub.url }, ARRIVALS);
  const { perSecond, acknowledgement } = await measurePublishes(hub.url, PUBLISHES);
  await hub.kill();
  return [
    { name: 'SQLite: publishes acknowledged', value: perSecond, unit: '/s', goal: GOALS.publishes },
    { name: 'SQLite: acknowledgement, median', value: acknowledgement.median, unit: 'ms' },
    { name: 'SQLite: acknowledgement, p99', value: acknowledgement.p99, unit: 'ms' },
    {
      name: 'SQLite: publish to viewer, median',
      value: arrivals.median,
      unit: 'ms',
      goal: GOALS.sqlite,
    },
    { name: 'SQLite: publish to viewer, p99', value: arrivals.p99, unit: 'ms' },
    { name: 'yardstick: bare Hono POST', value: most.perSecond, unit: '/s' },
    { name: 'yardstick: publishes to bare POSTs', value: perSecond / most.perSecond, unit: '×' },
    { name: 'yardstick: write and fdatasync', value: flushes, unit: '/s' },
    { name: 'yardstick: publishes to flushes', value: perSecond / flushes, unit: '×' },
  ];
}

async function measureRedis(
  leftovers: Leftovers,
  flushed: 'everysec' | 'always',
): Promise<Figure[]> {
  const redis = await leftovers.hold(
    () => startRedis(flushed),
    (server) => server.stop(),
  );
  const one = await holdHub(leftovers, redis.url);
  const other = await holdHub(leftovers, redis.url);
  const arrivals = await measureArrivals({ publishAt: one.url, watchAt: other.url }, ARRIVALS);
  await Promise.all([one.kill(), other.kill(), redis.kill()]);
  const name = `Redis (${flushed}), two hubs: publish to viewer`;
  return [
    { name: `${name}, median`, value: arrivals.median, unit: 'ms', goal: GOALS.redis },
    { name: `${name}, p99`, value: arrivals.p99, unit: 'ms' },
  ];
}

/** What it costs to count each publish in Redis: by processor time, which a busy machine blurs least. */
async function measureLimits(leftovers: Leftovers): Promise<Figure[]> {
  const redis = await leftovers.hold(
    () => startRedis('everysec'),
    (server) => server.stop(),
  );
  const free = await holdHub(leftovers, redis.url);
  const counting = await holdHub(leftovers, redis.url, COUNTED);
  const ratios: number[] = [];
  for (let n = 0; n < PAIRS.count; n += 1) {
    const uncounted = await costOf(free);
    ratios.push((await costOf(counting)) / uncounted);
  }
  await Promise.all([free.kill(), counting.kill(), redis.kill()]);
  const name = 'Redis (everysec): time of the hub for a publish, counted to uncounted';
  return [{ name, value: middleOf(ratios), unit: '×' }];
}

/** Microseconds of the processor for a publish. */
async function costOf({ url, pid }: HubProcess): Promise<number> {
  const { connections } = PUBLISHES;
  const publisher = openPublisher(url, { connections });
  const before = accountOf(pid).busy;
  for (let round = 0; round < PAIRS.rounds; round += 1) {
    await Promise.all(Array.from({ length: connections }, () => publisher.publish()));
  }
  const busy = accountOf(pid).busy - before;
  publisher.close();
  return busy / (PAIRS.rounds * connections);
}
