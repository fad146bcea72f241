import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../support/api.ts';
import { endHubs, runHub, startHubProcess } from '../support/hub-process.ts';
import { openPublishers } from '../support/publishers.ts';
import { freePort } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';

/** Starts hubs one upon another; a busy machine takes its time. */
const LIMIT = 60_000;

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

describe('the start', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ajil-start-'));
    leftovers.defer(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'file'), '');
  });

  async function refused(environment: Record<string, string>): Promise<string> {
    const { ended, said } = runHub(environment);
    expect(await ended).toBe(1);
    return said.err;
  }

  it(
    'P4 a start that cannot be says why in one line each and exits with 1',
    async () => {
      const busy = createServer().listen(0, '127.0.0.1');
      await once(busy, 'listening');
      const address = busy.address();
      const PORT = typeof address === 'object' && address ? String(address.port) : '';
      const REDIS_URL = `redis://127.0.0.1:${await freePort()}`;
      const [port, file, nowhere, redis, all] = await Promise.all([
        refused({ PORT, DATA_DIR: join(folder, 'data') }),
        refused({ DATA_DIR: join(folder, 'file', 'x') }),
        refused({ DATA_DIR: '/proc/nowhere' }),
        refused({ REDIS_URL }),
        refused({ PORT: 'x', REDIS_URL: 'zzz', LOG_LEVEL: 'loud' }),
      ]);
      busy.close();
      expect(port).toMatch(/^PORT \d+ on 127\.0\.0\.1 is in use.*\n$/);
      expect(file).toMatch(/^DATA_DIR .*\n$/);
      expect(nowhere).toMatch(/^DATA_DIR .*\n$/);
      expect(redis).toMatch(/^REDIS_URL: .*\n$/);
      const lines = all.split('\n');
      expect(lines.map((line) => line.split(' ')[0])).toEqual([
        'PORT',
        'REDIS_URL',
        'LOG_LEVEL',
        '',
      ]);
    },
    LIMIT,
  );

  it(
    'W3 H1 a hub told to stop exits with 0; started again, it has lost nothing',
    async () => {
      const dataDir = join(folder, 'stopped');
      const hub = await startHubProcess({ dataDir });
      // The lock of a live hub keeps a second one out.
      expect(await refused({ DATA_DIR: dataDir, PORT: '0' })).toMatch(/in use by another hub/);
      const viewer = leftovers.adopt(openViewer(hub.url), (one) => one.close());
      await until(() => viewer.snapshots.length === 1, 'the board');
      const { publish, board } = openApi(hub.url);
      await publish({ headline: 'قبل التوقف' });
      const before = await board();
      expect(await hub.stop()).toBe(0);
      await hub.start();
      expect(await board()).toEqual(before);
      await publish({ headline: 'بعد التوقف' });
      await until(() => viewer.entries.length === 2, 'both entries');
      expect(viewer.entries.map(({ seq }) => seq)).toEqual([1, 2]);
      expect(viewer.snapshots).toHaveLength(1);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );

  it(
    'W3 P1 a hub told to stop in the middle of a stream answers what it took and exits with 0',
    async () => {
      const dataDir = join(folder, 'streaming');
      const hub = await startHubProcess({ dataDir });
      // Half of a request is no reason to stay.
      const half = connect(Number(new URL(hub.url).port), '127.0.0.1');
      leftovers.defer(() => {
        half.destroy();
      });
      half.on('error', () => undefined);
      half.write('POST /api/channels/breaking/headlines HTTP/1.1\r\nHost: a\r\n');
      const publishers = openPublishers(hub.url, 4);
      await publishers.reach(100);
      expect(await hub.stop()).toBe(0);
      const before = [...publishers.acknowledged.keys()];
      await hub.start();
      await publishers.finish();
      for (const id of before) {
        expect(await publishers.repeat(id)).toEqual(publishers.acknowledged.get(id));
      }
      expect(publishers.refusals).toEqual([]);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );
});
