import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBelt, repeatsFor, RESERVE, type Cell } from './belt.ts';

const WINDOW = 1000;

function cell(key: string, width = 400, kind: Cell['kind'] = 'usual'): Cell {
  return { key, width, kind };
}
const ring = (keys: string, width?: number): Cell[] => Array.from(keys, (key) => cell(key, width));

function spots(belt: ReturnType<typeof createBelt>): Record<string, number> {
  return Object.fromEntries(belt.places.map(({ key, at }) => [key, at]));
}
const sequence = (belt: ReturnType<typeof createBelt>): string =>
  belt.places.map(({ key }) => key).join('');

function expectSound(
  { places }: ReturnType<typeof createBelt>,
  before: Readonly<Record<string, number>>,
  items: readonly Cell[],
  travelled: number,
): void {
  const edge = travelled + WINDOW;
  for (const [index, { key, at, width }] of places.entries()) {
    expect(items.some((item) => item.key === key)).toBe(true);
    const was = before[key] ?? Infinity;
    if (was < edge && was + width > travelled) expect(at).toBe(was);
    const next = places[index + 1];
    if (!next) continue;
    expect(next.at).toBeGreaterThanOrEqual(at + width - 1e-6);
    // A hole is only where one was withdrawn before the reader's eyes.
    if (next.at > edge) expect(next.at).toBeCloseTo(at + width, 6);
  }
}

