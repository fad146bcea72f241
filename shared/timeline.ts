/**
 * The fold that every end shares: entries in, board out. The hub's boards, the browser's feed and
 * the tests run this same code, so that what viewers see cannot differ from what the log says.
 */
import { isShown, type Headline, type UsableHeadline } from './headline.ts';
import type { Entry, Position, TickerItem } from './protocol.ts';

/** An item with or without its summary: the hub folds whole items, tickers fold what they were sent. */
type Foldable = Headline | TickerItem;
type Shown<Item> = Extract<Item, { readonly pubStatus: 'usable' }>;

export type Outcome<Item> =
  /** `fresh` are the entries that were new; repeats are dropped. */
  | { readonly kind: 'applied'; readonly fresh: readonly Entry<Item>[] }
  /** Something is missing after this position: ask for it, nothing was applied beyond it. */
  | { readonly kind: 'gap'; readonly after: Position | null };

export interface Timeline<Item extends Foldable> {
  /** The last entry folded in; null before the first reset. */
  readonly position: Position | null;
  /** Usable items held, expired ones included. */
  readonly size: number;
  /** Starts anew from a board, newest first. */
  reset(position: Position, headlines: readonly Item[]): void;
  apply(epoch: string, entries: readonly Entry<Item>[]): Outcome<Item>;
  /** Usable and unexpired at `now` (ms): pinned first, then newest `firstCreated`; at most `size`. */
  board(size: number, now: number): Shown<Item>[];
  find(id: string): Item | undefined;
  /** Drops an item whose last entry left the log. */
  forget(entry: Entry<Item>): void;
  /** Keeps only what could be on a board of this size: a page that stays open for weeks must not grow. */
  trim(size: number, now: number): void;
}

interface Held<Item> {
  readonly seq: number;
  /** The order of arrival decides between items of the same millisecond. */
  readonly arrival: number;
  readonly item: Item;
}

export function createTimeline<Item extends Foldable>(): Timeline<Item> {
  let position: Position | null = null;
  let arrivals = 0;
  const held = new Map<string, Held<Item>>();

  function put({ seq, headline }: Entry<Item>): void {
    if (headline.pubStatus !== 'usable') {
      held.delete(headline.id);
      return;
    }
    const arrival = held.get(headline.id)?.arrival ?? (arrivals += 1);
    held.set(headline.id, { seq, arrival, item: headline });
  }

  function board(size: number, now: number): Shown<Item>[] {
    const shown: { arrival: number; item: Shown<Item> }[] = [];
    for (const { arrival, item } of held.values()) {
      if (isOnShow(item, now)) shown.push({ arrival, item });
    }
    shown.sort((a, b) => compare(a.item, b.item) || b.arrival - a.arrival);
    return shown.slice(0, size).map(({ item }) => item);
  }

  return {
    get position() {
      return position;
    },
    get size() {
      return held.size;
    },
    reset(to, headlines) {
      held.clear();
      for (const headline of headlines.toReversed()) put({ seq: to.seq, headline });
      position = to;
    },
    apply(epoch, entries) {
      const fresh: Entry<Item>[] = [];
      for (const entry of entries) {
        if (position?.epoch !== epoch) return { kind: 'gap', after: position };
        if (entry.seq <= position.seq) continue;
        if (entry.seq > position.seq + 1) return { kind: 'gap', after: position };
        put(entry);
        position = { epoch, seq: entry.seq };
        fresh.push(entry);
      }
      return { kind: 'applied', fresh };
    },
    board,
    find: (id) => held.get(id)?.item,
    forget({ seq, headline }) {
      if (held.get(headline.id)?.seq === seq) held.delete(headline.id);
    },
    trim(size, now) {
      const kept = new Set(board(size, now).map(({ id }) => id));
      for (const id of held.keys()) if (!kept.has(id)) held.delete(id);
    },
  };
}

function isOnShow<Item extends Foldable>(item: Item, now: number): item is Item & Shown<Item> {
  return isShown(item, now);
}

function compare(a: Omit<UsableHeadline, 'summary'>, b: Omit<UsableHeadline, 'summary'>): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  if (a.firstCreated === b.firstCreated) return 0;
  return a.firstCreated > b.firstCreated ? -1 : 1;
}
