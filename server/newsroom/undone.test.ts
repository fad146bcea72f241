import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UNDONE } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { forgetUndone, UNDONE_KEPT, UNDONE_LOOK } from './undone.ts';

const T0 = Date.UTC(2026, 10, 24, 12);
let database: DatabaseSync;
let store: Store;
beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
  database = new DatabaseSync(':memory:');
  store = openSqliteStore(database);
});
afterEach(() => {
  vi.useRealTimers();
  database.close();
});

const takeBack = (id: string) =>
  store.write([openShelf(store, UNDONE).put({ id, at: new Date().toISOString() })]);
const known = async () => (await store.all('undone')).map(({ id }) => id);

it('N1 remembers for a day what was taken back, and forgets it while the node goes on', async () => {
  const failures: unknown[] = [];
  const ports = { store, now: Date.now, failed: (error: unknown) => failures.push(error) };
  const stops = [forgetUndone(ports), forgetUndone(ports)];
  await takeBack('first');
  await vi.advanceTimersByTimeAsync(UNDONE_KEPT - UNDONE_LOOK);
  await takeBack('second');
  expect(await known()).toEqual(['first', 'second']);
  await vi.advanceTimersByTimeAsync(2 * UNDONE_LOOK);
  expect(await known()).toEqual(['second']);
  for (const stop of stops) stop();
  await vi.advanceTimersByTimeAsync(2 * UNDONE_KEPT);
  expect(await known()).toEqual(['second']);
  // At a start at the latest.
  forgetUndone(ports)();
  await vi.advanceTimersByTimeAsync(0);
  expect(await known()).toEqual([]);
  expect(failures).toEqual([]);
});

it('N1 looks again where the store was away', async () => {
  const failures: unknown[] = [];
  const all = vi.spyOn(store, 'all').mockRejectedValueOnce(new Error('away'));
  await takeBack('first');
  const stop = forgetUndone({ store, now: Date.now, failed: (error) => failures.push(error) });
  await vi.advanceTimersByTimeAsync(UNDONE_KEPT + UNDONE_LOOK);
  expect(failures).toEqual([new Error('away')]);
  all.mockRestore();
  expect(await known()).toEqual([]);
  stop();
});
