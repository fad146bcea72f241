/** A day of how many watch, as a chart and a table need it. Pure. */
import type { Attendance, CensusAt } from '../../../shared/attendance.ts';
import { hasTexts, isRecord, type Read } from '../read.ts';

export interface Point {
  /** ms. */
  readonly at: number;
  readonly count: number;
}

export interface Hour {
  /** When it began in the reader's time zone, ms. */
  readonly at: number;
  readonly mean: number;
  readonly most: number;
}

export const readAttendance: Read<Attendance> = (value) =>
  isAttendance(value) ? value : undefined;

function isAttendance(value: unknown): value is Attendance {
  if (!isRecord(value) || !isCensus(value)) return false;
  const { every, day } = value;
  const isDay = Array.isArray(day) && day.every((one) => hasTexts(one, 'at') && isCensus(one));
  return typeof every === 'number' && isDay;
}

function isCensus(value: unknown): boolean {
  return isRecord(value) && typeof value['count'] === 'number' && isRecord(value['byOrigin']);
}

/** `site`: the origin; undefined: everybody. Where it was too small to be told apart it has no point. */
export function pointsOf(day: readonly CensusAt[], site: string | undefined): Point[] {
  return day.flatMap(({ at, count, byOrigin }) => {
    const told = site === undefined ? count : (byOrigin[site] ?? unlessHidden(count, byOrigin));
    return told === undefined ? [] : [{ at: Date.parse(at), count: told }];
  });
}

/** Nobody, where all are told apart; undefined where it may be among the others. */
function unlessHidden(count: number, byOrigin: CensusAt['byOrigin']): 0 | undefined {
  const told = Object.values(byOrigin).reduce((sum, one) => sum + one, 0);
  return told === count ? 0 : undefined;
}

/** `every`: ms between two points; where one is missing a line ends, and the next begins. */
export function stretchesOf(points: readonly Point[], every: number): Point[][] {
  const stretches: Point[][] = [];
  for (const point of points) {
    const stretch = stretches.at(-1);
    const last = stretch?.at(-1);
    if (last && point.at - last.at < 1.5 * every) stretch?.push(point);
    else stretches.push([point]);
  }
  return stretches;
}

/** The last of the highest; undefined where nobody watched all day. */
export function peakOf(points: readonly Point[]): Point | undefined {
  const peak = points.reduce<Point | undefined>(
    (highest, one) => (highest && highest.count > one.count ? highest : one),
    undefined,
  );
  return peak && peak.count > 0 ? peak : undefined;
}

/** The latest first. */
export function hoursOf(points: readonly Point[]): Hour[] {
  const hours = new Map<number, number[]>();
  for (const { at, count } of points) {
    const hour = new Date(at).setMinutes(0, 0, 0);
    hours.set(hour, [...(hours.get(hour) ?? []), count]);
  }
  const all = [...hours].map(([at, counts]) => ({
    at,
    mean: Math.round(counts.reduce((sum, one) => sum + one, 0) / counts.length),
    most: Math.max(...counts),
  }));
  return all.sort((a, b) => b.at - a.at);
}

/** The full hours of the reader's clock, every so many. */
export function ticksWithin(from: number, to: number, hours: number): number[] {
  const ticks: number[] = [];
  const hour = new Date(from);
  hour.setMinutes(0, 0, 0);
  // By the clock: a day on which it is changed has 23 hours, or 25.
  for (; hour.getTime() <= to; hour.setHours(hour.getHours() + 1)) {
    if (hour.getTime() >= from && hour.getHours() % hours === 0) ticks.push(hour.getTime());
  }
  return ticks;
}

/** The place of the point nearest to an instant; -1 where there is none. */
export function nearestTo(points: readonly Point[], at: number): number {
  let nearest = -1;
  let distance = Infinity;
  for (const [n, point] of points.entries()) {
    const far = Math.abs(point.at - at);
    if (far < distance) [nearest, distance] = [n, far];
  }
  return nearest;
}
