/**
 * How long it takes until the last viewer of a channel has what is new. What comes is a round; a round
 * is over when every slice that was there when it came has been told everything, or is gone. A slice is
 * told all that there is at once, so rounds end in their order.
 */
export interface Rounds {
  /** The number of the last round; who was told everything by now stands there. */
  readonly last: number;
  /** Something came, for so many slices that all stand at earlier rounds. */
  begin(slices: number): void;
  /** A slice that stood at round `from` was told everything, or is gone; gives where it stands. */
  reach(from: number): number;
}

interface Round {
  readonly at: number;
  /** Slices that were not told yet. */
  left: number;
}

/** `elapsed`: a clock that only goes on, ms; `over` is told how many ms a round took. */
export function createRounds(elapsed: () => number, over: (ms: number) => void): Rounds {
  /** Those that are not over, in order; the last of them is the last of all. */
  const open: Round[] = [];
  let last = 0;

  return {
    get last() {
      return last;
    },
    begin(slices) {
      if (slices === 0) return;
      last += 1;
      open.push({ at: elapsed(), left: slices });
    },
    reach(from) {
      const ended = last - open.length;
      for (let n = Math.max(0, from - ended); n < open.length; n += 1) {
        const round = open[n];
        if (round) round.left -= 1;
      }
      for (let [first] = open; first?.left === 0; [first] = open) {
        open.shift();
        over(elapsed() - first.at);
      }
      return last;
    },
  };
}
