/**
 * How random tests run. FUZZ_SEED: the seed that a failure printed, to run the same again. FUZZ_TIMES: so many
 * times as many runs as `npm test` makes; 1 if unset.
 */
import type fc from 'fast-check';

export const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now());
export const TIMES = Math.max(1, Number(process.env['FUZZ_TIMES'] ?? 1));

/** `count`: in `npm test`. */
export function runs(count: number): fc.Parameters<unknown> {
  return { seed: SEED, numRuns: count * TIMES };
}

/** For what depends on time: it does not fail again when it is made smaller, so that is not tried. */
export function runsInTime(count: number): fc.Parameters<unknown> {
  return { ...runs(count), endOnFailure: true };
}

/** ms that a random test may take, which takes `seconds` at most in `npm test`. */
export function limit(seconds: number): number {
  return seconds * 1_000 * TIMES;
}
