/** Ten megabytes for every operation that there is, by strangers and by those who may: refused before they are read. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { fill, readOperations, type Operation } from '../support/operations.ts';
import { openConnection } from '../support/raw-link.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';

/** Bytes. */
const MUCH = 10_000_000;
const ANY = { channel: 'breaking', id: 'x', hint: 'x', hash: 'x' };
/** Bytes that the hub's memory may grow by, whatever it is sent: far less than two uploads. */
const ROOM = 64 * 1024 * 1024;

describe('uploads of 10 MB', () => {
  let folder: string;
  let hub: HubProcess;
  let operations: Operation[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ajil-uploads-'));
    hub = await startHubProcess({ dataDir: folder });
    operations = await readOperations(hub.url);
  }, 60_000);
  afterAll(async () => {
    await endHubs();
    await rm(folder, { recursive: true, force: true });
  });

  /** Bytes that the hub holds at the most since its start. */
  async function peak(): Promise<number> {
    const text = await readFile(`/proc/${hub.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1]) * 1024;
  }

  it('P4 are refused in every text of every body, whoever sends them, and take no memory', async () => {
    const before = await peak();
    expect(before).toBeGreaterThan(0);
    const words = 'x'.repeat(MUCH);
    let count = 0;
    for (const { id, method, path, texts, hasBody } of operations.filter((one) => one.hasBody)) {
      expect(hasBody && texts.length, id).toBeGreaterThan(0);
      for (const authorization of [undefined, '']) {
        for (const text of texts.slice(0, 4)) {
          const body = `{${JSON.stringify(text)}:"${words}"}`;
          const headers = authorization === undefined ? {} : { authorization };
          const answer = await request(hub.url + fill(path, ANY), method, body, headers);
          expect(answer, `${id} ${text}`).toMatchObject({
            status: 413,
            body: { code: 'body_too_large', errors: [{ field: 'body' }] },
          });
          count += 1;
        }
      }
    }
    expect(count).toBeGreaterThan(50);
    expect(await peak()).toBeLessThan(before + ROOM);
  }, 120_000);

  it('P4 are refused where no body belongs, and where nothing is', async () => {
    const words = 'x'.repeat(MUCH);
    const paths = operations.filter(({ hasBody, method }) => !hasBody && method !== 'GET');
    expect(paths.length).toBeGreaterThan(8);
    for (const { method, path } of paths) {
      const answer = await request(hub.url + fill(path, ANY), method, words);
      expect(answer.status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
    }
    for (const path of ['/', '/live/breaking', '/api/nowhere', '/console/', '/metrics']) {
      expect((await request(hub.url + path, 'POST', words)).status, path).toBeGreaterThanOrEqual(
        400,
      );
    }
  }, 60_000);

  it.each(['with their length', 'in chunks'])(
    'P4 announced %s they are answered before they have come, and the next request is answered',
    async (how) => {
      const connection = await openConnection(hub.url);
      const length = how === 'in chunks' ? 'Transfer-Encoding: chunked' : `Content-Length: ${MUCH}`;
      connection.write(
        [
          'POST /api/channels/breaking/headlines HTTP/1.1',
          'Host: a',
          `Authorization: Bearer ${ADMIN_KEY}`,
          'Content-Type: application/json',
          `${length}\r\n\r\n`,
        ].join('\r\n'),
      );
      if (how === 'in chunks') {
        const chunk = 'x'.repeat(16 * 1024);
        for (let n = 0; n < 8; n += 1) connection.write(`4000\r\n${chunk}\r\n`);
      }
      await until(() => connection.heard.includes('body_too_large'), 'the refusal', 5_000);
      expect(connection.heard).toMatch(/^HTTP\/1\.1 413 /);
      expect((await fetch(`${hub.url}/readyz`)).status).toBe(200);
      await connection.reset();
    },
  );
});
