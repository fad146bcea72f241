/** The hubs that a fault meets, each a process of its own, and the plays that are given on them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { request, type Answer } from '../support/request.ts';
import { until } from '../support/until.ts';
import { openPlay, type Play } from './play.ts';

export interface Stage {
  readonly hubs: readonly HubProcess[];
  /** On channels of its own, so that each is audited alone; published to `at` some hubs or all of them. */
  play(channels?: number, at?: readonly HubProcess[]): Promise<Play>;
  /** Deletes the channels of a play that is over. */
  forget(play: Play): Promise<void>;
  /** Every hub killed and started again. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly hubs: number;
  /** Unset: one hub on SQLite, in a folder of its own. */
  readonly redisUrl?: string;
}

export async function startStage({ hubs: count, redisUrl }: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'ajil-faults-'));
  const options = redisUrl === undefined ? {} : { redisUrl };
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const starting = Array.from({ length: count }, (_, n) =>
      startHubProcess({ dataDir: join(folder, String(n)), ...options }),
    );
    return stageOf(await Promise.all(starting), remove);
  } catch (error) {
    // Those that did start end with the test file (`endHubs`).
    await remove();
    throw error;
  }
}

/** Of hubs that run already. */
export function stageOf(hubs: readonly HubProcess[], closed: () => Promise<void>): Stage {
  const plays = new Set<Play>();
  let last = 0;
  return {
    hubs,
    async play(channels = 1, at) {
      const names = Array.from({ length: channels }, () => `fault-${(last += 1)}`);
      for (const name of names) await createChannel(hubs, name);
      const play = await openPlay(hubs, names, at);
      plays.add(play);
      return play;
    },
    async forget(play) {
      plays.delete(play);
      for (const name of play.channels) await deleteChannel(hubs, name);
    },
    async renew() {
      await Promise.all(
        hubs.map(async (hub) => {
          await hub.kill();
          await hub.start();
        }),
      );
    },
    async close() {
      for (const play of plays) play.close();
      await Promise.all(hubs.map((hub) => hub.kill()));
      await closed();
    },
  };
}

/** ms for an answer of a hub to which nothing has happened yet. */
const PATIENCE = 5_000;

const ask = (hub: HubProcess, path: string, method?: string, body?: unknown) =>
  request(`${hub.url}/api/channels${path}`, method, body, {}, PATIENCE);

function firstOf(hubs: readonly HubProcess[]): HubProcess {
  const [first] = hubs;
  if (first === undefined) throw new Error('There is no hub');
  return first;
}

/** Over one hub; resolves when all of them show it. */
async function createChannel(hubs: readonly HubProcess[], name: string): Promise<void> {
  const channel = { name, title: `قناة ${name}` };
  await untilDone([201, 409], () => ask(firstOf(hubs), '', 'POST', channel));
  for (const hub of hubs) {
    const isThere = async (): Promise<boolean> =>
      (await ask(hub, `/${name}/headlines`)).status === 200;
    await until(isThere, `${name} to be at ${hub.url}`);
  }
}

async function deleteChannel(hubs: readonly HubProcess[], name: string): Promise<void> {
  await untilDone([204, 404], () => ask(firstOf(hubs), `/${name}`, 'DELETE'));
}

/**
 * The hub may still be on its way back to its Redis, after the fault before this one; and what it could not
 * promise to have done may be done all the same.
 */
async function untilDone(statuses: readonly number[], act: () => Promise<Answer>): Promise<void> {
  await until(
    async () => {
      const { status, body } = await act();
      if (statuses.includes(status) || status === 503) return status !== 503;
      throw new Error(`Expected ${statuses.join(' or ')}, but it was ${JSON.stringify(body)}`);
    },
    `an answer ${statuses.join(' or ')}`,
  );
}
