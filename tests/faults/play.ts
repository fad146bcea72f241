/** One fault's cast: publishers who spread over all hubs, witnesses at each, and what all of it came to. */
import { isDeepStrictEqual } from 'node:util';
import type { Position } from '../../shared/protocol.ts';
import { openApi, type Published } from '../support/api.ts';
import type { HubProcess } from '../support/hub-process.ts';
import { openPublishers, type Publishers, type Try } from '../support/publishers.ts';
import type { Answer } from '../support/request.ts';
import { until } from '../support/until.ts';
import { audit, type Verdict } from './audit.ts';
import { linesOf, openWitnesses, positionOf, type Witness } from './witness.ts';

/** Publishers in all; each has one request under way at a time. */
const PUBLISHERS = 4;
/** ms between two requests of a publisher: a busy newsroom, not a benchmark. */
const PACE = 15;
/** ms after which a publisher gives a request up; an answer must have come long before. */
const REQUEST_PATIENCE = 8_000;

export interface Play {
  readonly channels: readonly string[];
  readonly witnesses: readonly Witness[];
  readonly tries: readonly Try[];
  readonly refusals: readonly Answer[];
  /** Answers to corrections whose headline was gone. */
  readonly orphans: readonly Answer[];
  /** Waits for so many further acknowledgements in all. */
  acknowledge(count: number): Promise<void>;
  /** Waits until every hub has refused somebody since then. */
  untilRefused(since: number): Promise<void>;
  /** Reads each board at each hub but one; gives the slowest answer, ms. */
  readBoards(except?: string): Promise<number>;
  /** Waits until all witnesses have what was published from now on; gives the ms that it took. */
  untilCurrent(limit: number): Promise<number>;
  /** Ends the stream, waits until everybody has all of it, and holds it against the log. */
  finish(limit: number): Promise<Verdict[]>;
  close(): void;
}

/** A channel with those who work on it. */
interface Act {
  readonly channel: string;
  readonly publishers: Publishers;
  readonly witnesses: readonly Witness[];
}

/** `at`: the hubs that are published to; all of them, if unset. */
export async function openPlay(
  hubs: readonly HubProcess[],
  channels: readonly string[],
  at?: readonly HubProcess[],
): Promise<Play> {
  const urls = hubs.map(({ url }) => url);
  const open = (at ?? hubs).map(({ url }) => url);
  const each = Math.max(1, Math.floor(PUBLISHERS / channels.length));
  const audience = channels.map((channel) => ({
    channel,
    witnesses: urls.flatMap((url) => openWitnesses(url, channel)),
  }));
  const witnesses = audience.flatMap((one) => one.witnesses);
  await until(
    () => witnesses.every(({ told }) => told.length > 0),
    'every witness to have a board',
  );
  const options = { correct: true, pace: PACE, patience: REQUEST_PATIENCE };
  const acts = audience.map(({ channel, witnesses }) => ({
    channel,
    witnesses,
    publishers: openPublishers(open, each, { ...options, channel }),
  }));
  const tries = (): Try[] => acts.flatMap(({ publishers }) => publishers.tries);
  const acknowledged = (): number =>
    acts.reduce((sum, { publishers }) => sum + publishers.acknowledged.size, 0);
  /** Not in vain, where a publisher has got an answer that it cannot go on with: that is the failure. */
  const wait = (act: Promise<unknown>): Promise<unknown> =>
    Promise.race([act, ...acts.map(({ publishers }) => publishers.done)]);

  return {
    channels,
    witnesses,
    get tries() {
      return tries();
    },
    get refusals() {
      return acts.flatMap(({ publishers }) => publishers.refusals);
    },
    get orphans() {
      return acts.flatMap(({ publishers }) => publishers.orphans);
    },
    async acknowledge(count) {
      const wanted = acknowledged() + count;
      await wait(until(() => acknowledged() >= wanted, `${count} acknowledgements`, 20_000));
    },
    async untilRefused(since) {
      const refusing = (): Set<string> =>
        new Set(
          tries()
            .filter(({ began, status = 0 }) => began >= since && status >= 500)
            .map(({ hub }) => hub),
        );
      await wait(until(() => refusing().size === open.length, 'a refusal by every hub'));
    },
    async readBoards(except) {
      const asked = urls.filter((url) => url !== except);
      const reads = asked.flatMap((url) =>
        channels.map((name) => timed(openApi(url, name).board())),
      );
      return Math.max(0, ...(await Promise.all(reads)));
    },
    async untilCurrent(limit) {
      const began = performance.now();
      await wait(Promise.all(acts.map((act) => untilActIsCurrent(act, each, limit))));
      return performance.now() - began;
    },
    async finish(limit) {
      await Promise.all(acts.map(({ publishers }) => publishers.finish()));
      return Promise.all(acts.map((act) => verdictOf(act, urls, limit)));
    },
    close() {
      for (const { publishers } of acts) publishers.abandon();
      for (const witness of witnesses) witness.close();
    },
  };
}

