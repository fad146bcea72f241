/** A Redis that is killed: with all that it promised on the disk, and with the last of it gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRedis } from '../support/ask-redis.ts';
import { endHubs } from '../support/hub-process.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { endure } from './endure.ts';
import { createChance, ROUNDS } from './rounds.ts';
import { startStage, type Stage } from './stage.ts';
import { openTail } from './tail.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let redis: TestRedis;
let stage: Stage;
beforeAll(async () => {
  redis = leftovers.adopt(await startRedis('always'), (one) => one.stop());
  stage = leftovers.adopt(await startStage({ hubs: 2, redisUrl: redis.url }), (one) => one.close());
});

describe.each(ROUNDS)('two hubs on a Redis, round $round, seed $seed', ({ seed }) => {
  it('W3 W5 H2 P1 P4 that writes at once and is killed: nothing acknowledged is lost', async () => {
    await endure(stage, createChance(seed), {
      name: 'kill -9 of Redis, appendfsync always',
      refuses: true,
      begin: () => redis.kill(),
      end: () => redis.start(),
    });
  });

  it('W2 H2 P4 that lost its last second: the end of an epoch is gone, and another begins', async () => {
    const chance = createChance(seed);
    await askRedis(redis.port, 'CONFIG', 'SET', 'appendfsync', 'everysec');
    const tail = openTail(redis);
    const { lost } = await endure(stage, chance, {
      name: 'kill -9 of Redis, appendfsync everysec, its last writes gone',
      refuses: true,
      mayLose: true,
      async begin() {
        await redis.kill();
        await tail.lose(chance);
      },
      end: () => redis.start(),
    });
    expect(lost).toBeGreaterThan(0);
  });
});
