/** The disk under a hub that stands alone, on its own SQLite: full, or not to be written. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_KEY,
  endHubs,
  runHub,
  startHubProcess,
  type HubProcess,
} from '../support/hub-process.ts';
import { endure } from './endure.ts';
import { limitFiles } from './file-limit.ts';
import { createChance, ROUNDS } from './rounds.ts';
import { openSmallDisk, type SmallDisk } from './small-disk.ts';
import { stageOf, type Stage } from './stage.ts';

afterAll(endHubs);

let disk: SmallDisk;
let hub: HubProcess;
let stage: Stage;

const act = (run: () => void) => (): Promise<void> => {
  run();
  return Promise.resolve();
};

describe.each(ROUNDS)('a hub on SQLite, round $round, seed $seed', ({ seed }) => {
  // A disk for each round: what was deleted on it leaves room, and it would take longer and longer to
  // become full.
  const opened = new AsyncDisposableStack();
  beforeAll(async () => {
    disk = opened.adopt(await openSmallDisk(), (one) => one.close());
    hub = await startHubProcess({ dataDir: disk.folder, command: disk.command });
    const of = stageOf([hub], () => Promise.resolve());
    stage = opened.adopt(of, (one) => one.close());
  });
  afterAll(() => opened.disposeAsync());

  it('W3 H2 P1 P4 whose disk is full: it refuses, and goes on when there is space again', async () => {
    await endure(stage, createChance(seed), {
      name: `the disk full (${disk.kind})`,
      refuses: true,
      lasts: 500,
      begin: act(() => disk.fill(hub.pid)),
      end: act(() => disk.free(hub.pid)),
    });
  });

  it('W3 H1 H2 P1 whose disk is full when it is killed: all that it acknowledged is there', async () => {
    await endure(stage, createChance(seed), {
      name: `the disk full (${disk.kind}), and kill -9 of the hub`,
      refuses: true,
      kills: hub.url,
      begin: act(() => disk.fill(hub.pid)),
      async end() {
        await hub.kill();
        disk.free(hub.pid);
        await hub.start();
      },
    });
  });

  it('W3 H2 P1 P4 that may not write any more: it refuses, and goes on when it may again', async () => {
    await endure(stage, createChance(seed), {
      name: 'no file may be written',
      refuses: true,
      lasts: 500,
      begin: act(() => limitFiles(hub.pid, 0)),
      end: act(() => limitFiles(hub.pid, 'unlimited')),
    });
  });

  it('W3 H1 H2 P1 P4 whose folder is read-only when it starts: it says so in one line', async () => {
    await endure(stage, createChance(seed), {
      name: 'the folder read-only at a start',
      kills: hub.url,
      begin: () => hub.kill(),
      async end() {
        const run = runHub(
          { PORT: '0', DATA_DIR: disk.folder, AJIL_ADMIN_KEY: ADMIN_KEY },
          disk.lock(),
        );
        const code = await run.ended;
        disk.unlock();
        await hub.start();
        expect(code).toBe(1);
        expect(run.said.err).toMatch(/^DATA_DIR .*\n$/);
      },
    });
  });
});
