/**
 * Where each headline stands on an endless belt, as pure geometry: no document, no clock.
 *
 * Distances are in px along the belt. At a travelled distance `t` a window of width `w` shows what
 * stands between `t`, where headlines leave, and `t + w`, where they enter. What is in the window is
 * never moved: whatever comes, changes its width or goes, only what is still outside is laid anew.
 */
export interface Cell {
  /** Of the headline, or of one of its copies. */
  readonly key: string;
  /** With the space up to the next one. */
  readonly width: number;
  /**
   * An urgent one enters next when it is new, a usual one at its place. A copy repeats one of them
   * where they are few; one that is leaving is shown to its end, and then no more.
   */
  readonly kind: 'urgent' | 'usual' | 'copy' | 'leaving';
}

export interface Place {
  readonly key: string;
  at: number;
  width: number;
  /** Below 1: drawn narrower, because it grew where its neighbours must not move. */
  squeeze: number;
}

export interface Belt {
  /** First to last; what is not here is nowhere on the belt. */
  readonly places: readonly Place[];
  /** The travelled distance at which to lay again. */
  readonly due: number;
  /** Lays what is not in the window behind what is, in the order of the ring. */
  lay(ring: readonly Cell[], window: number, travelled: number): void;
  /** The next `lay` begins with this one at the start of the window. */
  begin(key: string): void;
  /** Moves the origin: what stood at `by` stands at 0. */
  rebase(by: number): void;
}

/** So much is laid in reserve: 3 s at the usual speed, for a page that is busy. */
export const RESERVE = 210;
/** The space behind a headline that a longer text may use before anything else has to give way. */
const SLACK = 16;
/** Narrower than this is seen; then the neighbours move after all. */
const NARROWEST = 0.86;
const MOST_REPEATS = 60;

/** How often the ring must be repeated, so that one has left before it has to enter again. */
export function repeatsFor(widths: readonly number[], window: number): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total === 0) return 1;
  const needed = window + 2 * Math.max(...widths) + 2 * RESERVE;
  return Math.min(Math.ceil(needed / total), MOST_REPEATS);
}

export function createBelt(): Belt {
  let places: Place[] = [];
  let due = Infinity;
  /** The part of the window that has been filled once: behind it, nothing may pop up. */
  let filled = 0;
  let order: readonly string[] = [];
  /** The last one that entered in its turn. */
  let cursor: string | undefined;
  /** Those that are not new any more. */
  const known = new Set<string>();
  /** Those that were let in out of turn. */
  const jumped = new Set<string>();

  /** Those in the window, at their new widths. */
  function keep(cells: ReadonlyMap<string, Cell>, window: number, travelled: number): Place[] {
    const kept: Place[] = [];
    for (const place of places) {
      if (place.at >= travelled + window) continue;
      known.add(place.key);
      const cell = cells.get(place.key);
      if (!cell || place.at + place.width <= travelled) {
        jumped.delete(place.key);
        continue;
      }
      // Its start has left already: the end is what a reader has before the eyes.
      if (place.at < travelled) place.at += place.width - cell.width;
      place.width = cell.width;
      place.squeeze = 1;
      kept.push(place);
    }
    return kept;
  }

  function advance(kept: readonly Place[]): void {
    cursor = kept.findLast(({ key }) => !jumped.has(key))?.key ?? cursor;
  }

  /** The ring from behind the cursor; where that was withdrawn, from behind the one before it. */
  function turned(ring: readonly Cell[]): Cell[] {
    let from = -1;
    let at = cursor === undefined ? -1 : order.indexOf(cursor);
    while (from < 0 && at >= 0) {
      const key = order[at];
      from = ring.findIndex((cell) => cell.key === key);
      at -= 1;
    }
    return [...ring.slice(from + 1), ...ring.slice(0, from + 1)];
  }

  /** Who enters next, first to last. */
  function lineUp(ring: readonly Cell[], kept: readonly Place[]): Cell[] {
    if (known.size === 0) for (const { key } of ring) known.add(key);
    const inWindow = new Set(kept.map(({ key }) => key));
    const isNew = ({ key, kind }: Cell) => kind !== 'copy' && !known.has(key);
    const isPassed = (cell: Cell): boolean => {
      const at = ring.indexOf(cell);
      const next = [...ring.slice(at), ...ring.slice(0, at)].find((other) => known.has(other.key));
      return next !== undefined && inWindow.has(next.key);
    };
    const waiting = turned(ring).filter(({ key }) => !inWindow.has(key));
    const first = waiting.filter(
      (cell) => isNew(cell) && (cell.kind === 'urgent' || isPassed(cell)),
    );
    for (const { key } of first) jumped.add(key);
    return [...first, ...waiting.filter((cell) => !first.includes(cell))];
  }

  return {
    get places() {
      return places;
    },
    get due() {
      return due;
    },
    lay(cells, window, travelled) {
      const present = new Map(cells.map((cell) => [cell.key, cell]));
      const kept = keep(present, window, travelled);
      makeRoom(kept, travelled);
      advance(kept);
      for (const set of [known, jumped])
        for (const key of set) if (!present.has(key)) set.delete(key);
      const ring = cells.filter(({ kind }) => kind !== 'leaving');
      filled = ring.length > 0 ? Math.min(filled, window) : 0;
      const last = kept.at(-1);
      let end = Math.max(last ? last.at + last.width : travelled, travelled + filled);
      const enough = travelled + 2 * (window + RESERVE);
      for (const { key, width } of lineUp(ring, kept)) {
        if (end >= enough) break;
        kept.push({ key, at: end, width, squeeze: 1 });
        end += width;
      }
      if (end >= travelled + window) filled = window;
      places = kept;
      order = [...present.keys()];
      due = ring.length > 0 ? Math.max(end - window - RESERVE, travelled + RESERVE) : Infinity;
    },
    begin(key) {
      places = [];
      filled = 0;
      cursor = order.at(order.indexOf(key) - 1);
      jumped.clear();
    },
    rebase(by) {
      for (const place of places) place.at -= by;
      due -= by;
    },
  };
}

/**
 * A text that grew takes the room that is free before and behind it; then it is drawn narrower where
 * that is enough; only then do the next ones give way.
 */
function makeRoom(kept: readonly Place[], travelled: number): void {
  let free = travelled;
  for (const [index, place] of kept.entries()) {
    const next = kept[index + 1];
    if (!next) return;
    const lacking = place.width - SLACK - (next.at - place.at);
    place.at -= Math.max(0, Math.min(lacking, place.at - free));
    const squeeze = (next.at - place.at) / (place.width - SLACK);
    if (squeeze < NARROWEST) next.at = place.at + place.width;
    else place.squeeze = Math.min(squeeze, 1);
    free = place.at + place.width;
  }
}
