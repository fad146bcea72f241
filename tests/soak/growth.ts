/** Does the memory of a process grow? Single looks vary; the medians of a window at the beginning and the end do not. */

export interface Look {
  /** ms since the beginning. */
  readonly at: number;
  /** By the name of what was measured, bytes. */
  readonly bytes: Readonly<Record<string, number>>;
}

export interface Growth {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** 0.05: five percent more at the end. */
  readonly share: number;
}

/** Of the looks after the warm-up so many belong to each window. */
const WINDOW = 1 / 3;
const LEAST = 3;

export function growthOf(looks: readonly Look[], warmUp: number): Growth[] {
  const counted = looks.filter(({ at }) => at >= warmUp);
  const size = Math.floor(counted.length * WINDOW);
  if (size < LEAST) throw new Error(`${counted.length} looks after the warm-up say too little`);
  const [sample] = counted;
  return Object.keys(sample?.bytes ?? {}).map((name) => {
    const values = counted.map(({ bytes }) => bytes[name] ?? NaN);
    const [first, last] = [median(values.slice(0, size)), median(values.slice(-size))];
    return { name, first, last, share: last / first - 1 };
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = NaN, high = NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (low + high) / 2;
}
