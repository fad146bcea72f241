import { describe, expect, it } from 'vitest';
import type { Correction } from './draft.ts';
import type { UsableHeadline } from './headline.ts';
import { haveSameWords, isPlacement, placeAfter, rankFault } from './placement.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const time = new Date(NOW).toISOString();
const one: UsableHeadline = {
  ...{ id: 'x', version: 1, pubStatus: 'usable', language: 'ar', headline: 'خبر', urgency: 5 },
  ...{ pinned: false, firstCreated: time, versionCreated: time, source: 'وكالة' },
};

describe('a change of place', () => {
  it.each<[Correction, boolean]>([
    [{ pinned: true }, true],
    [{ rank: null }, true],
    [{ pinned: true, rank: 1 }, true],
    [{ pinned: true, urgency: 1 }, false],
    [{ rank: 1, edNote: null }, false],
    [{ headline: 'آخر' }, false],
    [{}, false],
  ])('N17 is one where %j names nothing else: %s', (correction, is) => {
    expect(isPlacement(correction)).toBe(is);
  });

  it('N17 leaves the words the same, in whichever order they are written', () => {
    const { id, source = '', ...rest } = one;
    const later = '2026-11-24T13:00:00.000Z';
    const moved = { source, ...rest, id, pinned: true, rank: 7, version: 3, versionCreated: later };
    expect(haveSameWords(one, moved)).toBe(true);
    for (const change of [{ headline: 'خبر.' }, { urgency: 4 }, { edNote: '' }, { id: 'y' }]) {
      expect(haveSameWords(one, { ...moved, ...change } as UsableHeadline)).toBe(false);
    }
    expect(haveSameWords(one, rest as UsableHeadline)).toBe(false);
  });

  it.each<[string, Partial<UsableHeadline>, Correction, number | null]>([
    ['stands first where it is pinned anew', {}, { pinned: true }, NOW],
    ['stands where it is put', {}, { pinned: true, rank: -1.5 }, -1.5],
    ['stands by its age where it is asked to', {}, { pinned: true, rank: null }, null],
    ['stays where it is, pinned again', { pinned: true, rank: 3 }, { pinned: true }, 3],
    ['stays where its age puts it, pinned again', { pinned: true }, { pinned: true }, null],
    ['stays where it is, corrected', { pinned: true, rank: 0 }, { urgency: 1 }, 0],
    ['moves', { pinned: true, rank: 3 }, { rank: 4 }, 4],
    ['has no place any more, unpinned', { pinned: true, rank: 3 }, { pinned: false }, null],
    ['has no place, corrected while it is not pinned', {}, { urgency: 1 }, null],
  ])('N17 what is pinned %s', (_, before, correction, rank) => {
    const { pinned = before.pinned ?? false } = correction;
    const { pinned: was = false, ...kept } = before;
    expect(placeAfter({ ...kept, pinned: was }, correction, NOW)).toEqual({ pinned, rank });
  });

  it('N17 a rank is for what is pinned', () => {
    expect(rankFault({ pinned: false }, { rank: 1 })).toBe('is for pinned headlines only');
    expect(rankFault({ pinned: true }, { rank: 1, pinned: false })).toBeDefined();
    expect(rankFault({ pinned: false }, { rank: 0, pinned: true })).toBeUndefined();
    expect(rankFault({ pinned: false }, { rank: null })).toBeUndefined();
  });
});
