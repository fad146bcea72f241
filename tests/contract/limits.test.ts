import { createMemoryLimits } from '../../server/access/limits-memory.ts';
import { createRedisLimits } from '../../server/access/limits-redis.ts';
import { openTestRedis, REDIS_KINDS } from '../support/backends.ts';
import { limitsSuite } from './limits-suite.ts';

limitsSuite('memory', () =>
  Promise.resolve({
    open(allowances) {
      const limits = createMemoryLimits(allowances);
      return { one: limits, other: limits };
    },
    close: () => Promise.resolve(),
  }),
);

const elapsed = performance.now.bind(performance);

for (const kind of REDIS_KINDS) {
  limitsSuite(kind, async () => {
    const redis = await openTestRedis(kind);
    return {
      open: (allowances) => ({
        one: createRedisLimits({ ...redis.one, allowances, elapsed }),
        other: createRedisLimits({ ...redis.other, allowances, elapsed }),
      }),
      close: redis.close,
    };
  });
}
