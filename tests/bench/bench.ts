/**
 * `npm run bench`: how fast the hub is on this machine, against its goals. Real hubs as child
 * processes, loopback only; nothing is left behind, also after a failure or Ctrl-C.
 * `--json` prints the same for a program. Exit code 1: a goal was missed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { measureArrivals } from './arrivals.ts';
import type { Figure } from './figures.ts';
import { describeMachine } from './machine.ts';
import { measurePublishes } from './publishers.ts';
import { printJson, printTable, reportOf } from './report.ts';
import { measureFlushes, startBareServer } from './yardstick.ts';

const PUBLISHES = { connections: 16, count: 10_000, seconds: 8 };
const ARRIVALS = 200;
const FLUSH_SECONDS = 2;
const GOALS = { publishes: { least: 1_000 }, sqlite: { most: 10 }, redis: { most: 20 } };

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const leftovers = new AsyncDisposableStack();

/** Held from before it has started, so that an interruption in the middle finds it as well. */
async function hold<T>(start: () => Promise<T>, end: (started: T) => Promise<unknown>): Promise<T> {
  if (leftovers.disposed) throw new Error('The bench was interrupted');
  const starting = start();
  leftovers.defer(async () => {
    await starting.then(end, () => undefined);
  });
  return starting;
}

function holdFolder(): Promise<string> {
  return hold(
    () => mkdtemp(join(tmpdir(), 'ajil-bench-')),
    (folder) => rm(folder, { recursive: true, force: true }),
  );
}

async function holdHub(redisUrl?: string): Promise<HubProcess> {
  const dataDir = await holdFolder();
  const place = redisUrl === undefined ? { dataDir } : { dataDir, redisUrl };
  return hold(
    () => startHubProcess(place),
    (hub) => hub.kill(),
  );
}

async function measureSqlite(): Promise<Figure[]> {
  const flushes = measureFlushes(await holdFolder(), FLUSH_SECONDS);
  const bare = await hold(startBareServer, (server) => server.stop());
  const most = await measurePublishes(bare.url, PUBLISHES);
  await bare.stop();
  const hub = await holdHub();
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

async function measureRedis(flushed: 'everysec' | 'always'): Promise<Figure[]> {
  const redis = await hold(
    () => startRedis(flushed),
    (server) => server.stop(),
  );
  const one = await holdHub(redis.url);
  const other = await holdHub(redis.url);
  const arrivals = await measureArrivals({ publishAt: one.url, watchAt: other.url }, ARRIVALS);
  await Promise.all([one.kill(), other.kill(), redis.kill()]);
  const name = `Redis (${flushed}), two hubs: publish to viewer`;
  return [
    { name: `${name}, median`, value: arrivals.median, unit: 'ms', goal: GOALS.redis },
    { name: `${name}, p99`, value: arrivals.p99, unit: 'ms' },
  ];
}

async function run(): Promise<void> {
  const machine = describeMachine();
  const sqlite = await measureSqlite();
  const figures = [
    ...sqlite,
    ...(await measureRedis('everysec')),
    ...(await measureRedis('always')),
  ];
  const report = reportOf(machine, figures);
  process.stdout.write(options.json ? printJson(report) : printTable(report));
  process.exitCode = report.missed.length === 0 ? 0 : 1;
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    void leftovers.disposeAsync().finally(() => process.exit(code));
  });
}

try {
  await run();
} catch (error) {
  // Whoever interrupts it knows why its connections broke.
  if (!leftovers.disposed) console.error(error);
  process.exitCode = 1;
} finally {
  await leftovers.disposeAsync();
}
