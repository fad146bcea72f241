import { expect, it } from 'vitest';
import { middleOf, summarise } from './figures.ts';

it('H3 the middle of figures is one of them, or between the two in the middle', () => {
  expect(middleOf([5, 1, 9])).toBe(5);
  expect(middleOf([4, 1, 100, 2])).toBe(3);
  expect(middleOf([7])).toBe(7);
  // A figure that nobody measured reaches no goal.
  expect(middleOf([])).toBeNaN();
  expect(summarise([])).toEqual({ median: Number.NaN, p99: Number.NaN });
});
