/** A hub that is killed, one of three. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { endHubs } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { endure } from './endure.ts';
import { createChance, ROUNDS } from './rounds.ts';
import { startStage, type Stage } from './stage.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let stage: Stage;
beforeAll(async () => {
  const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
  stage = leftovers.adopt(await startStage({ hubs: 3, redisUrl: redis.url }), (one) => one.close());
});

describe.each(ROUNDS)('three hubs on a Redis, round $round, seed $seed', ({ seed }) => {
  it('W3 W5 H1 H2 P1 one of them is killed and comes back: the others do not notice', async () => {
    const chance = createChance(seed);
    const victim = chance.of(stage.hubs);
    await endure(stage, chance, {
      name: 'kill -9 of a hub, one of three',
      kills: victim.url,
      begin: () => victim.kill(),
      end: () => victim.start(),
    });
  });
});
