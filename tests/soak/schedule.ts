/** How long the soak takes, and when it looks. SOAK_MINUTES: 20 if unset. SOAK_SEED: that of an earlier one. */
import { randomInt } from 'node:crypto';

const MINUTE = 60_000;

export interface Schedule {
  readonly seed: number;
  /** ms. */
  readonly total: number;
  /** ms in which caches fill and code is compiled. */
  readonly warmUp: number;
  /** ms between two looks. */
  readonly every: number;
}

/** Looks in a short soak: enough for a median at its beginning and one at its end. */
const LEAST_LOOKS = 24;
const EVERY = 30_000;

export function readSchedule(environment: Readonly<Record<string, string | undefined>>): Schedule {
  const minutes = Number(environment['SOAK_MINUTES'] ?? 20);
  if (!(minutes > 0)) throw new Error('SOAK_MINUTES must be a number of minutes');
  const total = minutes * MINUTE;
  const every = Math.min(EVERY, total / LEAST_LOOKS);
  return {
    seed: Number(environment['SOAK_SEED'] ?? randomInt(2 ** 31)),
    total,
    warmUp: total / 4,
    every,
  };
}
