/** A node that ends: what is due meanwhile is for the others, or for its next start. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openApi } from '../support/api.ts';
import { endHubs, startHubProcess } from '../support/hub-process.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';

afterAll(endHubs);

it('N5 H6 a hub that is told to end begins to send nothing more, and sends it when it is back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ajil-releases-'));
  const hub = await startHubProcess({ dataDir: folder, environment: { DRAIN_MS: '3600000' } });
  // The hub stays for its viewer.
  const viewer = openViewer(hub.url);
  await until(() => viewer.snapshots.length > 0, 'the viewer to come');
  const due = Date.now() + 600;
  const body = {
    ...{ id: 'held', draft: { id: 'due', headline: 'خبر' } },
    embargoedUntil: new Date(due).toISOString(),
  };
  await request(`${hub.url}/api/channels/breaking/held`, 'POST', body);
  hub.signal('SIGTERM');
  const isEnding = async () =>
    (await fetch(`${hub.url}/readyz`).catch(() => undefined))?.status === 503;
  await until(isEnding, 'it to be ending');
  await until(() => Date.now() > due + 500, 'its time to pass');
  expect((await openApi(hub.url).board()).headlines).toEqual([]);
  viewer.close();
  await until(() => !hub.running, 'it to end');
  await hub.start();
  await until(
    async () => (await openApi(hub.url).find('due')).status === 200,
    'it to go out',
    1_000,
  );
  await hub.kill();
  await rm(folder, { recursive: true });
});
