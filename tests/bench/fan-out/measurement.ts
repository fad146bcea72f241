/** What the fan-out bench finds out. */
import type { Faults } from '../crowd/orders.ts';
import type { Latencies } from '../figures.ts';

/** Processor time is in microseconds, all threads of the serving process together. */
export interface Measurement {
  readonly viewers: number;
  /** Processor time per viewer, until it has what it came for. */
  readonly connecting: number;
  /** Processor time per delivery. */
  readonly delivering: number;
  /** Per delivery, how long the server had to wait for its core: much of it, and the machine was busy. */
  readonly waiting: number;
  /** The crowd's own per delivery: were it more than the server's, the bench would measure itself. */
  readonly crowd: number;
  /** From the moment a headline was sent to the moment the last viewer had it. */
  readonly last: Latencies;
  /** Of the text of one delivery. */
  readonly bytes: number;
  /** KiB per viewer. */
  readonly memory: number;
  readonly storm: {
    /** Until all were back and current. */
    readonly milliseconds: number;
    readonly errors: number;
    readonly faults: Faults;
    /** Processor time per viewer that comes back. */
    readonly returning: number;
    /** Read commands that Redis counted meanwhile; null where no Redis is. */
    readonly reads: number | null;
  };
}

export interface Line {
  readonly contender: string;
  readonly measurements: readonly Measurement[];
}

export interface FanOut {
  readonly pinned: string;
  readonly rounds: number;
  readonly sizes: readonly number[];
  readonly lines: readonly Line[];
  /** Contenders that this machine lacks, and why. */
  readonly skipped: readonly string[];
}

export function findMeasurement(
  { lines }: FanOut,
  contender: string,
  viewers: number,
): Measurement | undefined {
  const line = lines.find((one) => one.contender === contender);
  return line?.measurements.find((one) => one.viewers === viewers);
}
