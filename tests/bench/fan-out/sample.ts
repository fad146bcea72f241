/** Results as a test wants them: medians of the time to the last viewer, all else alike. */
import type { FanOut, Measurement } from './measurement.ts';

const SIZES = [1_000, 10_000, 15_000];

export function measurementOf(viewers: number, over: Partial<Measurement> = {}): Measurement {
  return {
    viewers,
    connecting: 200,
    delivering: 10,
    waiting: 0,
    crowd: 4,
    times: [100, 100, 120],
    answers: [10, 12, 40],
    bytes: 720,
    memory: 12,
    storm: { milliseconds: 900, errors: 0, faults: {}, returning: 150, reads: 0 },
    ...over,
  };
}

export function fanOutOf(medians: Readonly<Record<string, readonly number[]>>): FanOut {
  const lines = Object.entries(medians).map(([contender, times]) => ({
    contender,
    measurements: SIZES.map((viewers, n) =>
      measurementOf(viewers, { times: [times[n] ?? Number.NaN] }),
    ),
  }));
  return { pinned: 'not pinned', heats: 1, rounds: 60, sizes: SIZES, lines, skipped: [] };
}
