/**
 * Two hubs on a Redis for as long as SOAK_MINUTES says, in full use: nobody misses anything, and after the
 * warm-up they take no more memory than before; when all are gone, nothing of them is left.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { columns } from '../bench/table.ts';
import { audit } from '../faults/audit.ts';
import { createChance } from '../faults/rounds.ts';
import { openWitnesses } from '../faults/witness.ts';
import { readHoldings, readMemory, surplus, type Holdings } from '../support/holdings.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { INSPECTABLE, openInspector, type Inspector } from '../support/inspector.ts';
import { startRedis } from '../support/redis.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { openCrowd, type Crowd } from './crowd.ts';
import { growthOf, type Growth, type Look } from './growth.ts';
import { openNewsdesk, type Newsdesk } from './newsdesk.ts';
import { readSchedule } from './schedule.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

const SEATS = 300;
/** ms between two acts of the newsdesk. */
const PACE = 250;
/** More at the end than after the warm-up: this is a leak. */
const MOST_GROWTH = 0.05;
/** ms until a hub has given up on a viewer who polled and left without a word, and on idle connections. */
const GIVE_UP = 150_000;
/** Entries that the log keeps: as many as come within the warm-up, so that it is full from then on. */
const RETENTION = 100;
const CHANNEL = 'soaked';
const OTHER = 'aside';

const schedule = readSchedule(process.env);

interface Soaked {
  readonly hub: HubProcess;
  readonly inspector: Inspector;
}
let soaked: Soaked[];
beforeAll(async () => {
  const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-soak-'));
  leftovers.defer(() => rm(dataDir, { recursive: true }));
  const command = [process.execPath, ...INSPECTABLE];
  const start = async (): Promise<Soaked> => {
    const hub = await startHubProcess({ dataDir, redisUrl: redis.url, command });
    return { hub, inspector: await openInspector(hub) };
  };
  soaked = await Promise.all([start(), start()]);
  for (const name of [CHANNEL, OTHER]) {
    const channel = { name, title: name, retention: RETENTION };
    await request(`${soaked[0]?.hub.url ?? ''}/api/channels`, 'POST', channel);
  }
  for (const { hub } of soaked) {
    const isThere = async () => (await request(`${hub.url}/api/channels/${OTHER}`)).status === 200;
    await until(isThere, 'the channels');
  }
}, 60_000);

const MB = 1_000_000;
const inMb = (bytes: number | undefined): string => ((bytes ?? NaN) / MB).toFixed(1);

async function look(began: number): Promise<Look> {
  const bytes: Record<string, number> = {};
  for (const [n, { inspector }] of soaked.entries()) {
    const { heapUsed, rss } = await readMemory(inspector);
    bytes[`heap ${n + 1}`] = heapUsed;
    bytes[`RSS ${n + 1}`] = rss;
  }
  return { at: performance.now() - began, bytes };
}

async function watch(crowd: Crowd, newsdesk: Newsdesk) {
  const looks: Look[] = [];
  const rows: string[][] = [];
  const began = performance.now();
  while (performance.now() - began < schedule.total) {
    await pause(schedule.every);
    const one = await look(began);
    looks.push(one);
    const counts = [crowd.present, crowd.visits, newsdesk.acknowledged.length].map(String);
    rows.push([(one.at / 60_000).toFixed(1), ...counts, ...Object.values(one.bytes).map(inMb)]);
    console.info(rows.at(-1)?.join('  '));
    expect(crowd.faults).toEqual([]);
  }
  const names = Object.keys(looks[0]?.bytes ?? {}).map((name) => `${name}, MB`);
  const head = ['minute', 'viewers', 'visits', 'published', ...names];
  return { looks, table: columns({ title: 'soak', head, rows }) };
}

function sentenceOf({ name, first, last, share }: Growth): string {
  return `${name}: ${inMb(first)} MB after the warm-up, ${inMb(last)} MB at the end: ${(100 * share).toFixed(1)} %`;
}

async function expectNothingLeft(before: readonly Holdings[]): Promise<void> {
  let more: string[] = [];
  const isClear = async (): Promise<boolean> => {
    const now = await Promise.all(soaked.map(({ inspector }) => readHoldings(inspector)));
    more = now.flatMap((one, n) => surplus(before[n] ?? {}, one));
    return more.length === 0;
  };
  await until(isClear, 'everybody to be gone', GIVE_UP).catch(() => expect(more).toEqual([]));
}

it(
  'O4 H2 hubs in full use take no more memory as time goes on, and nobody misses anything',
  async () => {
    const hubs = soaked.map(({ hub }) => hub.url);
    console.info(`SOAK_SEED=${schedule.seed}`);
    const chance = createChance(schedule.seed);
    const before = await Promise.all(soaked.map(({ inspector }) => readHoldings(inspector)));
    const witnesses = hubs.flatMap((hub) => openWitnesses(hub, CHANNEL));
    await until(() => witnesses.every(({ told }) => told.length > 0), 'the boards');
    const newsdesk = openNewsdesk({ hubs, channel: CHANNEL, chance, pace: PACE });
    const crowd = openCrowd({
      ...{ hubs, chance, channel: CHANNEL, other: OTHER },
      ...{ seats: SEATS, within: schedule.warmUp / 2 },
    });

    const { looks, table } = await watch(crowd, newsdesk);
    await crowd.disperse();
    await newsdesk.finish();
    const { acknowledged, log } = newsdesk;
    const isCurrent = () => witnesses.every(({ told }) => told.at(-1)?.seq === log.length);
    await until(isCurrent, 'the witnesses to have all of it');
    for (const witness of witnesses) witness.close();

    const growth = growthOf(looks, schedule.warmUp);
    console.info([...table, '', ...growth.map(sentenceOf), `${crowd.visits} visits`].join('\n'));
    const epoch = acknowledged[0]?.epoch ?? '';
    const verdict = audit({ log: { epoch, entries: log }, acknowledged, witnesses });
    expect(verdict).toMatchObject({ faults: [], lost: [] });
    expect(
      witnesses.flatMap(({ losses }) => losses).filter((why) => !why.startsWith('io client')),
    ).toEqual([]);
    expect(crowd.faults).toEqual([]);
    // What is left tells where it comes from.
    expect.soft(growth.filter(({ share }) => share > MOST_GROWTH).map(sentenceOf)).toEqual([]);
    await expectNothingLeft(before);
  },
  schedule.total + 2 * GIVE_UP,
);
