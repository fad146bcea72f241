import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openApi } from '../support/api.ts';
import { readDeployment } from '../support/deploy-files.ts';
import { ADMIN_KEY } from '../support/hub-process.ts';
import { runImage } from '../support/image.ts';
import { freePort } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';

/** Copies some forty packages, and starts a hub. */
const LIMIT = 60_000;

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());

it(
  'O3 H6 what the Dockerfile copies is enough to run, by a user who may write to its data alone',
  async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const environment = { PORT: String(port), AJIL_ADMIN_KEY: ADMIN_KEY, DRAIN_MS: '0' };
    const image = leftovers.adopt(await runImage(environment), (one) => one.close());
    const isUp = (): boolean => image.said.text.includes('Ajil');
    await until(isUp, `the image to start: ${image.said.text}`, LIMIT);
    expect(await image.checkHealth()).toBe(0);

    const viewer = leftovers.adopt(openViewer(url), (one) => one.close());
    await until(() => viewer.snapshots.length === 1, 'the board');
    await openApi(url).publish({ headline: 'من الصورة' });
    await until(() => viewer.entries.length === 1, 'the headline');
    const [{ startupProbe, readinessProbe, livenessProbe }] =
      readDeployment().template.spec.containers;
    const probes = [startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => httpGet.path);
    for (const path of [
      ...probes,
      '/',
      '/embed',
      '/console/',
      '/api/docs',
      '/embed/v1/ticker.js',
      '/live/breaking',
    ]) {
      expect((await fetch(`${url}${path}`)).status, path).toBe(200);
    }
    const shell = ['node', 'client/shell/ajil.ts', 'list', '--channel', 'breaking'];
    const listed = await image.execute(shell, { AJIL_HUB: url });
    expect(listed.code).toBe(0);
    expect(listed.out).toContain('من الصورة');
    const watching = ['node', 'client/shell/ajil.ts', 'watch', '--channel', 'none'];
    expect((await image.execute(watching, { AJIL_HUB: url })).code).toBe(1);
    expect(await readdir(image.data)).toContain('ajil.db');
    // It ran where nobody may write.
    expect((await stat(join(image.data, '../app/server'))).mode & 0o222).toBe(0);

    image.signal('SIGTERM');
    expect(await image.exited).toBe(0);
    expect(await image.checkHealth()).toBe(1);
    expect(image.said.text).not.toMatch(/EACCES|EROFS|Error|Warning/);
  },
  LIMIT,
);