describe('the belt', () => {
  test('G2 fills the window from its start, and the reserve behind it', () => {
    const belt = createBelt();
    belt.lay(ring('abcdefgh'), WINDOW, 0);
    expect(belt.places.map(({ at }) => at)).toEqual([0, 400, 800, 1200, 1600, 2000, 2400]);
    expect(sequence(belt)).toBe('abcdefg');
    expect(belt.due).toBe(2800 - WINDOW - RESERVE);
  });

  test('G2 goes on in the order of the ring, without a gap, round after round', () => {
    const belt = createBelt();
    const seen: string[] = [];
    for (let travelled = 0; travelled < 12_000; travelled += 100) {
      if (travelled >= belt.due || travelled === 0) belt.lay(ring('abcdefgh'), WINDOW, travelled);
      const last = belt.places.findLast(({ at }) => at < travelled + WINDOW)?.key ?? '';
      if (seen.at(-1) !== last) seen.push(last);
    }
    expect(seen.join('')).toMatch(/^c(defghabc)+d?e?f?g?h?a?b?c?$/);
  });

  test('G2 a new headline comes at its place, an urgent one next, and nobody in the window moves', () => {
    const belt = createBelt();
    belt.lay(ring('abcdefgh'), WINDOW, 0);
    belt.lay(ring('abcdxefgh'), WINDOW, 150);
    expect(sequence(belt)).toBe('abcdxef');
    belt.lay([cell('U', 400, 'urgent'), ...ring('abcdxefgh')], WINDOW, 250);
    expect(spots(belt)).toMatchObject({ a: 0, b: 400, c: 800, U: 1600, x: 2000 });
    expect(sequence(belt)).toBe('abcdUxe');
  });

  test('G2 one whose place is in the window comes next, not after a whole round', () => {
    const belt = createBelt();
    belt.lay(ring('abcdefgh'), WINDOW, 0);
    belt.lay(ring('axbcdefgh'), WINDOW, 100);
    expect(sequence(belt)).toBe('abcxdef');
    // Once it was shown, the round goes on where it was, and has it at its own place.
    belt.lay(ring('axbcdefgh'), WINDOW, 1300);
    expect(sequence(belt)).toBe('xdefgha');
  });

  test('G2 a withdrawn one leaves a hole, and what is outside closes up to the edge', () => {
    const belt = createBelt();
    belt.lay(ring('abcdefgh'), WINDOW, 0);
    belt.lay(ring('acdefgh'), WINDOW, 100);
    expect(spots(belt)).toMatchObject({ a: 0, c: 800, d: 1200 });
    belt.lay(ring('adefgh'), WINDOW, 100);
    expect(spots(belt)).toMatchObject({ a: 0, d: 1100, e: 1500 });
  });

  test('G2 when all that was shown is gone, what comes is shown at once', () => {
    const belt = createBelt();
    belt.lay(ring('a'), WINDOW, 0);
    belt.lay([], WINDOW, 300);
    expect(belt.due).toBe(Infinity);
    belt.lay(ring('b'), WINDOW, 300);
    expect(spots(belt)).toEqual({ b: 300 });
  });

  test('G2 a longer correction is drawn narrower, and pushes only where that is not enough', () => {
    const belt = createBelt();
    belt.lay(ring('abcdefgh'), WINDOW, 0);
    const corrected = (width: number) => ring('abcdefgh').with(0, cell('a', width));
    belt.lay(corrected(410), WINDOW, 0);
    expect(belt.places[0]).toMatchObject({ at: 0, squeeze: 1 });
    belt.lay(corrected(440), WINDOW, 0);
    expect(spots(belt)).toMatchObject({ b: 400, c: 800 });
    expect(belt.places[0]?.squeeze).toBeCloseTo(400 / 424);
    belt.lay(corrected(700), WINDOW, 0);
    expect(spots(belt)).toMatchObject({ a: 0, b: 700, c: 1100 });
    expect(belt.places[0]?.squeeze).toBe(1);
  });

  test('G2 one whose start has left grows into what nobody sees', () => {
    const belt = createBelt();
    belt.lay(ring('abcdefgh'), WINDOW, 50);
    belt.lay(ring('abcdefgh').with(0, cell('a', 700)), WINDOW, 150);
    expect(spots(belt)).toMatchObject({ a: 50 - 300, b: 450, c: 850 });
  });

  test('G2 a text that became short and long again finds its room, and nobody else moves', () => {
    const belt = createBelt();
    belt.lay(ring('abcdefgh'), WINDOW, 0);
    const corrected = (width: number) => ring('abcdefgh').with(0, cell('a', width));
    belt.lay(corrected(100), WINDOW, 50);
    expect(spots(belt)).toMatchObject({ a: 300, b: 400, c: 800 });
    belt.lay(corrected(400), WINDOW, 50);
    expect(spots(belt)).toMatchObject({ b: 400, c: 800 });
    expect(belt.places[0]?.at).toBeCloseTo(50);
    expect(belt.places[0]?.squeeze).toBeCloseTo(350 / 384);
  });

  test('G2 a wider window is filled at once, a narrower one moves nothing', () => {
    const belt = createBelt();
    belt.lay(ring('ab'), WINDOW, 0);
    belt.lay(ring('abcd'), 2000, 100);
    expect(spots(belt)).toMatchObject({ a: 0, b: 400, c: 800, d: 1200 });
    belt.lay(ring('abcd'), 500, 100);
    expect(spots(belt)).toMatchObject({ a: 0, b: 400, c: 800, d: 1200 });
  });

  test('G2 begins with the one that the keyboard is on', () => {
    const belt = createBelt();
    belt.lay(ring('abcdefgh'), WINDOW, 0);
    for (const key of 'fah') {
      belt.begin(key);
      belt.lay(ring('abcdefgh'), WINDOW, 700);
      expect(belt.places[0]).toMatchObject({ key, at: 700 });
    }
  });

  test('G2 few and short ones are repeated, and a copy that is not needed leaves at its end', () => {
    expect(repeatsFor([400, 400], 0)).toBe(Math.ceil((800 + 2 * RESERVE) / 800));
    expect(repeatsFor([], WINDOW)).toBe(1);
    expect(repeatsFor([1], 1e9)).toBe(60);
    const belt = createBelt();
    belt.lay(ring('a'), WINDOW, 0);
    const copies = [1, 2, 3, 4].map((n) => cell(`a~${n}`, 400, 'copy'));
    belt.lay([cell('a'), ...copies], WINDOW, 0);
    expect(belt.places.map(({ at }) => at)).toEqual([0, 400, 800, 1200, 1600]);
    const leaving = copies.slice(0, 2).map((copy) => ({ ...copy, kind: 'leaving' as const }));
    belt.lay([...ring('abcdefgh'), ...leaving], WINDOW, 100);
    expect(belt.places.map(({ key }) => key).slice(0, 5)).toEqual(['a', 'a~1', 'a~2', 'b', 'c']);
  });

  test('G2 through any history: no overlap, no gap but a hole, nobody in the window moves', () => {
    const act = fc.record({
      drop: fc.boolean(),
      add: fc.option(fc.record({ at: fc.nat(20), width: fc.integer({ min: 40, max: 2500 }) })),
      urgent: fc.boolean(),
      travel: fc.nat(400),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const belt = createBelt();
        let items = ring('abcdefgh');
        let travelled = 0;
        let name = 0;
        belt.lay(items, WINDOW, travelled);
        for (const { drop, add, urgent, travel } of acts) {
          // As in a page: laid again whenever it is due.
          for (let left = travel; left > 0; left -= 50) {
            travelled += Math.min(left, 50);
            if (travelled >= belt.due) belt.lay(items, WINDOW, travelled);
          }
          const before = spots(belt);
          if (drop && items.length > 6) items = items.slice(0, -1);
          if (add) {
            const fresh = cell(`n${(name += 1)}`, add.width, urgent ? 'urgent' : 'usual');
            items = items.toSpliced(add.at % items.length, 0, fresh);
          }
          belt.lay(items, WINDOW, travelled);
          expectSound(belt, before, items, travelled);
        }
      }),
    );
  });
});
