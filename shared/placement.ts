/**
 * A change of place: a headline is pinned, unpinned, or moved among the pinned. It changes no words, so nobody waits
 * for it, nobody is told of a correction, and no correction of the words is stale because of it.
 */
import type { Correction } from './draft.ts';
import type { Headline, UsableHeadline } from './headline.ts';
import type { TickerItem } from './protocol.ts';

export function isPlacement(correction: Correction): boolean {
  const names = Object.keys(correction);
  return names.length > 0 && names.every((name) => name === 'pinned' || name === 'rank');
}

/** Do two versions of a headline differ in nothing but their place? */
export function haveSameWords(one: Headline | TickerItem, other: Headline | TickerItem): boolean {
  return wordsOf(one) === wordsOf(other);
}

const OF_PLACE = ['version', 'versionCreated', 'pinned', 'rank'];

function wordsOf(item: object): string {
  const words = Object.entries(item).filter(([name]) => !OF_PLACE.includes(name));
  return JSON.stringify(words.sort());
}

/** Why a correction cannot give a rank, as the end of a sentence. */
export function rankFault(
  before: Pick<UsableHeadline, 'pinned'>,
  { pinned = before.pinned, rank }: Correction,
): string | undefined {
  return rank != null && !pinned ? 'is for pinned headlines only' : undefined;
}

/**
 * The place after a correction at `now` (ms since 1970); null: by its age. What is pinned without a rank stands first
 * of all that was pinned before it, however old it is; what is pinned no longer has no rank.
 */
export function placeAfter(
  before: Pick<UsableHeadline, 'pinned' | 'rank'>,
  { pinned = before.pinned, rank }: Correction,
  now: number,
): { readonly pinned: boolean; readonly rank: number | null } {
  if (!pinned) return { pinned, rank: null };
  if (rank !== undefined) return { pinned, rank };
  return { pinned, rank: before.pinned ? (before.rank ?? null) : now };
}
