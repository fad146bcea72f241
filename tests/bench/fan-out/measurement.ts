/** What the fan-out bench finds out. */
import type { Faults } from '../crowd/orders.ts';
import { middleOf } from '../figures.ts';

/**
 * One trial of one contender: a fresh start, so many viewers, some broadcasts. Processor time is in
 * microseconds, all threads of the serving process together.
 */
export interface Measurement {
  readonly viewers: number;
  /** Processor time per viewer, until it has what it came for. */
  readonly connecting: number;
  /** Processor time per delivery. */
  readonly delivering: number;
  /** Per delivery, how long the server had to wait for its core: much of it, and the machine was busy. */
  readonly waiting: number;
  /** µs that the crowd itself was occupied per delivery: much more than the server, and the bench measures itself. */
  readonly crowd: number;
  /** ms from the moment a headline was sent to the moment the last viewer had it, of each broadcast. */
  readonly times: readonly number[];
  /** ms until a publish to another channel was acknowledged during a broadcast; none where there are no channels. */
  readonly answers: readonly number[];
  /** Of the text of one delivery. */
  readonly bytes: number;
  /** KiB per viewer. */
  readonly memory: number;
  /** Of the first heat only: it takes long, and says the same each time. */
  readonly storm: Storm | null;
}

export interface Storm {
  /** Until all were back and current. */
  readonly milliseconds: number;
  readonly errors: number;
  readonly faults: Faults;
  /** Processor time per viewer that comes back. */
  readonly returning: number;
  /** Read commands that Redis counted meanwhile; null where no Redis is. */
  readonly reads: number | null;
}

export interface Line {
  readonly contender: string;
  /** For each size as many as there were heats, in their order. */
  readonly measurements: readonly Measurement[];
}

export interface FanOut {
  readonly pinned: string;
  readonly heats: number;
  /** In each heat. */
  readonly rounds: number;
  readonly sizes: readonly number[];
  readonly lines: readonly Line[];
  /** Contenders that this machine lacks, and why. */
  readonly skipped: readonly string[];
}

/** NaN where nothing was measured. */
export type Aspect = (measurement: Measurement) => number;

export const middleTime: Aspect = ({ times }) => middleOf(times);

export function heatsOf({ lines }: FanOut, contender: string, viewers: number): Measurement[] {
  const line = lines.find((one) => one.contender === contender);
  return line?.measurements.filter((one) => one.viewers === viewers) ?? [];
}

export function typicalOf(heats: readonly Measurement[], aspect: Aspect): number {
  return middleOf(heats.map(aspect).filter((value) => !Number.isNaN(value)));
}

/**
 * The middle one of the ratios of each heat, not the ratio of the middle ones: the two of a heat had
 * the same machine, and the machine of the next heat may be half as fast.
 */
export function ratioOf(
  own: readonly Measurement[],
  rival: readonly Measurement[],
  aspect: Aspect,
): number {
  const ratios = own.map((one, heat) => {
    const other = rival[heat];
    return other ? aspect(one) / aspect(other) : Number.NaN;
  });
  return middleOf(ratios.filter((value) => !Number.isNaN(value)));
}
