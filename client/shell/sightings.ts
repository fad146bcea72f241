/**
 * What a watcher sees happen, from what the hub sends. A board alone would not tell: a headline that leaves it
 * was withdrawn, has expired or was pushed off, and one that came and went between two looks was never there.
 */
import type { UsableHeadline } from '../../shared/headline.ts';
import { haveSameWords } from '../../shared/placement.ts';
import type { Entries, Snapshot, TickerItem } from '../../shared/protocol.ts';
import { createTimeline } from '../../shared/timeline.ts';

/**
 * `shown`: it was there before; `moved`: it was pinned, unpinned, or moved among the pinned; `withheld`: it is being
 * checked, and may come back; `gone`: it left while nobody was connected, and no entry tells why.
 */
export type SightingKind =
  'shown' | 'new' | 'corrected' | 'moved' | 'withdrawn' | 'withheld' | 'gone';

export interface Sighting {
  readonly event: SightingKind;
  readonly seq: number;
  readonly epoch: string;
  readonly headline: TickerItem;
  /** As it was shown before; absent where the watcher did not see it. */
  readonly before?: TickerItem<UsableHeadline>;
}

export interface Sightings {
  /** Oldest first, as in a log. */
  snapshot(snapshot: Snapshot): Sighting[];
  /** What is new of them, in order; nothing beyond a hole, which the feed asks for. */
  entries(entries: Entries): Sighting[];
}

/** Items of which it is remembered what was told. */
const REMEMBERED = 1_000;

/** `clock`: ms since 1970; it may be wrong, for the hub says what time it is. */
export function createSightings(clock: () => number): Sightings {
  const timeline = createTimeline<TickerItem>();
  let boardSize = 0;
  let offset = 0;
  /** The version that was told last, by item. */
  const told = new Map<string, number>();

  /** What was missed has each item as it stands now, at each of its entries: it is told once. */
  function isNews({ id, version }: TickerItem): boolean {
    if ((told.get(id) ?? 0) >= version) return false;
    told.delete(id);
    told.set(id, version);
    for (const oldest of told.keys()) if (told.size > REMEMBERED) told.delete(oldest);
    return true;
  }

  const now = (): number => clock() + offset;
  const board = (): Map<string, TickerItem<UsableHeadline>> =>
    new Map(timeline.board(boardSize, now()).map((item) => [item.id, item]));

  return {
    snapshot(snapshot) {
      const { epoch, seq, headlines } = snapshot;
      const isFirst = timeline.position === null;
      const hubTime = Date.parse(snapshot.now);
      if (!Number.isNaN(hubTime)) offset = hubTime - clock();
      const old = board();
      // After a loss of the log an item may begin anew.
      if (timeline.position?.epoch !== epoch) told.clear();
      timeline.reset({ epoch, seq }, headlines);
      boardSize = snapshot.boardSize;
      const fresh = board();
      const newest = latest(old.values());
      const seen = (event: SightingKind, headline: TickerItem<UsableHeadline>): Sighting => {
        const before = old.get(headline.id);
        return { event, seq, epoch, headline, ...(before && event !== 'gone' ? { before } : {}) };
      };
      const gone = [...old.values()].filter(({ id }) => !fresh.has(id));
      const came = [...fresh.values()].toSorted(byAge).flatMap((item): Sighting[] => {
        const before = old.get(item.id);
        if (before)
          return before.version === item.version ? [] : [seen(kindOf(item, before, false), item)];
        // One that rises because another left is older than what was last seen.
        return [seen(!isFirst && item.versionCreated > newest ? 'new' : 'shown', item)];
      });
      return [...gone.map((item) => seen('gone', item)), ...came];
    },
    entries({ epoch, entries }) {
      const old = board();
      const from = timeline.position?.seq ?? 0;
      const isOurs = timeline.position?.epoch === epoch;
      const newest = latest(old.values());
      timeline.apply(epoch, entries);
      const to = timeline.position?.seq ?? 0;
      timeline.trim(boardSize, now());
      const applied = entries.filter(({ seq }) => isOurs && seq > from && seq <= to);
      return applied
        .filter(({ headline }) => isNews(headline))
        .map(({ seq, headline }) => {
          const before = old.get(headline.id);
          // One that came and was corrected while nobody was connected comes as it stands.
          const isFresh = !before && headline.firstCreated > newest;
          // Within one packet it may come and be corrected.
          if (headline.pubStatus === 'usable') old.set(headline.id, headline);
          const event = kindOf(headline, before, isFresh);
          return { event, seq, epoch, headline, ...(before && { before }) };
        });
    },
  };
}

function kindOf(item: TickerItem, before: TickerItem | undefined, isFresh: boolean): SightingKind {
  if (item.pubStatus === 'canceled') return 'withdrawn';
  if (item.pubStatus === 'withheld') return 'withheld';
  if (before && haveSameWords(before, item)) return 'moved';
  return item.version === 1 || isFresh ? 'new' : 'corrected';
}

function latest(items: Iterable<TickerItem<UsableHeadline>>): string {
  let newest = '';
  for (const { versionCreated } of items) if (versionCreated > newest) newest = versionCreated;
  return newest;
}

function byAge(a: TickerItem<UsableHeadline>, b: TickerItem<UsableHeadline>): number {
  if (a.firstCreated === b.firstCreated) return 0;
  return a.firstCreated < b.firstCreated ? -1 : 1;
}
