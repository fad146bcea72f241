/** Results as a test wants them: medians of the time to the last viewer, all else alike. */
import type { FanOut, Measurement } from './measurement.ts';

const SIZES = [1_000, 10_000, 15_000];

export function measurementOf(viewers: number, over: Partial<Measurement> = {}): Measurement {
  const storm = { milliseconds: 900, errors: 0, faults: {}, returning: 150, reads: 0 };
  return {
    viewers,
    connecting: 200,
    delivering: 10,
    waiting: 0,
    crowd: 4,
    last: { median: 100, p99: 120 },
    bytes: 720,
    memory: 12,
    storm,
    ...over,
  };
}

export function fanOutOf(medians: Readonly<Record<string, readonly number[]>>): FanOut {
  const lines = Object.entries(medians).map(([contender, times]) => ({
    contender,
    measurements: SIZES.map((viewers, n) => {
      const median = times[n] ?? Number.NaN;
      return measurementOf(viewers, { last: { median, p99: median } });
    }),
  }));
  return { pinned: 'not pinned', rounds: 60, sizes: SIZES, lines, skipped: [] };
}
