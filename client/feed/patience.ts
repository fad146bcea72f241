/** What is to be done later, and how long to wait before the same is tried again. */
import { retryDelay } from './connect.ts';

export interface Patience {
  /** Something is still to be done. */
  readonly waits: boolean;
  later(delay: number, act: () => void): void;
  /** After a random wait that grows with each failure. */
  retry(act: () => void): void;
  succeed(): void;
  stop(): void;
}

export function createPatience(random: () => number): Patience {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let failures = 0;

  function later(delay: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delay);
    timers.add(timer);
  }

  return {
    get waits() {
      return timers.size > 0;
    },
    later,
    retry(act) {
      failures += 1;
      later(retryDelay(failures, random), act);
    },
    succeed() {
      failures = 0;
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
