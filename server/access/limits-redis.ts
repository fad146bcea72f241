/**
 * Limits that all nodes count together. A limit must never cost a publish: where Redis does not answer
 * soon, this node counts alone for a while.
 */
import { readFileSync } from 'node:fs';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { within } from '../redis/deadline.ts';
import { scriptOf, type RedisLink } from '../redis/link.ts';
import { createMemoryLimits } from './limits-memory.ts';
import { seconds, type Allowances, type Counted, type Limits } from './limits.ts';

export interface RedisLimitsPorts {
  readonly redis: Pick<RedisLink, 'run'>;
  /** Begins the names of all keys. */
  readonly prefix: string;
  readonly allowances: Allowances;
  /** A clock that only goes on, ms. */
  readonly elapsed: () => number;
}

const COUNT = scriptOf(readFileSync(new URL('count.lua', import.meta.url), 'utf8'));
/** ms for an answer of Redis: a publisher is to have its own within 2 s, of which the log may take 1.5. */
const PATIENCE = 300;
/** ms for which Redis is not asked again: what follows must not wait as long. */
const REST = 1_000;

export function createRedisLimits({
  redis,
  prefix,
  allowances,
  elapsed,
}: RedisLimitsPorts): Limits {
  const memory = createMemoryLimits(allowances);
  let restsUntil = -Infinity;

  // To the library a client that is there as long as anyhow possible, whatever kind of Redis it is.
  const storeClient = {
    rlflxIncr: ([key = '', ...values]: readonly string[]): Promise<unknown> =>
      within(PATIENCE, redis.run(COUNT, [key], values)),
  };
  const open = (what: Counted, name: string): RateLimiterRedis =>
    new RateLimiterRedis({
      storeClient,
      // No channel's key begins so: theirs have a brace there.
      keyPrefix: `${prefix}limit:${name}`,
      // It takes no Infinity; what has no limit is not counted at all.
      points: Math.min(allowances[what].most, Number.MAX_SAFE_INTEGER),
      duration: allowances[what].seconds,
    });
  const limiters = {
    publish: open('publish', 'publish'),
    'failed key': open('failed key', 'key'),
    'failed sign-in': open('failed sign-in', 'sign-in'),
  };

  /** So that `wait` need not ask. */
  function note(what: Counted, who: string, count: number, ms: number): void {
    if (count >= allowances[what].most) memory.fill(what, who, ms);
  }

  return {
    allowances,
    async count(what, who, amount = 1) {
      const { most } = allowances[what];
      if (most === Infinity) return undefined;
      if (elapsed() < restsUntil) return memory.count(what, who, amount);
      const share = Math.min(amount, most);
      try {
        const { consumedPoints, msBeforeNext } = await limiters[what].consume(who, share);
        note(what, who, consumedPoints, msBeforeNext);
        return undefined;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) {
          const { consumedPoints, msBeforeNext } = refusal;
          note(what, who, consumedPoints - share, msBeforeNext);
          return seconds(msBeforeNext);
        }
        restsUntil = elapsed() + REST;
        return memory.count(what, who, amount);
      }
    },
    wait: memory.wait,
  };
}
