/**
 * How random tests run. FUZZ_SEED: the seed that a failure printed, to run the same again. FUZZ_TIMES: so many
 * times as many runs as `npm test` makes; 1 if unset.
 */
import type fc from 'fast-check';

export const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now());
export const TIMES = Math.max(1, Number(process.env['FUZZ_TIMES'] ?? 1));

/** `runs`: in `npm test`. What depends on time does not fail again when it is made smaller, so nothing is. */
export function runs(runs: number): fc.Parameters<unknown> {
  return { seed: SEED, numRuns: runs * TIMES, endOnFailure: true };
}

/** ms that a random test may take, which takes `seconds` at most in `npm test`. */
export function limit(seconds: number): number {
  return seconds * 1_000 * TIMES;
}
