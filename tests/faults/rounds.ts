/**
 * How often each fault is tried, and by which chance. FAULT_ROUNDS: rounds, 1 if unset. FAULT_SEED:
 * the seed of the first round, as the title of a test that failed names it.
 */
import { randomInt } from 'node:crypto';

export interface Round {
  readonly round: number;
  readonly seed: number;
}

const SEEDS = 2 ** 31;
const count = Math.max(1, Number(process.env['FAULT_ROUNDS'] ?? 1));
const first = Number(process.env['FAULT_SEED'] ?? randomInt(SEEDS));

/** The long suite takes longer faults too. */
export const isLong = count > 1;

export const ROUNDS: readonly Round[] = Array.from({ length: count }, (_, n) => ({
  round: n + 1,
  seed: (first + n) % SEEDS,
}));

export interface Chance {
  /** An integer from `least` to `most`. */
  between(least: number, most: number): number;
  /** One of them. */
  of<T>(all: readonly T[]): T;
}

/** Mulberry32: small, and the same everywhere. */
export function createChance(seed: number): Chance {
  let state = seed;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const between = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1));
  return {
    between,
    of(all) {
      const one = all[between(0, all.length - 1)];
      if (one === undefined) throw new Error('There is nothing to choose from');
      return one;
    },
  };
}
