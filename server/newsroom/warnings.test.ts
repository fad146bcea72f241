import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { openSqliteWire } from '../wire/sqlite.ts';
import type { Wire } from '../wire/wire.ts';
import type { Link } from './links.ts';
import { openNewsroom, type Newsroom } from './newsroom.ts';
import { recentOf } from './recent.ts';
import { createCheck } from './warnings.ts';

const CHANNEL: Channel = { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS };
const ENGLISH = { ...CHANNEL, language: 'en' };
const DEED = { author: { by: { kind: 'key', id: 'k1', name: 'CMS' }, from: '' } } as const;
const T0 = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;

describe('before a headline is sent', () => {
  let database: DatabaseSync;
  let wire: Wire;
  let newsroom: Newsroom;
  let time = T0;
  let link: Link = { state: 'alive', status: 200 };
  const now = () => time;

  beforeEach(() => {
    [time, link] = [T0, { state: 'alive', status: 200 }];
    database = new DatabaseSync(':memory:');
    wire = openSqliteWire({ database, now, newEpoch: () => 'e1' });
    const store = openSqliteStore(database);
    let ids = 0;
    newsroom = openNewsroom({ wire, store, seen: () => null, now, newId: () => `m${(ids += 1)}` });
  });
  afterEach(async () => {
    await wire.close();
    database.close();
  });

  const url = 'https://news.example/1';
  const check = async (headline: string, channel = CHANNEL, more: object = { url }) => {
    const links = { look: () => Promise.resolve(link) };
    return createCheck({ wire, links, now })(channel, { headline, ...more });
  };
  const codes = async (...asked: Parameters<typeof check>) =>
    (await check(...asked)).map(({ code }) => code);

  it('N11 one like it of the last day is named, and no older, other or withdrawn one', async () => {
    const headline = 'الرئيس يصل إلى العاصمة في زيارة رسمية';
    await newsroom.publish(CHANNEL, { id: 'old', headline }, DEED);
    time += 25 * HOUR;
    expect(await codes(headline)).toEqual([]);
    await newsroom.publish(CHANNEL, { id: 'gone', headline }, DEED);
    await newsroom.withdraw(CHANNEL, 'gone', {}, DEED);
    await newsroom.publish(CHANNEL, { id: 'same', headline }, DEED);
    await newsroom.publish(CHANNEL, { id: 'like', headline: `${headline} غدا` }, DEED);
    await newsroom.publish({ ...CHANNEL, name: 'sport' }, { id: 'far', headline }, DEED);
    const warned = await check(headline.replace('إلى', 'الى'));
    expect(warned.map(({ code, id }) => [code, id])).toEqual([
      ['similar', 'same'],
      ['similar', 'like'],
    ]);
    expect(warned[0]?.likeness).toBe(1);
  });

  it('N11 a long one is told its length, once', async () => {
    expect(await check('ع'.repeat(89))).toEqual([]);
    expect(await check('ع'.repeat(90))).toEqual([{ code: 'long_90', characters: 90 }]);
    expect(await check('ع'.repeat(120))).toEqual([{ code: 'long_120', characters: 120 }]);
  });

  it('N11 loud letters, and letters of another language', async () => {
    expect(await codes('PRESIDENT RESIGNS TONIGHT', ENGLISH)).toEqual(['capitals']);
    expect(await codes('NATO and the EU meet in Brussels', ENGLISH)).toEqual([]);
    expect(await codes('President resigns tonight')).toEqual(['other_language']);
    expect(await codes('الرئيس يلتقي CEO شركة Apple اليوم')).toEqual([]);
    expect(await codes('東京で地震', { ...CHANNEL, language: 'ja' })).toEqual([]);
    expect(await codes('2026: 5-0', ENGLISH)).toEqual([]);
  });

  it('N11 no link, and one that leads nowhere; of what could not be seen nothing is said', async () => {
    expect(await codes('خبر', CHANNEL, {})).toEqual(['no_link']);
    link = { state: 'dead', status: 404 };
    expect(await check('خبر')).toEqual([{ code: 'dead_link', status: 404 }]);
    link = { state: 'unknown', status: 403 };
    expect(await codes('خبر')).toEqual([]);
    const off = createCheck({ wire, links: undefined, now });
    expect(await off(CHANNEL, { headline: 'خبر', url })).toEqual([]);
  });

  it('N8 N11 what was sent lately is found in a log of many pages, newest first and in its last version', async () => {
    const channel = { ...CHANNEL, retention: 5_000 };
    for (let n = 0; n < 1_500; n += 1) {
      time += 60_000;
      await newsroom.publish(channel, { id: `n${n}`, headline: `خبر ${n}` }, DEED);
    }
    await newsroom.correct(channel, 'n1499', 1, { headline: 'مصحح' }, DEED);
    const all = await recentOf(wire, 'breaking', T0);
    expect(all).toHaveLength(1_500);
    expect(all.slice(0, 2)).toMatchObject([{ id: 'n1499', version: 2 }, { id: 'n1498' }]);
    const some = await recentOf(wire, 'breaking', time - 9 * 60_000);
    expect(some.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, n) => `n${1_499 - n}`));
    expect(await recentOf(wire, 'breaking', T0, 7)).toHaveLength(7);
    expect(await recentOf(wire, 'nothing', T0)).toEqual([]);
  });
});
