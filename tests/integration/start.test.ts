import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/redis.ts';
import { until } from '../support/until.ts';

const MAIN = new URL('../../server/main.ts', import.meta.url).pathname;

function start(environment: Record<string, string>) {
  const env = { PATH: process.env['PATH'], LOG_LEVEL: 'silent', ...environment };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
  return { child, said };
}

describe('the start', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ajil-start-'));
    await writeFile(join(folder, 'file'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function refused(environment: Record<string, string>): Promise<string> {
    const { child, said } = start(environment);
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    return said.err;
  }

  it('P4 a start that cannot be says why in one line each and exits with 1', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const address = busy.address();
    const PORT = typeof address === 'object' && address ? String(address.port) : '';
    const DATA_DIR = join(folder, 'data');
    expect(await refused({ PORT, DATA_DIR })).toMatch(/^PORT \d+ on 127\.0\.0\.1 is in use.*\n$/);
    busy.close();
    expect(await refused({ DATA_DIR: join(folder, 'file', 'x') })).toMatch(/^DATA_DIR .*\n$/);
    expect(await refused({ DATA_DIR: '/proc/nowhere' })).toMatch(/^DATA_DIR .*\n$/);
    const port = await freePort();
    expect(await refused({ REDIS_URL: `redis://127.0.0.1:${port}` })).toMatch(/^REDIS_URL: .*\n$/);
    const lines = (await refused({ PORT: 'x', REDIS_URL: 'zzz', LOG_LEVEL: 'loud' })).split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['PORT', 'REDIS_URL', 'LOG_LEVEL', '']);
  });

  it('W3 what was acknowledged is there after kill -9 in the middle of a stream', async () => {
    const environment = {
      PORT: String(await freePort()),
      DATA_DIR: join(folder, 'killed'),
      AJIL_ADMIN_KEY: 'an-admin-key-of-the-tests-own',
    };
    const url = `http://127.0.0.1:${environment.PORT}/api/channels/breaking/headlines`;
    const headers = {
      authorization: `Bearer ${environment.AJIL_ADMIN_KEY}`,
      'content-type': 'application/json',
    };
    const first = start(environment);
    await until(() => first.said.out.includes('Publish:'), 'the hub to start');
    const acknowledged: string[] = [];
    const publisher = async (name: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const id = `p${name}-${n}`;
        const body = JSON.stringify({ id, headline: id });
        const response = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
        if (response?.status !== 201) return;
        acknowledged.push(id);
      }
    };
    const publishers = Promise.all([1, 2, 3, 4].map(publisher));
    await until(() => acknowledged.length > 100, 'a hundred publishes');
    // The lock of a live hub keeps a second one out.
    expect(await refused({ ...environment, PORT: '0' })).toMatch(/in use by another hub/);
    first.child.kill('SIGKILL');
    await publishers;

    const second = start(environment);
    await until(() => second.said.out.includes('Publish:'), 'the hub to start again');
    for (const id of acknowledged) {
      expect((await fetch(`${url}/${id}`)).status, id).toBe(200);
    }
    second.child.kill('SIGTERM');
    await once(second.child, 'close');
    expect(second.child.exitCode).toBe(0);
  });
});