async function timed(act: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act;
  return performance.now() - began;
}

async function untilActIsCurrent(act: Act, publishing: number, limit: number): Promise<void> {
  const { acknowledged } = act.publishers;
  const before = acknowledged.size;
  // Of those under way now each may count once; one more was begun later.
  const isLater = (): boolean => acknowledged.size > before + publishing;
  await until(isLater, `an acknowledgement on ${act.channel}`, limit);
  let target = lastOf(acknowledged);
  const isBehind = (witness: Witness): boolean => {
    const position = positionOf(witness);
    return position?.epoch !== target?.epoch || (position?.seq ?? 0) < (target?.seq ?? 0);
  };
  const behind = (): Witness[] => {
    const latest = lastOf(acknowledged);
    if (latest?.epoch !== target?.epoch) target = latest;
    return act.witnesses.filter(isBehind);
  };
  await until(() => behind().length === 0, 'the witnesses to be current', limit).catch(() => {
    throw new Error(`Behind ${placeOf(target)} after ${limit} ms: ${describe(behind())}`);
  });
}

function lastOf(acknowledged: ReadonlyMap<string, Published>): Published | undefined {
  return [...acknowledged.values()].at(-1);
}

async function verdictOf(act: Act, urls: readonly string[], limit: number): Promise<Verdict> {
  const { channel, witnesses, publishers } = act;
  const apis = urls.map((url) => openApi(url, channel));
  const last = lastOf(publishers.acknowledged);
  let said = '';
  const isSettled = async (): Promise<boolean> => {
    const boards = await Promise.all(apis.map((api) => api.board()));
    const [head] = boards;
    const lines = linesOf(head?.headlines ?? []);
    const others = boards.filter((board) => !isDeepStrictEqual(board, head));
    const behind = witnesses.filter(
      (one) =>
        !(placeOf(positionOf(one)) === placeOf(head) && isDeepStrictEqual(one.board(), lines)),
    );
    said = `the head is ${boards.map(placeOf).join(', ')}; ${describe(behind)}`;
    const isWhole = head !== undefined && (head.epoch !== last?.epoch || head.seq >= last.seq);
    return isWhole && others.length === 0 && behind.length === 0;
  };
  await until(isSettled, 'one board everywhere', limit).catch(() => {
    throw new Error(`${channel} has not one board everywhere after ${limit} ms: ${said}`);
  });
  const logs = await Promise.all(apis.map((api) => api.log()));
  const epoch = (await apis[0]?.board())?.epoch ?? '';
  const acknowledged = [...publishers.acknowledged.values()];
  const [entries = []] = logs;
  const verdict = audit({ log: { epoch, entries }, acknowledged, witnesses });
  const differ = logs.some((log) => !isDeepStrictEqual(log, logs[0]));
  const faults = differ ? [`the hubs have different logs of ${channel}`] : [];
  return { ...verdict, faults: [...faults, ...verdict.faults] };
}

function placeOf(position: Position | undefined): string {
  return position ? `${position.epoch}:${position.seq}` : 'nothing';
}

function describe(witnesses: readonly Witness[]): string {
  return witnesses.map((one) => `${one.name} is at ${placeOf(positionOf(one))}`).join(', ');
}
