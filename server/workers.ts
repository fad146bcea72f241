/**
 * Several workers on one port, each a hub that follows the wire through Redis. The primary process
 * starts and replaces them and serves nothing: no connection passes through it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningHub } from './assemble.ts';
import type { Config } from './config.ts';
import { closeOnce } from './ending.ts';
import { listen } from './http/port.ts';
import { StartFault } from './start-fault.ts';
import { openLog } from './telemetry/log.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

/** Problem: a `StartFault`, told once for all workers. */
export async function startWorkers(config: Config): Promise<RunningHub> {
  const opened = new AsyncDisposableStack();
  try {
    return await open(config, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function open(config: Config, opened: AsyncDisposableStack): Promise<RunningHub> {
  const port = await findPort(config);
  // Nobody else may enter a folder made like this.
  const folder = await mkdtemp(join(tmpdir(), 'ajil-workers-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const log = openLog(config.logLevel);
  const places: Workplace[] = [];
  opened.defer(async () => {
    await Promise.all(places.map((place) => place.close()));
  });

  const hire = (number: number) => {
    const seat = { number, count: config.workers, folder, port };
    const { drainMs } = config;
    const place = openWorkplace({ seat, drainMs, log, now: Date.now, random: Math.random });
    places.push(place);
    return place.ready;
  };
  // One goes ahead: what keeps it from starting would keep them all, and is said once.
  const first = await hire(1);
  const others = Array.from({ length: config.workers - 1 }, (_, n) => hire(n + 2));
  const all = [first, ...(await Promise.all(others))];
  return {
    url: first.url,
    // Of all the workers one was the first at the store.
    newAdminKey: all.find(({ newAdminKey }) => newAdminKey !== undefined)?.newAdminKey,
    firstInvitation: all.find((one) => one.firstInvitation !== undefined)?.firstInvitation,
    async drain() {
      await Promise.all(places.map((place) => place.drain()));
    },
    close: closeOnce(opened),
  };
}

/**
 * A shared port would let a second hub of this user in without a word, and each would get a part of
 * the viewers. So it is first opened unshared, which no other listener allows.
 */
async function findPort({ host, port }: Config): Promise<number> {
  const alone = createServer();
  const found = await listen(alone, { host, port });
  await closed(alone);
  const shared = createServer();
  try {
    await listen(shared, { host, port: found }, true);
  } catch {
    throw new StartFault(['WORKERS must be 1 here: this system shares no port among processes']);
  }
  await closed(shared);
  return found;
}

function closed(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
