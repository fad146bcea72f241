/**
 * Where a pinned headline is put, in ranks. **The danger** is two neighbours between which no number is left: then all
 * the pinned get new ranks, in an order of sending in which the board is right from the top down at each step. Pure.
 */
import { HEADLINE_LIMITS, type UsableHeadline } from '../../../shared/headline.ts';
import { compareOnBoard, rankOf, type Placed } from '../../../shared/order.ts';

export interface Move {
  readonly id: string;
  readonly rank: number;
}

/** A rank that was asked for. It counts until the board has this version of the headline, or a later one. */
export interface Asked {
  readonly rank: number;
  readonly version: number;
}

const MOST = HEADLINE_LIMITS.rank;
/** Below the last one, and between new ranks where there is room: a minute, as headlines are apart. */
const STEP = 60_000;

/** `pinned`: in their order, first to last; `to`: where `id` is to stand among them; `now`: ms since 1970. */
export function movesFor(
  pinned: readonly Placed[],
  id: string,
  to: number,
  now: number,
): readonly Move[] {
  const from = pinned.findIndex((one) => one.id === id);
  const moved = pinned[from];
  if (!moved || to === from || to < 0 || to >= pinned.length) return [];
  const others = pinned.toSpliced(from, 1);
  const [above, below] = [others[to - 1], others[to]];
  const rank = between(above && rankOf(above), below && rankOf(below), now);
  return rank === undefined ? spread(others.toSpliced(to, 0, moved), now) : [{ id, rank }];
}

/** undefined: there is no number between them. */
function between(
  above: number | undefined,
  below: number | undefined,
  now: number,
): number | undefined {
  if (above === undefined) {
    // Above all that was pinned until now, and below what will be.
    const first = Math.max(now, Math.floor(below ?? 0) + 1);
    return below !== undefined && first > below && first <= MOST ? first : undefined;
  }
  if (below === undefined) return above - STEP >= -MOST ? above - STEP : undefined;
  const middle = below + (above - below) / 2;
  return [Math.round(middle), middle].find((rank) => below < rank && rank < above);
}

/** Above all that they have, and not above `now` where there is room. */
function spread(order: readonly Placed[], now: number): readonly Move[] {
  const highest = Math.ceil(Math.max(...order.map(rankOf)));
  const step = Math.min(Math.max(Math.floor((now - highest) / order.length), 1), STEP);
  const first = Math.min(highest + step * order.length, MOST);
  return order.map(({ id }, at) => ({ id, rank: first - at * step }));
}

/** The board as it will be when what was asked for is done. */
export function withAsked(
  board: readonly UsableHeadline[],
  asked: ReadonlyMap<string, Asked>,
): readonly UsableHeadline[] {
  if (asked.size === 0) return board;
  const placed = board.map((item) => {
    const own = asked.get(item.id);
    return own && item.pinned && item.version < own.version ? { ...item, rank: own.rank } : item;
  });
  return placed.sort((a, b) => compareOnBoard(b, a));
}

/** Where `id` was dropped in a list of keys, told in today's: one may have come or gone while it was dragged. */
export function droppedAt(
  dropped: readonly string[],
  id: string,
  today: readonly string[],
): number {
  const others = today.filter((one) => one !== id);
  const before = dropped.slice(0, dropped.indexOf(id));
  const above = before.findLast((one) => others.includes(one));
  return above === undefined ? 0 : others.indexOf(above) + 1;
}
