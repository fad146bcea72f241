/** What is measured, and whether it is good enough. */

export type Unit = '/s' | 'ms' | 's' | 'µs' | 'KiB' | 'bytes' | '×' | '';

export type Goal = { readonly least: number; readonly most?: number } | { readonly most: number };

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  readonly goal?: Goal;
}

export function reaches({ value, goal }: Figure): boolean {
  if (!goal) return true;
  const { least, most } = boundsOf(goal);
  // Written so that a figure that is no number reaches nothing.
  return value >= least && value <= most;
}

export function boundsOf(goal: Goal): { readonly least: number; readonly most: number } {
  return { least: -Infinity, most: Infinity, ...goal };
}

const DIGITS: Readonly<Record<Unit, number>> = {
  '/s': 0,
  ms: 2,
  s: 2,
  µs: 1,
  KiB: 1,
  bytes: 0,
  '×': 2,
  '': 0,
};

/** As people read it. */
export function amount(value: number, unit: Unit): string {
  const digits = DIGITS[unit];
  const number = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number} ${unit}`.trim();
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

/** The middle one of some figures; between the two middle ones where they are even. */
export function middleOf(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [Math.floor(middle), Math.ceil(middle)].map(
    (n) => sorted[n],
  );
  return (low + high) / 2;
}
