import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseProblem } from '../support/api.ts';
import { endHubs, startHubProcess } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

it('H5 readiness says that Redis is away, and is back with it', async () => {
  const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-health-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const hub = await startHubProcess({ dataDir, redisUrl: redis.url });
  const readiness = () => request(`${hub.url}/readyz`);
  expect(await readiness()).toMatchObject({ status: 200, body: { status: 'ready' } });

  await redis.kill();
  const away = await readiness();
  expect(parseProblem(away)).toMatchObject({ status: 503, code: 'wire_unavailable' });
  expect(away.headers.get('retry-after')).not.toBeNull();
  expect(JSON.stringify(away.body)).toContain('Redis is out of reach');
  expect((await request(`${hub.url}/healthz`)).body).toEqual({ status: 'alive' });
  await redis.start();
  await until(async () => (await readiness()).status === 200, 'the hub to be ready again');
});
