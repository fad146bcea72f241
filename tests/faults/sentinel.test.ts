/** A master under Sentinels that is killed: a replica takes over. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { endHubs } from '../support/hub-process.ts';
import type { RedisProcess } from '../support/redis.ts';
import { startRedisSentinel, type RedisSentinel } from '../support/redis-sentinel.ts';
import { endure } from './endure.ts';
import { createChance, ROUNDS } from './rounds.ts';
import { startStage, type Stage } from './stage.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let sentinel: RedisSentinel;
let stage: Stage;
beforeAll(async () => {
  sentinel = leftovers.adopt(await startRedisSentinel(), (one) => one.stop());
  stage = await startStage({ hubs: 2, redisUrl: sentinel.url });
  leftovers.adopt(stage, (one) => one.close());
});

describe.each(ROUNDS)(
  'two hubs on a Redis with Sentinels, round $round, seed $seed',
  ({ seed }) => {
    it('W2 W5 H2 P1 P4 its master is killed: they find the one that takes over', async () => {
      let dead: RedisProcess | undefined;
      await endure(stage, createChance(seed), {
        name: 'kill -9 of the master under Sentinels',
        refuses: true,
        // A replica takes over with what it has got; the last of the master may not be among it.
        mayLose: true,
        async begin() {
          dead = await sentinel.killMaster();
        },
        end: () => (dead ? sentinel.untilPromoted(dead) : Promise.resolve()),
      });
      // It is a replica from now on, and the next round has somebody to take over.
      await dead?.start();
      await sentinel.untilCopied(2);
    });
  },
);
