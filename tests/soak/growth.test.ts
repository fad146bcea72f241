import { describe, expect, it } from 'vitest';
import { growthOf, median, type Look } from './growth.ts';
import { readSchedule } from './schedule.ts';

const looksAt = (heapAt: (n: number) => number): Look[] =>
  Array.from({ length: 40 }, (_, n) => ({ at: n, bytes: { heap: heapAt(n) } }));
const shareOf = (heapAt: (n: number) => number) => growthOf(looksAt(heapAt), 10)[0]?.share;

describe('growth', () => {
  it('O4 is none where memory goes up and down, also where one look is far off', () => {
    expect(shareOf((n) => 100 + (n % 2))).toBeCloseTo(0, 2);
    expect(shareOf((n) => (n === 35 ? 900 : 100))).toBe(0);
  });

  it('O4 of the warm-up does not count', () => {
    expect(shareOf((n) => Math.min(n * 10, 100))).toBe(0);
  });

  it('O4 that goes on is seen, however slow', () => {
    expect(shareOf((n) => 1_000 + 3 * n)).toBeGreaterThan(0.05);
  });

  it('O4 is not judged by a look or two', () => {
    expect(() => growthOf(looksAt(() => 1).slice(0, 12), 10)).toThrow('too little');
    expect(median([3, 1, 2, 10])).toBe(2.5);
  });

  it('O4 the schedule looks each 30 s, in a short soak oftener', () => {
    expect(readSchedule({ SOAK_MINUTES: '20', SOAK_SEED: '7' })).toEqual({
      seed: 7,
      total: 1_200_000,
      warmUp: 300_000,
      every: 30_000,
    });
    expect(readSchedule({ SOAK_MINUTES: '1' }).every).toBe(2_500);
    expect(() => readSchedule({ SOAK_MINUTES: 'long' })).toThrow('SOAK_MINUTES');
  });
});
