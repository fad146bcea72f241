/** A node that no longer hears what others publish, though every connection looks alive. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openApi, parseProblem } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { request } from '../support/request.ts';
import { openSeverable } from '../support/severable.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

async function startHub(redisPort: number): Promise<HubProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-probe-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  return startHubProcess({ dataDir, redisUrl: `redis://127.0.0.1:${redisPort}` });
}

/** ms: 5 until it counts as deaf, and what the rounds of the probe add, on a busy machine. */
const NOTICED = 12_000;
/** ms until a viewer has what a deaf hub found by looking: a second is the promise. */
const FOUND = 5_000;

it('W6 H5 is not ready until it hears again, and its viewers are kept up by looking', async () => {
  const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
  const link = leftovers.adopt(await openSeverable(redis.port), (one) => one.close());
  const [deaf, other] = await Promise.all([startHub(link.port), startHub(redis.port)]);
  const viewer = leftovers.adopt(openViewer(deaf.url), (one) => one.close());
  await until(() => viewer.snapshots.length === 1, 'the viewer to have a board');
  const readiness = () => request(`${deaf.url}/readyz`);
  expect((await readiness()).status).toBe(200);

  link.cut('silent', 'bell');
  await openApi(other.url).publish({ id: 'unheard', headline: 'خبر لم يقرع جرسه' });
  await until(() => viewer.entries.length === 1, 'the viewer to have it all the same', FOUND);
  await until(async () => (await readiness()).status === 503, 'the hub to say so', NOTICED);
  const refusal = await readiness();
  expect(parseProblem(refusal)).toMatchObject({ code: 'wire_unavailable' });
  expect(JSON.stringify(refusal.body)).toContain('bell');
  expect((await request(`${deaf.url}/healthz`)).status).toBe(200);
  expect((await request(`${other.url}/readyz`)).status).toBe(200);
  // Its own publishers are served, and everybody hears of it.
  await openApi(deaf.url).publish({ id: 'own', headline: 'خبر من عندها' });
  await until(() => viewer.entries.length === 2, 'the viewer to have both', FOUND);

  link.heal();
  await until(async () => (await readiness()).status === 200, 'the hub to be ready', FOUND);
  await openApi(other.url).publish({ id: 'heard', headline: 'خبر مسموع' });
  await until(() => viewer.entries.length === 3, 'the viewer to have all three', FOUND);
  expect(viewer.entries.map(({ headline }) => headline.id)).toEqual(['unheard', 'own', 'heard']);
  expect(viewer.losses).toEqual([]);
}, 60_000);
