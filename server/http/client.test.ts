import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StartFault } from '../start-fault.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { clientRoutes, readRelease } from './client.ts';

let clientFolder: string;
let database: DatabaseSync;
let store: Store;

beforeEach(() => {
  clientFolder = mkdtempSync(join(tmpdir(), 'ajil-client-'));
  database = new DatabaseSync(':memory:');
  store = openSqliteStore(database);
});
afterEach(() => {
  database.close();
  rmSync(clientFolder, { recursive: true });
});

function build(script: string): void {
  for (const part of ['embed', 'pages']) mkdirSync(join(clientFolder, part), { recursive: true });
  writeFileSync(join(clientFolder, 'embed/ticker.js'), script);
  writeFileSync(join(clientFolder, 'pages/index.html'), '<!doctype html>');
}

/** What a start of the hub does with the client that it finds. */
async function start() {
  const release = readRelease(clientFolder);
  await store.keepScript(release.hash, release.text);
  return { release, app: clientRoutes({ clientFolder, release, store }) };
}

it('H1 a page that pins a release gets the same bytes after the hub was upgraded', async () => {
  build('one');
  const { release: before } = await start();
  build('another');
  const { release: after, app } = await start();
  expect(after.hash).not.toBe(before.hash);
  const pinned = await app.request(`/embed/${before.hash}/ticker.js`);
  expect(await pinned.text()).toBe('one');
  expect(pinned.headers.get('cache-control')).toContain('immutable');
  expect(pinned.headers.get('access-control-allow-origin')).toBe('*');
  for (const path of [`/embed/${after.hash}/ticker.js`, '/embed/v1/ticker.js']) {
    expect(await (await app.request(path)).text()).toBe('another');
  }
  expect((await app.request('/embed/nowhere/ticker.js')).status).toBe(404);
});

it('P4 a client that was not built is a start that cannot be', () => {
  expect(() => readRelease(clientFolder)).toThrow(StartFault);
});
