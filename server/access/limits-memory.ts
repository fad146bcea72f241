/** Limits that one process counts alone. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { seconds, type Allowance, type Allowances, type Counted, type Limits } from './limits.ts';

export interface MemoryLimits extends Limits {
  /** All that is allowed was used up elsewhere; in so many ms the time is over. */
  fill(what: Counted, who: string, ms: number): void;
}

export function createMemoryLimits(allowances: Allowances): MemoryLimits {
  // The library takes no Infinity; what has no limit is not counted at all.
  const open = ({ most, seconds: duration }: Allowance): RateLimiterMemory =>
    new RateLimiterMemory({ points: Math.min(most, Number.MAX_SAFE_INTEGER), duration });
  const limiters = {
    publish: open(allowances.publish),
    'failed key': open(allowances['failed key']),
    'failed sign-in': open(allowances['failed sign-in']),
  };

  return {
    allowances,
    async count(what, who, amount = 1) {
      const { most } = allowances[what];
      if (most === Infinity) return undefined;
      const share = Math.min(amount, most);
      try {
        await limiters[what].consume(who, share);
        return undefined;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // The library counts what it refuses too.
        await limiters[what].reward(who, share);
        return seconds(refusal.msBeforeNext);
      }
    },
    async wait(what, who) {
      const found = await limiters[what].get(who);
      const isOver = found !== null && found.remainingPoints === 0 && found.msBeforeNext > 0;
      return isOver ? seconds(found.msBeforeNext) : undefined;
    },
    fill(what, who, ms) {
      void limiters[what].block(who, ms / 1_000);
    },
  };
}
