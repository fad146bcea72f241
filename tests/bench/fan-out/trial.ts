/** One contender with so many viewers: what each of them costs it, and how soon the last one knows. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { Contender } from '../contenders/contender.ts';
import type { Arrival, Crowd, Opening } from '../crowd/crowd.ts';
import { clock } from '../crowd/orders.ts';
import { middleOf } from '../figures.ts';
import { accountOf, openFiles, residentMemory } from '../processes/cost.ts';
import type { Measurement, Storm } from './measurement.ts';

export interface Stage {
  readonly contender: Contender;
  readonly crowd: Crowd;
  readonly viewers: number;
  readonly rounds: number;
  /** All viewers are to be dropped in the end, and to come back. */
  readonly isStormy: boolean;
}

/** So many come in at a time while a connection is measured; in a storm all at once. */
const UNDER_WAY = 200;
/** So often do all viewers come in: the first time, the server compiles as much as it serves. */
const OPENINGS = 3;
const EARLY_VIEWERS = 200;
/** A server that has published a few times only still interprets what it will have compiled by noon. */
const EARLY_ROUNDS = 300;
const WARM_UP_ROUNDS = 10;
/** A server that seems to be done may still have to tidy up behind the last viewer. */
const CALM_MS = 150;
/** Deliveries. */
const BOUT = 10_000;
const MOST_IN_BOUT = 20;
/** After a bout: longer, and the heartbeats of the viewers would count as a part of it. */
const PAUSE_MS = 20;
/** Own files of a server: what it had before the viewers came, and a few more. */
const SPARE_FILES = 50;

/** By the server, in microseconds. */
interface Spent {
  readonly busy: number;
  readonly waiting: number;
}

/** Per delivery, in microseconds. */
interface Bout extends Spent {
  readonly crowd: number;
}

export async function runTrial(stage: Stage): Promise<Measurement> {
  const { contender, crowd, viewers, rounds, isStormy } = stage;
  const times: number[] = [];
  const answers: number[] = [];
  let bytes = 0;
  let empty = { files: 0, memory: 0 };
  let delivered = 0;

  /** What a step costs the server. */
  async function account<T>(step: () => Promise<T>): Promise<{ of: T; spent: Spent }> {
    const before = accountOf(contender.pid);
    const of = await step();
    const after = accountOf(contender.pid);
    const busy = after.busy - before.busy;
    return { of, spent: { busy, waiting: after.waiting - before.waiting } };
  }

  /** Published and waited for, until the last viewer has it. */
  async function broadcast(): Promise<Arrival & { readonly milliseconds: number }> {
    const arriving = crowd.nextRound();
    const sent = clock();
    const [arrival] = await Promise.all([arriving, contender.publish()]);
    delivered += 1;
    return { ...arrival, milliseconds: arrival.at - sent };
  }

  /** As many headlines, one upon another, as make ten thousand deliveries: a bout is long enough to be measured. */
  async function deliver(): Promise<Bout> {
    const count = Math.min(Math.max(1, Math.round(BOUT / viewers)), MOST_IN_BOUT);
    let watching = 0;
    const { spent } = await account(async () => {
      for (let n = 0; n < count; n += 1) {
        const arrival = await broadcast();
        times.push(arrival.milliseconds);
        bytes = arrival.bytes;
        watching += arrival.busy * 1_000;
      }
      await pause(PAUSE_MS);
    });
    const each = (cost: number): number => cost / (count * viewers);
    return { busy: each(spent.busy), waiting: each(spent.waiting), crowd: each(watching) };
  }

  /** Publishes to another channel while a broadcast is under way. */
  async function interrupt(publishAside: () => Promise<void>): Promise<void> {
    const arriving = crowd.nextRound();
    await contender.publish();
    const sent = clock();
    await publishAside();
    answers.push(clock() - sent);
    await arriving;
    delivered += 1;
  }

  async function dismiss(): Promise<void> {
    await crowd.drop();
    const letGo = (): boolean => openFiles(contender.pid) <= empty.files + SPARE_FILES;
    await until(letGo, 'the server to let its viewers go', 60_000);
  }

  async function settle(): Promise<void> {
    empty = { files: openFiles(contender.pid), memory: 0 };
    const early = Math.min(EARLY_VIEWERS, viewers);
    expectAll(await crowd.open(contender.target, early, UNDER_WAY), early);
    for (let n = 0; n < EARLY_ROUNDS; n += 1) await broadcast();
    await dismiss();
    await contender.tidy();
    empty = { files: openFiles(contender.pid), memory: residentMemory(contender.pid) };
  }

  async function connect(): Promise<number> {
    delivered = 0;
    const opened = await account(async () => {
      const opening = await crowd.open(contender.target, viewers, UNDER_WAY);
      await pause(CALM_MS);
      return opening;
    });
    expectAll(opened.of, viewers);
    return opened.spent.busy / viewers;
  }

  /** All are dropped, and come back at once. */
  async function storm(): Promise<Storm> {
    await dismiss();
    const target = await contender.prepareReturn();
    await pause(CALM_MS);
    const before = await contender.redisReads();
    const returned = await account(async () => {
      const opening = await crowd.open(target, viewers, viewers);
      const after = await contender.redisReads();
      await pause(CALM_MS);
      return { ...opening, after };
    });
    const { ready, milliseconds, faults, after } = returned.of;
    const reads = before === null || after === null ? null : after - before;
    const returning = returned.spent.busy / viewers;
    return { milliseconds, errors: viewers - ready, faults, returning, reads };
  }

  await settle();
  const connecting = [await connect()];
  while (connecting.length < OPENINGS) {
    await dismiss();
    connecting.push(await connect());
  }
  for (let n = 0; n < WARM_UP_ROUNDS; n += 1) await broadcast();
  await pause(CALM_MS);
  const bouts: Bout[] = [];
  for (let n = 0; n < rounds; n += 1) bouts.push(await deliver());
  const { publishAside } = contender;
  for (let n = 0; publishAside && n < rounds; n += 1) await interrupt(publishAside);
  await expectEachOnce(crowd, viewers, delivered);
  await contender.tidy();
  const memory = (residentMemory(contender.pid) - empty.memory) / viewers;
  const each = (part: keyof Bout): number => middleOf(bouts.map((one) => one[part]));
  return {
    viewers,
    connecting: middleOf(connecting),
    delivering: each('busy'),
    waiting: each('waiting'),
    crowd: each('crowd'),
    times,
    answers,
    bytes,
    memory,
    storm: isStormy ? await storm() : null,
  };
}

function expectAll({ ready, faults }: Opening, viewers: number): void {
  if (ready === viewers) return;
  throw new Error(`Only ${ready} of ${viewers} viewers came in: ${JSON.stringify(faults)}`);
}

/** Figures of deliveries that did not arrive, or arrived twice, are figures of nothing. */
async function expectEachOnce(crowd: Crowd, viewers: number, rounds: number): Promise<void> {
  const report = await crowd.report();
  const isRight =
    report.viewers === viewers &&
    report.deliveries === rounds * viewers &&
    report.surplus === 0 &&
    Object.keys(report.faults).length === 0;
  if (isRight) return;
  const expected = `${rounds} deliveries to each of ${viewers} viewers`;
  throw new Error(`The crowd expected ${expected} and reports ${JSON.stringify(report)}`);
}
