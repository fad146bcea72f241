import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../support/api.ts';
import { askRedis } from '../support/ask-redis.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { openPublishers } from '../support/publishers.ts';
import { startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';

/** Starts hubs one upon another. */
const LIMIT = 60_000;
const PROGRAM = new URL('../../server/sqlite/backup.ts', import.meta.url).pathname;

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ajil-backup-'));
  leftovers.defer(() => rm(folder, { recursive: true }));
});

/** As the operator types it. */
const backup = (...words: string[]) => promisify(execFile)(process.execPath, [PROGRAM, ...words]);

async function publish(hub: HubProcess, ...headlines: string[]): Promise<void> {
  for (const headline of headlines) await openApi(hub.url).publish({ headline });
}

/** A viewer that saw the end of the old log, after a restored hub went on to the same sequence and beyond. */
async function expectNoMixture(hub: HubProcess, restore: () => Promise<void>): Promise<void> {
  const viewer = leftovers.adopt(openViewer(hub.url), (one) => one.close());
  await until(() => viewer.snapshots.length === 1, 'the board');
  await publish(hub, 'ج', 'د');
  await until(() => viewer.entries.length === 2, 'what came after the backup');
  const before = await openApi(hub.url).board();
  await hub.kill();
  await restore();
  // It comes back only after that, as one whose page slept.
  viewer.sleep();
  await hub.start();
  await publish(hub, 'هـ', 'و', 'ز');
  viewer.wake();
  await until(() => viewer.snapshots.length === 2, 'a new board', LIMIT);
  const board = await openApi(hub.url).board();
  expect(board.epoch).not.toBe(before.epoch);
  expect(board.headlines.map(({ headline }) => headline)).toEqual(['ز', 'و', 'هـ', 'ب', 'أ']);
  expect(viewer.board()).toEqual(board.headlines);
}

describe('a backup of the embedded database', () => {
  it(
    'O3 W3 taken in the middle of a stream has all that was acknowledged before',
    async () => {
      const dataDir = join(folder, 'busy');
      const hub = await startHubProcess({ dataDir });
      const publishers = openPublishers(hub.url, 4);
      await publishers.reach(50);
      const before = [...publishers.acknowledged];
      await backup(dataDir, join(folder, 'busy.db'));
      await publishers.reach(publishers.acknowledged.size + 50);
      await publishers.finish();
      expect(publishers.refusals).toEqual([]);
      await hub.stop();

      await backup('--restore', join(folder, 'busy.db'), join(folder, 'again'));
      const again = await startHubProcess({ dataDir: join(folder, 'again') });
      const log = new Map(
        (await openApi(again.url).log()).map((one) => [one.seq, one.headline.id]),
      );
      for (const [id, { seq }] of before) expect(log.get(seq)).toBe(id);
      expect([...log.keys()]).toEqual(Array.from({ length: log.size }, (_, n) => n + 1));
      await again.stop();
    },
    LIMIT,
  );

  it(
    'O3 W2 H2 restored, is another epoch: nobody takes its headlines for those that came after it',
    async () => {
      const dataDir = join(folder, 'old');
      const hub = await startHubProcess({ dataDir });
      await publish(hub, 'أ', 'ب');
      await backup(dataDir, join(folder, 'old.db'));
      await expectNoMixture(hub, async () => {
        await expect(backup('--restore', join(folder, 'old.db'), dataDir)).rejects.toThrow(
          /ajil\.db exists: move it away first/,
        );
        await rm(dataDir, { recursive: true });
        await backup('--restore', join(folder, 'old.db'), dataDir);
      });
      await hub.stop();
    },
    LIMIT,
  );

  it('O3 leaves nothing half done where it cannot be', async () => {
    await writeFile(join(folder, 'letter.db'), 'not a database at all, though it is called one');
    const into = join(folder, 'refused');
    await expect(backup('--restore', join(folder, 'letter.db'), into)).rejects.toThrow(/database/);
    expect(await readdir(into)).toEqual([]);
    await expect(backup(into, join(folder, 'none.db'))).rejects.toThrow(/does not exist/);
    await expect(backup(folder)).rejects.toThrow(/DATA_DIR FILE/);
    await expect(backup(into, join(folder, 'letter.db'))).rejects.toThrow(/exists/);
  });
});

describe('a copy of the append-only file of Redis', () => {
  it(
    'O3 W2 H2 put back as docs/operating.md says, is another epoch too',
    async () => {
      const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
      const hub = await startHubProcess({ dataDir: folder, redisUrl: redis.url });
      await publish(hub, 'أ', 'ب');
      const [live, kept] = [join(redis.folder, 'appendonlydir'), join(folder, 'appendonlydir')];
      // Between two writes the folder is whole.
      await cp(live, kept, { recursive: true });
      await expectNoMixture(hub, async () => {
        await redis.kill();
        await rm(live, { recursive: true });
        await cp(kept, live, { recursive: true });
        await redis.start();
        await askRedis(redis.port, 'HDEL', 'ajil:{breaking}:head', 'epoch');
      });
      await hub.stop();
    },
    LIMIT,
  );
});
