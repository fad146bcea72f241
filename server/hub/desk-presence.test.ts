import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskNode } from '../../shared/desk.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { openDeskPresence, type DeskPresence } from './desk-presence.ts';

const BY = { kind: 'person', id: 'p1', name: 'سلمى' } as const;
const LOOK = { channel: 'breaking', item: 'x', by: BY };

describe('who is at the desk', () => {
  let store: Store;
  let database: DatabaseSync;
  let nodes: DeskPresence[];
  const failures: unknown[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    database = new DatabaseSync(':memory:');
    store = openSqliteStore(database);
    nodes = [];
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    vi.useRealTimers();
    database.close();
    expect(failures).toEqual([]);
  });

  async function node(name: string, viewers: DeskNode['viewers'] = {}): Promise<DeskPresence> {
    const failed = (error: unknown) => failures.push(error);
    const ports = { store, node: name, now: Date.now, watching: () => viewers, failed };
    const one = await openDeskPresence(ports);
    nodes.push(one);
    return one;
  }
  const records = async () => (await store.all('desk')).map(({ id }) => id);

  it('N14 is told to every node, with the viewers of all of them', async () => {
    const one = await node('a', { breaking: { 'https://a.example': 2 } });
    const other = await node('b', { breaking: { 'https://a.example': 1, '': 4 } });
    one.set('s1', [LOOK]);
    other.set('s2', [LOOK]);
    await vi.advanceTimersByTimeAsync(2_000);
    for (const presence of [one, other]) {
      expect(presence.looking('breaking')).toEqual([{ item: 'x', people: [BY] }]);
      expect(presence.looking('sport')).toEqual([]);
      expect(presence.viewers('breaking')).toEqual({
        count: 7,
        byOrigin: { 'https://a.example': 3, '': 4 },
      });
    }
  });

  it('N14 writes nothing while nobody is at a desk, and nothing that did not change', async () => {
    const one = await node('a', { breaking: { '': 2 } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await records()).toEqual([]);
    one.set('s1', [LOOK]);
    await vi.advanceTimersByTimeAsync(1_000);
    const before = (await store.find('desk', 'a'))?.revision;
    await vi.advanceTimersByTimeAsync(8_000);
    expect((await store.find('desk', 'a'))?.revision).toBe(before);
    one.leave('s1');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await records()).toEqual([]);
  });

  it('N14 a node that was killed is gone after a while, and its record later', async () => {
    const at = new Date().toISOString();
    const dead = { node: 'dead', at, desks: 1, people: [LOOK], viewers: {} };
    await store.write([{ kind: 'desk', id: 'dead', json: JSON.stringify(dead) }]);
    const one = await node('a');
    const told = vi.fn();
    one.listen(told);
    one.set('s1', []);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(one.looking('breaking')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(one.looking('breaking')).toEqual([]);
    expect(told).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await records()).toEqual(['a']);
  });
});
