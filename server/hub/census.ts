/** Counts the viewers of this node by the origin of their page, which is whatever a stranger says it is. */
import type { Census } from '../../shared/attendance.ts';
import type { Site } from './admission.ts';

/** Characters of an origin; the name of a host has 253 at most, and hardly any has a third of that. */
const LONGEST = 200;

/** `most`: origins that are told apart, the largest. */
export type TakeCensus = (channel: string, most: number) => Census;

/** `sitesOf`: the site of each viewer of a channel. */
export function createCensus(sitesOf: (channel: string) => readonly Site[]): TakeCensus {
  return (channel, most) => {
    const sites = sitesOf(channel);
    const byOrigin = new Map<string, number>();
    for (const origin of sites.map((site) => site ?? '')) {
      if (origin.length > LONGEST) continue;
      byOrigin.set(origin, (byOrigin.get(origin) ?? 0) + 1);
    }
    return { count: sites.length, byOrigin: largest(byOrigin, most) };
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
