/**
 * A trail says who did what, from where and why. A line is written in the same act as what it tells of:
 * nothing is done without its line, and no line tells of what was not done. Lines are never changed.
 * The log of each channel has a trail, and the store has one; what a line says is its writer's business.
 */

export interface Trace {
  /** Where the line stands in its trail. */
  readonly cursor: string;
  readonly text: string;
}

export interface TrailPage {
  /** Lines older than this cursor; unset: the newest. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Lines that a trail on Redis keeps, and some more; SQLite keeps all of them. */
export const TRAIL_KEPT = 100_000;
