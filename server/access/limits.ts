/** How much of something one is allowed in a time: the port that the edges ask. */
import { tooManyRequests } from '../../shared/problem.ts';
import type { Actor } from './access.ts';

/**
 * A headline that is published, corrected or held, or changed while it is held, by its key or its person; a key that opens nothing, by its address; a sign-in
 * that fails, by its address and by its e-mail.
 */
export type Counted = 'publish' | 'failed key' | 'failed sign-in';

export interface Allowance {
  /** Infinity: no limit. */
  readonly most: number;
  /** The time, which begins with the first that is counted. */
  readonly seconds: number;
}

export type Allowances = Readonly<Record<Counted, Allowance>>;

/**
 * Nodes that share a Redis share the counts. No method rejects, and none takes longer than 300 ms: where
 * Redis is away, slow or full, a node counts alone, from nothing, until a second later it asks again.
 */
export interface Limits {
  readonly allowances: Allowances;
  /**
   * Counts `amount` for `who`, and gives undefined. Where that would be more than is allowed nothing is
   * counted, and it gives the seconds, 1 or more, until the time is over. What is more than allowed by
   * itself is taken where nothing was counted before it: or it could never be.
   */
  count(what: Counted, who: string, amount?: number): Promise<number | undefined>;
  /**
   * The seconds until `who` has something left, as far as this node has heard; undefined: there is
   * something left. Counts nothing, and asks no other.
   */
  wait(what: Counted, who: string): Promise<number | undefined>;
}

export const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

/** Problem: `too_many_requests`. */
export async function requirePace(limits: Limits, { by }: Actor, amount = 1): Promise<void> {
  const retryAfter = await limits.count('publish', by.id, amount);
  if (retryAfter === undefined) return;
  const { most } = limits.allowances.publish;
  throw tooManyRequests(`Nobody publishes more than ${most} headlines a minute`, retryAfter);
}
