/**
 * The fold that every end shares: entries in, board out. The hub's boards, the browser's feed and
 * the tests run this same code, so that what viewers see cannot differ from what the log says.
 */
import { isShown, type Headline } from './headline.ts';
import { compareOnBoard } from './order.ts';
import type { Entry, Position, TickerItem } from './protocol.ts';

/** An item with or without its summary: the hub folds whole items, tickers fold what they were sent. */
type Foldable = Headline | TickerItem;
type Shown<Item> = Extract<Item, { readonly pubStatus: 'usable' }>;

export interface Timeline<Item extends Foldable> {
  /** The last entry folded in; null before the first reset. */
  readonly position: Position | null;
  /** Starts anew from a board, newest first. */
  reset(position: Position, headlines: readonly Item[]): void;
  /**
   * Folds in what is new and drops repeats. False: something is missing after `position`, which is
   * to be asked for; nothing was applied beyond it.
   */
  apply(epoch: string, entries: readonly Entry<Item>[]): boolean;
  /** Usable and unexpired at `now` (ms): in its order (`order.ts`), at most `size`. */
  board(size: number, now: number): Shown<Item>[];
  /** Drops an item whose last entry left the log. */
  forget(entry: Entry<Item>): void;
  /** Keeps only what could be on a board of this size: a page that stays open for weeks must not grow. */
  trim(size: number, now: number): void;
}

interface Held<Item> {
  readonly seq: number;
  readonly item: Shown<Item>;
}

export function createTimeline<Item extends Foldable>(): Timeline<Item> {
  let position: Position | null = null;
  const held = new Map<string, Held<Item>>();
  /** Lowest first, so that the usual newcomer, the newest of all, is put at the end. */
  let order: Held<Item>[] = [];

  /** Where an item stands in `order`, or would stand. */
  function placeOf(one: Held<Item>): number {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = order[middle];
      if (other && compareOnBoard(other.item, one.item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function drop(id: string): void {
    const one = held.get(id);
    if (!one) return;
    held.delete(id);
    order.splice(placeOf(one), 1);
  }

  function put({ seq, headline }: Entry<Item>): void {
    drop(headline.id);
    if (!isUsable(headline)) return;
    const one = { seq, item: headline };
    held.set(headline.id, one);
    order.splice(placeOf(one), 0, one);
  }

  function board(size: number, now: number): Shown<Item>[] {
    const shown: Shown<Item>[] = [];
    for (let at = order.length - 1; at >= 0 && shown.length < size; at -= 1) {
      const item = order[at]?.item;
      if (item && isShown(item, now)) shown.push(item);
    }
    return shown;
  }

  return {
    get position() {
      return position;
    },
    reset(to, headlines) {
      // First, because it throws where a rogue hub sent no list: then the board stays as it was.
      const lowestFirst = headlines.toReversed();
      held.clear();
      order = [];
      for (const headline of lowestFirst) put({ seq: to.seq, headline });
      position = to;
    },
    apply(epoch, entries) {
      for (const entry of entries) {
        if (position?.epoch !== epoch) return false;
        if (entry.seq <= position.seq) continue;
        if (entry.seq > position.seq + 1) return false;
        put(entry);
        position = { epoch, seq: entry.seq };
      }
      return true;
    },
    board,
    forget({ seq, headline }) {
      if (held.get(headline.id)?.seq === seq) drop(headline.id);
    },
    trim(size, now) {
      const kept = new Set(board(size, now).map(({ id }) => id));
      for (const id of [...held.keys()]) if (!kept.has(id)) drop(id);
    },
  };
}

function isUsable<Item extends Foldable>(item: Item): item is Item & Shown<Item> {
  return item.pubStatus === 'usable';
}
