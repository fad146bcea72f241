/** The network between hubs and their Redis: cut, cut without a word, and slow. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openApi, parsePublished } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { openSeverable, type Severable } from '../support/severable.ts';
import type { Answer } from '../support/request.ts';
import { until } from '../support/until.ts';
import { endure, type Fault } from './endure.ts';
import { createChance, ROUNDS } from './rounds.ts';
import { stageOf, type Stage } from './stage.ts';
import { openTail } from './tail.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

/** A hub, and its own line to the Redis of all. */
interface Place {
  readonly hub: HubProcess;
  readonly link: Severable;
}

let redis: TestRedis;
let stage: Stage;
let one: Place;
let other: Place;
const links = (): Severable[] => [one.link, other.link];

async function openPlace(dataDir: string): Promise<Place> {
  const link = leftovers.adopt(await openSeverable(redis.port), (opened) => opened.close());
  const redisUrl = `redis://127.0.0.1:${link.port}`;
  return { link, hub: await startHubProcess({ dataDir, redisUrl }) };
}

beforeAll(async () => {
  redis = leftovers.adopt(await startRedis('everysec'), (opened) => opened.stop());
  const folder = await mkdtemp(join(tmpdir(), 'ajil-faults-'));
  leftovers.defer(() => rm(folder, { recursive: true, force: true }));
  [one, other] = await Promise.all([openPlace(folder), openPlace(folder)]);
  stage = leftovers.adopt(
    stageOf([one.hub, other.hub], () => Promise.resolve()),
    (opened) => opened.close(),
  );
});

afterEach(() => {
  for (const link of links()) link.heal();
});

/** ms that a cut lasts which every connection hears of. */
const LASTS = 1_000;

function fault(name: string, strike: (link: Severable) => void, over: Partial<Fault>): Fault {
  return {
    name,
    ...over,
    begin() {
      links().forEach(strike);
      return Promise.resolve();
    },
    end() {
      for (const link of links()) link.heal();
      return Promise.resolve();
    },
  };
}

const loud = { lasts: LASTS };
/** A hub has to find out for itself. */
const silent = { noticed: () => links().every(({ forgotten }) => forgotten === 0) };
const refuses = true;
const FAULTS: readonly Fault[] = [
  fault('reset', (link) => link.cut('reset'), { ...loud, refuses }),
  fault('reset for commands', (link) => link.cut('reset', 'commands'), { ...loud, refuses }),
  fault('reset for the bell', (link) => link.cut('reset', 'bell'), loud),
  fault('at 1 kB/s', (link) => link.slow(1_000), { lasts: 2 * LASTS }),
  fault('silent', (link) => link.cut('silent'), { ...silent, refuses }),
  fault('silent for commands', (link) => link.cut('silent', 'commands'), { ...silent, refuses }),
  fault('silent for the bell', (link) => link.cut('silent', 'bell'), silent),
];

describe.each(ROUNDS)('two hubs and their Redis, round $round, seed $seed', ({ seed }) => {
  it.each(FAULTS)('W3 W5 H2 P1 P4 the link $name', async (struck) => {
    await endure(stage, createChance(seed), { ...struck, name: `the link ${struck.name}` });
  });

  // Two faults at once, of which one alone would do no harm: to the deaf hub the log looks whole.
  it('W2 H2 a hub is deaf to entries that are then lost: no place in the log is used twice', async () => {
    const play = await stage.play(1, [one.hub]);
    const [channel = ''] = play.channels;
    const tail = openTail(redis);
    await play.acknowledge(20);
    other.link.cut('silent', 'bell');
    await play.acknowledge(30);
    play.close();
    const seen = play.witnesses.filter(({ hub }) => hub === one.hub.url);
    const before = seen.flatMap(({ told }) => told.slice(-1));

    await redis.kill();
    await tail.lose(createChance(seed));
    one.link.cut('reset');
    other.link.heal();
    await redis.start();
    // The deaf one comes first, and nothing that it knows of is missing.
    const api = openApi(other.hub.url, channel);
    const answers: Answer[] = [];
    const taken = async (): Promise<boolean> => {
      const answer = await api.post({ headline: 'بعد العطل', id: 'after' });
      return answer.status === 201 && answers.push(answer) > 0;
    };
    await until(taken, 'the deaf hub to publish');
    const [{ epoch, seq } = { epoch: '', seq: 0 }] = answers.map(parsePublished);
    const clash = before.filter((last) => last.epoch === epoch && last.seq >= seq);
    expect(
      clash.map((last) => `${last.epoch}:${last.seq} was seen, and ${seq} comes anew`),
    ).toEqual([]);
  });
});
