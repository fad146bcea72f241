/** Hubs of a test's own, in its own process: one on SQLite, or two that share a Redis. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub, type HubPace, type RunningHub } from '../../server/assemble.ts';
import { readConfig } from '../../server/config.ts';
import { ADMIN_KEY, NO_LIMITS } from './hub-process.ts';
import { startRedis, type TestRedis } from './redis.ts';

export const BACKENDS = ['SQLite', 'Redis'] as const;
export type BackendName = (typeof BACKENDS)[number];

export interface TestHubs {
  /** On Redis the second node; on SQLite the same one. */
  readonly url: string;
  readonly otherUrl: string;
  close(): Promise<void>;
}

export async function startHubs(backend: BackendName, pace?: HubPace): Promise<TestHubs> {
  const folder = await mkdtemp(join(tmpdir(), 'ajil-hub-'));
  const redis: TestRedis | undefined = backend === 'Redis' ? await startRedis() : undefined;
  const config = readConfig({
    PORT: '0',
    DATA_DIR: folder,
    REDIS_URL: redis?.url,
    AJIL_ADMIN_KEY: ADMIN_KEY,
    LOG_LEVEL: 'silent',
    ...NO_LIMITS,
  });
  const one = await startHub(config, undefined, pace);
  const hubs: RunningHub[] = [one];
  const other = redis ? await startHub(config, undefined, pace) : one;
  if (other !== one) hubs.push(other);
  return {
    url: one.url,
    otherUrl: other.url,
    async close() {
      for (const hub of hubs) await hub.close();
      await redis?.stop();
      await rm(folder, { recursive: true });
    },
  };
}
