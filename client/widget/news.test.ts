import { describe, expect, it } from 'vitest';
import type { FeedHeadline } from '../feed/feed.ts';
import { changesBetween } from './news.ts';

const time = '2026-11-24T12:00:00.000Z';
function item(id: string, version: number, more: Partial<FeedHeadline> = {}): FeedHeadline {
  const text = { language: 'ar', headline: `خبر ${id}`, urgency: 5, pinned: false } as const;
  return {
    ...{ id, version, pubStatus: 'usable', ...text },
    ...{ firstCreated: time, versionCreated: time, ...more },
  };
}
const told = (before: FeedHeadline[], after: FeedHeadline[]) =>
  changesBetween(before, after).map(({ kind, headline }) => `${kind} ${headline.id}`);

describe('what changed on a board', () => {
  it('G3 is what came, was corrected and left', () => {
    const after = [item('c', 1), item('a', 2, { headline: 'أدق' })];
    expect(told([item('a', 1), item('b', 1)], after)).toEqual([
      'new c',
      'corrected a',
      'withdrawn b',
    ]);
  });

  it('N17 is not that a headline was pinned or moved', () => {
    const later = '2026-11-24T13:00:00.000Z';
    const moved = item('b', 4, { pinned: true, rank: 7, versionCreated: later });
    expect(told([item('a', 1), item('b', 1)], [moved, item('a', 1)])).toEqual([]);
    // Moved and corrected while nobody was connected.
    expect(told([item('b', 1)], [{ ...moved, urgency: 1 }])).toEqual(['corrected b']);
  });
});
