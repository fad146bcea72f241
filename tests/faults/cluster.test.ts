/** A master of a Cluster that is killed: its replica takes over, and the channels are of all masters. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { endHubs } from '../support/hub-process.ts';
import type { RedisProcess } from '../support/redis.ts';
import { startRedisCluster, type RedisCluster } from '../support/redis-cluster.ts';
import { endure } from './endure.ts';
import { createChance, ROUNDS } from './rounds.ts';
import { startStage, type Stage } from './stage.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let cluster: RedisCluster;
let stage: Stage;
beforeAll(async () => {
  cluster = leftovers.adopt(await startRedisCluster(), (one) => one.stop());
  stage = leftovers.adopt(await startStage({ hubs: 2, redisUrl: cluster.url }), (one) =>
    one.close(),
  );
});

/** Enough that each master has one of them, by chance and hash. */
const CHANNELS = 6;

describe.each(ROUNDS)('two hubs on a Redis Cluster, round $round, seed $seed', ({ seed }) => {
  it('W2 W5 H2 P1 P4 one of its masters is killed: they go on with its replica', async () => {
    const chance = createChance(seed);
    // Any key will do: it only chooses among the masters.
    const key = `any-${chance.between(0, 1_000_000)}`;
    let dead: RedisProcess | undefined;
    await endure(stage, chance, {
      name: 'kill -9 of a master of a Cluster',
      channels: CHANNELS,
      // A replica takes over with what it has got; the last of the master may not be among it.
      mayLose: true,
      async begin() {
        dead = await cluster.killMasterOf(key);
      },
      end: () => cluster.untilWell(2),
    });
    await dead?.start();
    await cluster.untilWell();
  });
});
