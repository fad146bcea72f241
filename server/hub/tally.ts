/**
 * What the hub counts of its viewers. The hub knows nothing of who shows it; whoever implements this
 * answers at once and never throws, since it is called between two writes to viewers.
 */
import type { ProblemCode } from '../../shared/problem.ts';
import type { Gate } from './gate.ts';

/**
 * How a viewer came into a channel: `new` without a position, and got the board; `memory` with one, and got
 * what it missed; `snapshot` with one to which this node's memory does not reach back, and got the board.
 */
export type Entrance = 'new' | 'memory' | 'snapshot';

export interface HubTally {
  /** One more viewer of a channel was told where it stands. */
  entered(how: Entrance): void;
  /** So many entries were written: those of one slice, each as often as it has viewers. */
  delivered(entries: number): void;
  /** The last viewer of this node was written what came so many seconds ago. */
  completed(seconds: number): void;
  /** Somebody was not let in. */
  refused(why: ProblemCode): void;
  /** A viewer was cut off for being too slow. */
  cutOff(): void;
}

/** For a hub that nobody watches. */
export const NO_TALLY: HubTally = {
  entered: () => undefined,
  delivered: () => undefined,
  completed: () => undefined,
  refused: () => undefined,
  cutOff: () => undefined,
};

/** The same gate, and whom it refuses is counted. */
export function countRefusals(gate: Gate, tally: HubTally): Gate {
  return {
    ...gate,
    refusal(...asked) {
      const refusal = gate.refusal(...asked);
      if (refusal) tally.refused(refusal.code);
      return refusal;
    },
  };
}
