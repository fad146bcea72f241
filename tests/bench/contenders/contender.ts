/** Whoever brings headlines to viewers, as far as the bench has to know it. */
import type { Target } from '../crowd/orders.ts';

export interface Contender {
  /** The process that serves the viewers. */
  readonly pid: number;
  /** Where viewers come in who were never here before, and how they know that they are in. */
  readonly target: Target;
  /** Brings the next headline to every viewer. */
  publish(): Promise<void>;
  /** Brings a headline to a channel that nobody watches; missing where there is only the one. */
  readonly publishAside?: () => Promise<void>;
  /** Leaves in memory what is still needed and nothing else. */
  tidy(): Promise<void>;
  /** While all viewers are away: gives how they come back. */
  prepareReturn(): Promise<Target>;
  /** How often Redis was read from so far; null where no Redis is. */
  redisReads(): Promise<number | null>;
  close(): Promise<void>;
}

export interface ContenderKind {
  readonly name: string;
  start(ground: Ground): Promise<Contender>;
}

/** What every contender stands on. */
export interface Ground {
  /** Goes before the command line of the server. */
  readonly pinned: readonly string[];
  readonly redisUrl: string;
  /** A folder of its own, removed when the bench ends. */
  readonly folder: () => Promise<string>;
}
