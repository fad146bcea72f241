/** When listeners are told: the first change at once, those of a burst as one. */

/** A burst must not keep the page from its own work. */
const FOLD = 100;
/** Longer waits overflow `setTimeout`, and a page's clock may be set right in the meantime. */
const LONGEST_SLEEP = 600_000;

export interface Pace {
  /** Tells, and does not hold back what the hub answers. */
  now(): void;
  /** Tells by the pace. */
  soon(): void;
  stop(): void;
}

/** `tell` returns after how many ms it is to be called again though nothing was heard. */
export function createPace(tell: () => number, clock: () => number): Pace {
  let told = 0;
  let wake: ReturnType<typeof setTimeout> | undefined;

  function wakeIn(delay: number): void {
    clearTimeout(wake);
    if (delay < Infinity) wake = setTimeout(tellPaced, Math.min(delay, LONGEST_SLEEP));
  }
  const now = () => wakeIn(tell());
  function tellPaced(): void {
    told = clock();
    now();
  }

  return {
    now,
    soon() {
      const wait = told + FOLD - clock();
      // A clock that was set back must not silence the feed.
      if (wait > 0 && wait <= FOLD) wakeIn(wait);
      else tellPaced();
    },
    stop: () => clearTimeout(wake),
  };
}
