import { expect, it } from 'vitest';
import { createBucket } from './bucket.ts';

function takenOf(times: readonly number[], perSecond: number, reserve?: number): number[] {
  let now = 0;
  const bucket = createBucket(perSecond, () => now);
  return times.filter((time) => {
    now = time;
    return bucket.take(reserve);
  });
}
const every = (step: number, count: number) => Array.from({ length: count }, (_, n) => n * step);

it('H4 a bucket gives a second its share at once, and then one after another', () => {
  expect(takenOf(every(0, 50), 10)).toHaveLength(10);
  // Ten at once, and ten for each second after that.
  expect(takenOf(every(1, 3_001), 10)).toHaveLength(40);
  // A long rest gives no more than one second does.
  expect(takenOf([...every(0, 10), ...every(0, 50).map(() => 60_000)], 10)).toHaveLength(20);
});

it('H4 a bucket keeps its reserve for others', () => {
  expect(takenOf(every(0, 50), 10, 4)).toHaveLength(6);
  expect(takenOf(every(0, 50), 1, 0)).toHaveLength(1);
});

it('H4 a bucket without a limit gives whatever is asked', () => {
  expect(takenOf(every(0, 50), Infinity, 4)).toHaveLength(50);
});
