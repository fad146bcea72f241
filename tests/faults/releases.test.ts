/** What is held goes out at its time and once, though hubs are killed around that very time. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../support/api.ts';
import { endHubs } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { createChance, ROUNDS } from './rounds.ts';
import { startStage, type Stage } from './stage.ts';

/** Held items of a round: many are due at one moment, so that a hub is killed in the midst of them. */
const ITEMS = 120;
/** ms from the beginning of a round until they are due. */
const MOMENTS = [1_500, 3_000, 4_500];
/** The promise is 1 s; the rest is for a machine that does other things as well. */
const LIMIT = 1_500;

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let stage: Stage;
beforeAll(async () => {
  const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
  stage = leftovers.adopt(await startStage({ hubs: 3, redisUrl: redis.url }), (one) => one.close());
});

describe.each(ROUNDS)('what is due at three hubs, round $round, seed $seed', ({ round, seed }) => {
  it('N5 goes out within a second and once, whichever hubs die meanwhile', async () => {
    const chance = createChance(seed);
    const name = `due-${round}`;
    const [first] = stage.hubs;
    if (!first) throw new Error('There is no hub');
    await request(`${first.url}/api/channels`, 'POST', { name, title: name });
    const began = Date.now();
    const due = new Map<string, number>();
    const hold = async (headline: string): Promise<void> => {
      const time = began + chance.of(MOMENTS);
      due.set(headline, time);
      const embargoedUntil = new Date(time).toISOString();
      const path = `${chance.of(stage.hubs).url}/api/channels/${name}/held`;
      const held = await request(path, 'POST', {
        id: headline,
        draft: { headline },
        embargoedUntil,
      });
      expect(held.status).toBe(202);
    };
    await Promise.all(Array.from({ length: ITEMS }, (_, n) => hold(`item-${n}`)));
    // One after another, each back before the next, so that two are always there.
    for (const moment of MOMENTS) {
      const victim = chance.of(stage.hubs);
      await pause(Math.max(0, began + moment + chance.between(0, 40) - Date.now()));
      await victim.kill();
      await victim.start();
    }
    const api = openApi(first.url, name);
    const out = async () => (await api.log()).length >= ITEMS;
    await until(out, 'all to go out');
    const held = async () =>
      JSON.stringify((await request(`${first.url}/api/channels/${name}/held`)).body);
    await until(async () => (await held()) === '{"held":[]}', 'nothing to be held any more');
    const log = await api.log();
    const texts = log.map(({ headline: { headline = '' } }) => headline);
    expect(texts.toSorted()).toEqual([...due.keys()].toSorted());
    const late = log.map(
      ({ headline: { firstCreated, headline = '' } }) =>
        Date.parse(firstCreated) - (due.get(headline) ?? 0),
    );
    console.info(`released: slowest ${Math.max(...late)} ms after its time`);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThan(LIMIT);
    await request(`${first.url}/api/channels/${name}`, 'DELETE');
  }, 60_000);
});
