import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsableHeadline } from '../../../shared/headline.ts';
import { compareOnBoard, rankOf } from '../../../shared/order.ts';
import { droppedAt, movesFor, withAsked, type Move } from './ordering.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const MOST = 2 ** 53;

function item(id: string, rank?: number, age = 0): UsableHeadline {
  const time = new Date(NOW - age).toISOString();
  return {
    ...{ id, version: 1, pubStatus: 'usable', language: 'ar', headline: id, urgency: 5 },
    ...{ pinned: true, firstCreated: time, versionCreated: time },
    ...(rank !== undefined && { rank }),
  };
}

const inOrder = (items: readonly UsableHeadline[]) =>
  items.toSorted((a, b) => compareOnBoard(b, a));
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).join('');
/** After so many of the moves were made. */
function after(items: readonly UsableHeadline[], moves: readonly Move[], count = moves.length) {
  const ranks = new Map(moves.slice(0, count).map(({ id, rank }) => [id, rank]));
  return inOrder(items.map((one) => ({ ...one, rank: ranks.get(one.id) ?? rankOf(one) })));
}

/** Ages, ranks of now, ties, and the ends of what a number can tell apart. */
const rank = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: NOW - 3, max: NOW + 3 }),
  fc.double({ min: -MOST, max: MOST, noNaN: true }),
  fc.constantFrom(MOST, MOST - 1, -MOST, 1 - MOST, 0, Number.MIN_VALUE, 1 + Number.EPSILON, 1),
);
const group = fc
  .array(fc.tuple(rank, fc.integer({ min: 0, max: 3 })), { minLength: 2, maxLength: 20 })
  .map((all) => inOrder(all.map(([own, age], n) => item(String.fromCharCode(97 + n), own, age))));

describe('moving what is pinned', () => {
  it('C19 always leads to the wanted order, one move after the other', () => {
    const steps = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 40 });
    fc.assert(
      fc.property(group, steps, (start, all) => {
        let items = start;
        for (const [from, to] of all) {
          const moved = items[from];
          if (!moved || to >= items.length) continue;
          const wanted = items.filter((one) => one !== moved).toSpliced(to, 0, moved);
          const moves = movesFor(items, moved.id, to, NOW);
          items = after(items, moves);
          expect(ids(items)).toBe(ids(wanted));
          for (const one of moves) expect(Math.abs(one.rank)).toBeLessThanOrEqual(MOST);
        }
      }),
    );
  });

  it('C19 is one correction of one headline wherever there is room', () => {
    const items = ['a', 'b', 'c', 'd'].map((id, n) => item(id, undefined, n * 60_000));
    expect(movesFor(items, 'd', 0, NOW + 5)).toEqual([{ id: 'd', rank: NOW + 5 }]);
    expect(movesFor(items, 'd', 1, NOW)).toEqual([{ id: 'd', rank: NOW - 30_000 }]);
    expect(movesFor(items, 'a', 3, NOW)).toEqual([{ id: 'a', rank: NOW - 240_000 }]);
    expect(movesFor(items, 'a', 2, NOW)).toEqual([{ id: 'a', rank: NOW - 150_000 }]);
    // No move, and none that can be.
    for (const to of [-1, 1, 4]) expect(movesFor(items, 'b', to, NOW)).toEqual([]);
    expect(movesFor(items, 'x', 0, NOW)).toEqual([]);
  });

  it('C19 gives all new ranks where no number is left, right from the top down at each step', () => {
    const items = ['a', 'b', 'c', 'd'].map((id) => item(id, 7));
    const [d, c, b, a] = items.toReversed();
    if (!a || !b || !c || !d) throw new Error('nothing was made');
    const start = inOrder(items);
    expect(ids(start)).toBe('dcba');
    const moves = movesFor(start, 'a', 1, NOW);
    expect(ids(moves)).toBe('dacb');
    expect(moves.every((one) => one.rank > 7 && one.rank <= NOW)).toBe(true);
    const steps = moves.map((_, n) => ids(after(start, moves, n + 1)));
    expect(steps).toEqual(['dcba', 'dacb', 'dacb', 'dacb']);
    // Some dozen times at one and the same place there is room before that.
    let crowd = [item('a', NOW), item('b', NOW - 60_000), item('c', NOW - 120_000)];
    let single = 0;
    for (; single < 100; single += 1) {
      const next = movesFor(crowd, crowd[2]?.id ?? '', 1, NOW);
      if (next.length > 1) break;
      crowd = after(crowd, next);
    }
    expect(single).toBe(27);
  });

  it('C19 shows at once what was asked for, and the hub’s own word once it has come', () => {
    const board = [item('a', 3), item('b', 2), { ...item('n'), pinned: false }];
    const asked = new Map([['b', { rank: 9, version: 2 }]]);
    expect(ids(withAsked(board, asked))).toBe('ban');
    const answered = board.map((one) => ({ ...one, version: 2 }));
    expect(ids(withAsked(answered, asked))).toBe('abn');
    const unpinned = board.map((one) => ({ ...one, pinned: false }));
    expect(withAsked(unpinned, asked).every((one) => one.rank !== 9)).toBe(true);
  });

  it.each([
    ['a b c d', 'c', 'a b c d', 2],
    ['c a b d', 'c', 'a b c d', 0],
    ['a b d c', 'c', 'a b c d', 3],
    ['b c a d', 'c', 'x a c d', 0],
    ['a b c d', 'c', 'x b a c d', 2],
    ['a b c d', 'c', 'x a c d', 2],
  ])('C19 what is dropped as %s, %s among them, stands in %s at %i', (dropped, id, today, at) => {
    expect(droppedAt(dropped.split(' '), id, today.split(' '))).toBe(at);
  });
});
