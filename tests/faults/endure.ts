/** What every fault has in common: it strikes a stream in full flow, ends, and nobody was let down. */
import { expect } from 'vitest';
import { parseProblem } from '../support/api.ts';
import type { Verdict } from './audit.ts';
import type { Play } from './play.ts';
import type { Chance } from './rounds.ts';
import type { Stage } from './stage.ts';
import { until } from '../support/until.ts';

export interface Fault {
  readonly name: string;
  begin(): Promise<unknown>;
  /** Resolves when the fault is over, and all that the hubs need is there again. */
  end(): Promise<unknown>;
  /** ms that it lasts at least; a moment if unset. */
  readonly lasts?: number;
  /** Where the hubs have to find it out for themselves: it lasts until they have. */
  readonly noticed?: () => boolean;
  /** Every hub refuses while it lasts. */
  readonly refuses?: boolean;
  /** What Redis itself has acknowledged may be gone after it. */
  readonly mayLose?: boolean;
  /** The hub that it kills: that one's viewers and requests lose their connection. */
  readonly kills?: string;
  readonly channels?: number;
  /** What else must be so afterwards. */
  check?(channels: readonly string[]): Promise<void>;
}

export interface Outcome {
  /** Acknowledged, and gone. */
  readonly lost: number;
  readonly verdicts: readonly Verdict[];
}

/**
 * The promise is 2 s for an answer and 2 s until everybody is current; the rest is for a machine that
 * does other things as well.
 */
const ANSWER_LIMIT = 3_000;
const CURRENT_LIMIT = 5_000;
/** Whose hub was killed comes back at a random time, 20 s at most after it, so that not all do at once. */
const RETURN_LIMIT = 25_000;
const BOARD_LIMIT = 2_000;
/** The promise is 5 s. */
const NOTICE_LIMIT = 7_000;

export async function endure(stage: Stage, chance: Chance, fault: Fault): Promise<Outcome> {
  const play = await stage.play(fault.channels);
  let isOver = false;
  try {
    await play.acknowledge(chance.between(20, 60));
    await meet(play, fault);
    await fault.end();
    isOver = true;
    const limit = fault.kills === undefined ? CURRENT_LIMIT : RETURN_LIMIT;
    const current = await play.untilCurrent(limit);
    const verdicts = await play.finish(limit);
    const outcome = { verdicts, lost: verdicts.reduce((sum, { lost }) => sum + lost.length, 0) };
    report(fault, play, current, outcome);
    expectEndured(fault, play, outcome);
    expect(stage.hubs.map(({ said }) => said.err).join('')).toBe('');
    await fault.check?.(play.channels);
    play.close();
    await stage.forget(play);
    return outcome;
  } catch (error) {
    play.close();
    // What comes next must not suffer from what went wrong here.
    if (!isOver) await fault.end().catch(() => undefined);
    await stage.renew();
    throw error;
  }
}

/** From its beginning until it may end. */
async function meet(play: Play, fault: Fault): Promise<void> {
  const { lasts = 0, noticed = () => true } = fault;
  const began = performance.now();
  await fault.begin();
  if (fault.refuses) await play.untilRefused(began);
  expect(await play.readBoards(fault.kills)).toBeLessThan(BOARD_LIMIT);
  await until(noticed, `the hubs to notice: ${fault.name}`, NOTICE_LIMIT);
  await until(() => performance.now() - began >= lasts, 'the fault', lasts + 1_000);
}

/** The figures, so that a promise that is only just kept is seen. */
function report({ name }: Fault, { tries, refusals }: Play, current: number, { lost }: Outcome) {
  const slowest = Math.max(...tries.map(({ ms }) => ms));
  const taken = tries.filter(({ status }) => status !== undefined && status < 300).length;
  const figures = [
    `${taken} taken`,
    `${refusals.length} refused`,
    `slowest answer ${Math.round(slowest)} ms`,
    `current after ${Math.round(current)} ms`,
    ...(lost > 0 ? [`${lost} lost`] : []),
  ];
  console.info(`${name}: ${figures.join(', ')}`);
}

function expectEndured(fault: Fault, play: Play, { verdicts, lost }: Outcome): void {
  expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
  if (!fault.mayLose) {
    expect(lost).toBe(0);
    expect(play.orphans).toEqual([]);
    for (const { epochs } of verdicts) expect(epochs).toHaveLength(1);
  }
  const there = play.witnesses.filter(({ hub }) => hub !== fault.kills);
  expect(there.flatMap(({ losses }) => losses)).toEqual([]);
  const tries = play.tries.filter(({ hub }) => hub !== fault.kills);
  const isBad = ({ ms, status }: (typeof tries)[number]): boolean =>
    ms > ANSWER_LIMIT || status === undefined;
  expect(tries.filter(isBad)).toEqual([]);
  for (const refusal of play.refusals) {
    expect(parseProblem(refusal)).toMatchObject({ status: refusal.status, retryable: true });
    expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}
