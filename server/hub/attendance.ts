/**
 * A day of how many watch each channel. Every node counts its viewers at the same moments of the clock, and keeps
 * what it counted in the store: one record for each hour, counts and origins alone. So a day is a sum over records,
 * also of nodes that are gone. While nobody watches a node writes nothing, but remembers since when that is so:
 * it says so with the next count, or when it ends. Only where a node was killed meanwhile does that look like a
 * node that was down, which is a gap.
 */
import type { CensusAt } from '../../shared/attendance.ts';
import { ATTENDANCE, type AttendanceHour } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import type { Store } from '../store/store.ts';
import { HOUR, hourOf, packHour, sumOf, type Channels, type Sample } from './attendance-hour.ts';

export interface AttendanceBook {
  /** ms between two moments. */
  readonly every: number;
  /** The last 24 hours of a channel; see `Attendance`. Rejects with `wire_unavailable`. */
  day(channel: string): Promise<CensusAt[]>;
  stop(): Promise<void>;
}

export interface AttendancePorts {
  readonly store: Store;
  /** Unlike any other node's, or worker's. */
  readonly node: string;
  readonly now: () => number;
  /** Of this node. */
  readonly watching: () => Channels;
  readonly failed: (error: unknown) => void;
  /** ms; an hour has a whole number of them. */
  readonly every?: number | undefined;
}

/** ms. */
const EVERY = 300_000;
const DAY = 24 * HOUR;
/** An hour more, since the clocks of nodes differ, and an hour is dropped as a whole. */
const KEPT = DAY + HOUR;

export async function openAttendance(ports: AttendancePorts): Promise<AttendanceBook> {
  const { store, node, now, watching, failed, every = EVERY } = ports;
  const shelf = openShelf(store, ATTENDANCE);
  /** Own hours that the store does not have as they are, by when they began. */
  const unwritten = new Map<number, AttendanceHour>();
  let known: Promise<readonly AttendanceHour[]> | undefined;
  /** Of the present hour. */
  let samples: Sample[] = [];
  let quietBefore: number | undefined;
  /** Nobody watches; both ends were counted. */
  let quiet: { readonly since: number; readonly last: number } | undefined;
  const momentNow = (): number => Math.floor(now() / every) * every;
  let last = momentNow();

  function read(): Promise<readonly AttendanceHour[]> {
    known ??= shelf.all().then(
      (all) => all.map(({ value }) => value),
      (error: unknown) => {
        known = undefined;
        throw error;
      },
    );
    return known;
  }

  function note(sample: Sample): void {
    const hour = hourOf(sample.at);
    if (samples.some(({ at }) => hourOf(at) !== hour)) [samples, quietBefore] = [[], undefined];
    // A clock that was set back comes to the same moment again.
    samples = [...samples.filter(({ at }) => at < sample.at), sample];
    unwritten.set(hour, packHour(node, samples, quietBefore));
  }

  /** What was not written while nobody watched. */
  function endQuiet(): void {
    if (!quiet) return;
    const { since, last: end } = quiet;
    quiet = undefined;
    const hour = hourOf(end);
    if (since < hour) {
      [samples, quietBefore] = [[], since];
    }
    for (let at = Math.max(since, hour); at <= end; at += every) note({ at, channels: {} });
  }

  async function count(at: number, isNext: boolean): Promise<void> {
    const channels = watching();
    if (!isNext) endQuiet();
    if (Object.keys(channels).length > 0) {
      endQuiet();
      note({ at, channels });
    } else if (quiet) quiet = { ...quiet, last: at };
    else {
      // The first of many, or perhaps the last that this node writes: the line goes down to nobody.
      if (samples.at(-1)?.at === at - every) note({ at, channels });
      quiet = { since: at, last: at };
    }
    await write();
  }

  async function write(): Promise<void> {
    const oldest = now() - KEPT;
    const mine = [...unwritten];
    const gone = (await read()).filter(({ hour }) => Date.parse(hour) < oldest);
    const kept = mine.filter(([hour]) => hour >= oldest).map(([, value]) => shelf.put(value));
    const changes = [...kept, ...gone.map((value) => shelf.remove(ATTENDANCE.idOf(value)))];
    if (changes.length > 0) await store.write(changes);
    for (const [hour, value] of mine) if (unwritten.get(hour) === value) unwritten.delete(hour);
  }

  let timer: NodeJS.Timeout;
  function wait(): void {
    timer = setTimeout(ring, every - (now() % every)).unref();
  }
  function ring(): void {
    const moment = momentNow();
    const isNext = moment === last + every;
    // A timer may ring a little early.
    if (moment !== last) count((last = moment), isNext).catch(failed);
    wait();
  }

  await store.watch((kinds) => {
    if (kinds.includes('attendance')) known = undefined;
  });
  wait();

  /** What this node knows and the store does not. */
  function own(): AttendanceHour[] {
    const silent = quiet && packHour(node, [{ at: quiet.last, channels: {} }], quiet.since);
    return [...unwritten.values(), ...(silent ? [silent] : [])];
  }

  return {
    every,
    async day(channel) {
      const newer = new Set([...unwritten.values()].map(ATTENDANCE.idOf));
      const stored = (await read()).filter((one) => !newer.has(ATTENDANCE.idOf(one)));
      const to = now();
      return sumOf([...stored, ...own()], channel, { from: to - DAY, to, every });
    },
    async stop() {
      clearTimeout(timer);
      endQuiet();
      await write().catch(failed);
    },
  };
}
