/** What is measured, and whether it is good enough. */

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: '/s' | 'ms' | '×';
  readonly goal?: { readonly least: number } | { readonly most: number };
}

export function reaches({ value, goal }: Figure): boolean {
  if (!goal) return true;
  // Written so that a figure that is no number reaches nothing.
  return 'least' in goal ? value >= goal.least : value <= goal.most;
}

/** Times of many repetitions, in milliseconds. */
export interface Latencies {
  readonly median: number;
  readonly p99: number;
}

export function summarise(times: readonly number[]): Latencies {
  const sorted = times.toSorted((a, b) => a - b);
  // The nearest rank: the smallest time that so many of a hundred did not exceed.
  const rank = (percent: number): number =>
    sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
  return { median: rank(50), p99: rank(99) };
}
