import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Census } from '../../shared/attendance.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { Channels } from './attendance-hour.ts';
import { openAttendance, type AttendanceBook } from './attendance.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.parse('2026-11-27T12:00:00Z');
const watched = (count: number, byOrigin: Census['byOrigin'] = {}): Channels => ({
  breaking: { count, byOrigin },
});

describe('a day of how many watch', () => {
  let store: Store;
  let database: DatabaseSync;
  let open: AttendanceBook[];
  const failures: unknown[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ now: NOON + 2 * MINUTE });
    database = new DatabaseSync(':memory:');
    store = openSqliteStore(database);
    open = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((one) => one.stop()));
    vi.useRealTimers();
    database.close();
    expect(failures.splice(0)).toEqual([]);
  });

  async function node(name: string, channels: Channels = {}) {
    const of = { channels };
    const failed = (error: unknown) => failures.push(error);
    const ports = { store, node: name, now: Date.now, watching: () => of.channels, failed };
    const book = await openAttendance(ports);
    open.push(book);
    return { of, book };
  }
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const records = async () => (await store.all('attendance')).map(({ id }) => id);
  const told = async (book: AttendanceBook, channel = 'breaking') =>
    (await book.day(channel)).map(({ at, count }) => `${at.slice(11, 16)} ${count}`);

  it('N15 is counted every five minutes of the clock and summed over the nodes', async () => {
    const one = await node('a', watched(2, { 'https://a.example': 2 }));
    await pass(90_000);
    const other = await node('b', watched(5, { 'https://a.example': 1, '': 4 }));
    await pass(3 * MINUTE);
    one.of.channels = watched(3, { '': 3 });
    await pass(5 * MINUTE);
    const day = [
      { at: '2026-11-27T12:05:00.000Z', count: 7, byOrigin: { 'https://a.example': 3, '': 4 } },
      { at: '2026-11-27T12:10:00.000Z', count: 8, byOrigin: { 'https://a.example': 1, '': 7 } },
    ];
    for (const { book } of [one, other]) expect(await book.day('breaking')).toEqual(day);
    expect(await told(one.book, 'sport')).toEqual(['12:05 0', '12:10 0']);
  });

  it('N15 is one record for each hour of a node, and tells the largest origins apart', async () => {
    const origins = Array.from({ length: 20 }, (_, n) => [`https://${n}.example`, 40 - n] as const);
    const { of, book } = await node('a', watched(700, Object.fromEntries(origins)));
    await pass(10 * MINUTE);
    of.channels = watched(900, { 'https://late.example': 900 });
    await pass(HOUR);
    expect(await records()).toEqual(['2026-11-27T12:00:00.000Z/a', '2026-11-27T13:00:00.000Z/a']);
    const [first] = await book.day('breaking');
    expect(first?.count).toBe(700);
    // The smallest of them made room.
    expect(Object.keys(first?.byOrigin ?? {})).toHaveLength(19);
    expect(first?.byOrigin['https://19.example']).toBeUndefined();
    const later = (await book.day('breaking')).at(-1);
    expect(later).toMatchObject({ count: 900, byOrigin: { 'https://late.example': 900 } });
  });

  it('N15 writes nothing while nobody watches, and knows that nobody did', async () => {
    const { of, book } = await node('a');
    const { book: other } = await node('b');
    await pass(3 * HOUR);
    expect(await records()).toEqual([]);
    expect(await told(book)).toHaveLength(36);
    of.channels = watched(4);
    await pass(5 * MINUTE);
    of.channels = {};
    await pass(5 * MINUTE);
    const before = await store.all('attendance');
    await pass(2 * HOUR);
    expect(await store.all('attendance')).toEqual(before);
    const day = await told(other);
    expect(day).toHaveLength(62);
    expect(day.filter((one) => !one.endsWith(' 0'))).toEqual(['15:05 4']);
    of.channels = watched(1);
    await pass(5 * MINUTE);
    expect(await told(other)).toEqual([...day, '17:15 1']);
  });

  it('N15 when nobody was there to count is a gap; what was quiet until a node ended is not', async () => {
    const first = await node('a', watched(4));
    await pass(10 * MINUTE);
    first.of.channels = {};
    await pass(HOUR);
    await first.book.stop();
    await pass(HOUR);
    const next = await node('b', watched(6));
    await pass(5 * MINUTE);
    const day = await told(next.book);
    expect(day.slice(0, 3)).toEqual(['12:05 4', '12:10 4', '12:15 0']);
    expect(day.slice(-2)).toEqual(['13:10 0', '14:15 6']);
    expect(day).toHaveLength(15);
  });

  it('N15 of a node that is killed while nobody watches the last that is known is nobody', async () => {
    const killed = await node('a', watched(4));
    await pass(5 * MINUTE);
    killed.of.channels = {};
    await pass(HOUR);
    // What it has not written nobody else can know.
    const { book } = await node('b', watched(6));
    await pass(5 * MINUTE);
    expect(await told(book)).toEqual(['12:05 4', '12:10 0', '13:10 6']);
  });

  it('N15 a process that slept has a gap, and not a line', async () => {
    const { of, book } = await node('a', watched(4));
    await pass(5 * MINUTE);
    of.channels = {};
    await pass(10 * MINUTE);
    vi.setSystemTime(NOON + 2 * HOUR + 2 * MINUTE);
    await pass(10 * MINUTE);
    expect(await told(book)).toEqual(['12:05 4', '12:10 0', '12:15 0', '14:05 0', '14:10 0']);
  });

  it('N15 is forgotten after a day, also of a node that is gone', async () => {
    const gone = await node('gone', watched(9));
    await pass(5 * MINUTE);
    await gone.book.stop();
    const { book } = await node('a', watched(1));
    await pass(24 * HOUR);
    expect((await book.day('breaking'))[0]?.at).toBe('2026-11-27T12:10:00.000Z');
    expect(await records()).toContain('2026-11-27T12:00:00.000Z/gone');
    await pass(HOUR);
    expect((await records())[0]).toBe('2026-11-27T13:00:00.000Z/a');
    expect((await records()).length).toBeLessThanOrEqual(26);
  });

  it('N15 what could not be written is written with the next count', async () => {
    const { book } = await node('a', watched(3));
    const failing = vi.spyOn(store, 'write').mockRejectedValue(new Error('away'));
    await pass(5 * MINUTE);
    expect(failures.splice(0)).toHaveLength(1);
    expect(await told(book)).toEqual(['12:05 3']);
    failing.mockRestore();
    await pass(HOUR);
    const { book: other } = await node('b');
    expect((await told(other)).slice(0, 2)).toEqual(['12:05 3', '12:10 3']);
  });
});
