/** A Redis that is there, and is of no use, or is not what it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRedis } from '../support/ask-redis.ts';
import { endHubs } from '../support/hub-process.ts';
import { request } from '../support/request.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { endure, type Fault } from './endure.ts';
import { createChance, isLong, ROUNDS } from './rounds.ts';
import { startStage, type Stage } from './stage.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let redis: TestRedis;
let stage: Stage;
beforeAll(async () => {
  redis = await startRedis('always', '--enable-debug-command', 'local');
  leftovers.adopt(redis, (one) => one.stop());
  stage = leftovers.adopt(await startStage({ hubs: 2, redisUrl: redis.url }), (one) => one.close());
});

const ask = (command: string): Promise<unknown> => askRedis(redis.port, ...command.split(' '));
/** A port where nothing listens. */
const NOWHERE = '127.0.0.1 1';
const SLEEP = isLong ? 10 : 3;

/** What is over as soon as it has happened. */
function moment(command: string): Fault {
  return { name: command, begin: () => ask(command), end: () => Promise.resolve() };
}

/** Something that lasts, and while it does, nothing can be published. */
function state(name: string, begin: string, end: string): Fault {
  return { name, refuses: true, lasts: 500, begin: () => ask(begin), end: () => ask(end) };
}

function asleep(): Fault {
  let awake: Promise<unknown> = Promise.resolve();
  return {
    name: `DEBUG SLEEP ${SLEEP}`,
    refuses: true,
    begin() {
      awake = ask(`DEBUG SLEEP ${SLEEP}`);
      return Promise.resolve();
    },
    end: () => awake,
  };
}

const FAULTS: readonly (() => Fault)[] = [
  () => moment('CLIENT KILL TYPE pubsub'),
  () => moment('CLIENT KILL TYPE normal'),
  asleep,
  () => state('full', 'CONFIG SET maxmemory 1', 'CONFIG SET maxmemory 0'),
  () => state('read-only', `REPLICAOF ${NOWHERE}`, 'REPLICAOF NO ONE'),
  () =>
    state(
      'without replicas',
      'CONFIG SET min-replicas-to-write 1',
      'CONFIG SET min-replicas-to-write 0',
    ),
];

describe.each(ROUNDS)('two hubs on a Redis, round $round, seed $seed', ({ seed }) => {
  it.each(FAULTS.map((open) => ({ open, name: open().name })))(
    'W3 W5 H2 P1 P4 that has a fault: $name',
    async ({ open }) => {
      await endure(stage, createChance(seed), open());
    },
  );

  it('W2 H2 P4 that is wiped: a new epoch, and all channels are there again', async () => {
    const { verdicts } = await endure(stage, createChance(seed), {
      ...moment('FLUSHALL'),
      mayLose: true,
      check: expectChannelsBack,
    });
    for (const { epochs } of verdicts) expect(epochs.length).toBeGreaterThan(1);
  });
});

/** Not only in the memory of the hubs that knew them: one that starts later finds them. */
async function expectChannelsBack(channels: readonly string[]): Promise<void> {
  const [hub] = stage.hubs;
  if (hub === undefined) throw new Error('There is no hub');
  await hub.stop();
  await hub.start();
  for (const name of ['breaking', ...channels]) {
    const isThere = async (): Promise<boolean> =>
      (await request(`${hub.url}/api/channels/${name}/headlines`)).status === 200;
    await until(isThere, `${name} to be there again`, 5_000);
  }
}
