/**
 * The order of a board. News stands by its time and by nothing else: that is the promise to readers. Only what is
 * pinned has a place that editors give, by its rank.
 */
import type { UsableHeadline } from './headline.ts';

export type Placed = Pick<UsableHeadline, 'id' | 'pinned' | 'rank' | 'firstCreated'>;

/** Where a pinned headline stands among the pinned, highest first: its age in ms since 1970, unless it has a rank. */
export function rankOf({ rank, firstCreated }: Placed): number {
  return rank ?? Date.parse(firstCreated);
}

/**
 * Below zero: `a` stands lower on the board than `b`. Only what the items themselves say decides, the
 * id last of all: the order in which they arrived is another one after a snapshot.
 */
export function compareOnBoard(a: Placed, b: Placed): number {
  if (a.pinned !== b.pinned) return a.pinned ? 1 : -1;
  const above = a.pinned ? rankOf(a) - rankOf(b) : 0;
  // Not a number where a rogue hub sent no time.
  if (above) return above;
  if (a.firstCreated !== b.firstCreated) return a.firstCreated < b.firstCreated ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
