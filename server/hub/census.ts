/** Counts the viewers of this node by the origin of their page, which is whatever a stranger says it is. */
import type { Census } from '../../shared/attendance.ts';
import type { Audience } from './audience.ts';
import type { Berths } from './berth.ts';

/** Characters of an origin; the name of a host has 253 at most, and hardly any has a third of that. */
const LONGEST = 200;

/** `most`: origins that are told apart, the largest. */
export type TakeCensus = (channel: string, most: number) => Census;

export function createCensus(audience: Pick<Audience, 'of'>, berthOf: Berths): TakeCensus {
  return (channel, most) => {
    const viewers = audience.of(channel);
    const byOrigin = new Map<string, number>();
    for (const { conn } of viewers) {
      const origin = berthOf(conn).site ?? '';
      if (origin.length > LONGEST) continue;
      byOrigin.set(origin, (byOrigin.get(origin) ?? 0) + 1);
    }
    return { count: viewers.length, byOrigin: largest(byOrigin, most) };
  };
}

/** The first by the alphabet where two are as large, so that every node tells the same apart. */
export function largest(byOrigin: Iterable<[string, number]>, most: number) {
  const all = [...byOrigin].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(all.slice(0, most));
}

/** Who is counted and comes from none of those that are told apart. */
export function elsewhere({ count, byOrigin }: Census): number {
  return Object.values(byOrigin).reduce((rest, one) => rest - one, count);
}
