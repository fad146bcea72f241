/** What one node counted in one hour, as it is kept, and the sum of such hours over all nodes. Pure. */
import type { Census, CensusAt } from '../../shared/attendance.ts';
import type { AttendanceHour } from '../store/records.ts';
import { largest } from './census.ts';

/** By channel; nobody watches one that is not in it. */
export type Channels = Readonly<Record<string, Census>>;

export interface Sample {
  /** ms, on the clock. */
  readonly at: number;
  readonly channels: Channels;
}

/** ms. */
export const HOUR = 3_600_000;
/** Origins of a channel that an hour tells apart. */
export const ORIGINS = 20;
/** Bytes that an answer spends on origins. What it says of everybody is 25 KB; a proxy may refuse more than 100. */
const MOST_BYTES = 60_000;

export const hourOf = (at: number): number => Math.floor(at / HOUR) * HOUR;

/** `samples` are of one hour, in order. */
export function packHour(
  node: string,
  samples: readonly Sample[],
  quietSince: number | undefined,
): AttendanceHour {
  const hour = hourOf(samples[0]?.at ?? 0);
  const names = new Set(samples.flatMap(({ channels }) => Object.keys(channels)));
  const channels = [...names].map((name) => [name, seriesOf(name, samples)] as const);
  return {
    ...{ node, hour: new Date(hour).toISOString() },
    ...(quietSince !== undefined && { quietSince: new Date(quietSince).toISOString() }),
    counted: samples.map(({ at }) => (at - hour) / 1_000),
    channels: Object.fromEntries(channels),
  };
}

function seriesOf(channel: string, samples: readonly Sample[]) {
  const all = samples.map(({ channels }) => channels[channel]);
  const sums = new Map<string, number>();
  for (const census of all) addAll(sums, Object.entries(census?.byOrigin ?? {}));
  const told = Object.keys(largest(sums, ORIGINS));
  const of = (origin: string) => all.map((census) => census?.byOrigin[origin] ?? 0);
  return {
    count: all.map((census) => census?.count ?? 0),
    byOrigin: Object.fromEntries(told.map((origin) => [origin, of(origin)] as const)),
  };
}

export interface Span {
  /** ms; both belong to it. */
  readonly from: number;
  readonly to: number;
  /** ms between two moments. */
  readonly every: number;
}

/** Every moment at which some node counted, oldest first. */
export function sumOf(
  records: readonly AttendanceHour[],
  channel: string,
  { from, to, every }: Span,
): CensusAt[] {
  const moments = new Map<number, { count: number; byOrigin: Map<string, number> }>();
  const momentAt = (at: number) => {
    const known = moments.get(at) ?? { count: 0, byOrigin: new Map<string, number>() };
    moments.set(at, known);
    return known;
  };
  for (const { hour, counted, quietSince, channels } of records) {
    const instants = counted.map((second) => Date.parse(hour) + second * 1_000);
    const quiet = quietSince === undefined ? Infinity : Math.max(Date.parse(quietSince), from);
    const until = Math.min(instants[0] ?? 0, to);
    for (let at = Math.ceil(quiet / every) * every; at < until; at += every) momentAt(at);
    const series = channels[channel];
    for (const [n, at] of instants.entries()) {
      if (at < from || at > to) continue;
      const moment = momentAt(at);
      moment.count += series?.count[n] ?? 0;
      for (const [origin, of] of Object.entries(series?.byOrigin ?? {})) {
        addAll(moment.byOrigin, [[origin, of[n] ?? 0]]);
      }
    }
  }
  const sorted = [...moments].sort(([a], [b]) => a - b);
  return toldApart(
    sorted.map(([at, { count, byOrigin }]) => ({
      at: new Date(at).toISOString(),
      count,
      byOrigin,
    })),
  );
}

function addAll(sums: Map<string, number>, all: Iterable<[string, number]>): void {
  for (const [origin, count] of all) {
    if (count > 0) sums.set(origin, (sums.get(origin) ?? 0) + count);
  }
}

/** The largest origins of the day that fit, the same ones all day: a line that came and went would say nothing. */
function toldApart(
  day: readonly { at: string; count: number; byOrigin: ReadonlyMap<string, number> }[],
): CensusAt[] {
  const sums = new Map<string, number>();
  const bytes = new Map<string, number>();
  for (const { byOrigin } of day) {
    addAll(sums, byOrigin);
    for (const [origin, count] of byOrigin) {
      const told = Buffer.byteLength(JSON.stringify({ [origin]: count }));
      bytes.set(origin, (bytes.get(origin) ?? 0) + told);
    }
  }
  const fitting = new Set<string>();
  let left = MOST_BYTES;
  for (const origin of Object.keys(largest(sums, Infinity))) {
    const cost = bytes.get(origin) ?? 0;
    // One that is too long does not keep the next from being told.
    if (cost > left) continue;
    left -= cost;
    fitting.add(origin);
  }
  return day.map(({ at, count, byOrigin }) => ({
    ...{ at, count },
    byOrigin: Object.fromEntries([...byOrigin].filter(([origin]) => fitting.has(origin))),
  }));
}
