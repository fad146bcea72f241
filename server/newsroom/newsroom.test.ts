import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { openSqliteWire } from '../wire/sqlite.ts';
import type { Wire } from '../wire/wire.ts';
import { openNewsroom, type Newsroom } from './newsroom.ts';

const CHANNEL: Channel = { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS };
const AUTHOR = { by: { kind: 'key', id: 'k1', name: 'CMS' }, from: '192.0.2.7' } as const;
const DEED = { author: AUTHOR };
const T0 = Date.UTC(2026, 10, 24, 12);

describe('the newsroom', () => {
  let database: DatabaseSync;
  let wire: Wire;
  let store: Store;
  let newsroom: Newsroom;
  let time = T0;
  let ids = 0;

  beforeEach(() => {
    time = T0;
    database = new DatabaseSync(':memory:');
    wire = openSqliteWire({ database, now: () => time, newEpoch: () => 'e1' });
    store = openSqliteStore(database);
    newsroom = openNewsroom({
      wire,
      store,
      seen: () => null,
      now: () => time,
      newId: () => `made-${(ids += 1)}`,
    });
  });
  afterEach(async () => {
    await wire.close();
    database.close();
  });

  const head = async () => (await wire.read('breaking', null)).head.seq;

  it('P2 gives a headline its defaults and its first version', async () => {
    const channel = { ...CHANNEL, language: 'fa', defaultTtl: 60 };
    const { headline, seq } = await newsroom.publish(channel, { headline: 'خبر' }, DEED);
    const created = new Date(T0).toISOString();
    expect({ headline, seq }).toEqual({
      seq: 1,
      headline: {
        id: `made-${ids}`,
        version: 1,
        pubStatus: 'usable',
        headline: 'خبر',
        language: 'fa',
        urgency: 5,
        pinned: false,
        firstCreated: created,
        versionCreated: created,
        expires: new Date(T0 + 60_000).toISOString(),
      },
    });
  });

  it('P2 a correction changes what it names, takes away what it nulls, and keeps the rest', async () => {
    const draft = { headline: 'خبر', url: 'https://a.example/1', source: 'وكالة', by: 'كاتب' };
    const first = await newsroom.publish(CHANNEL, draft, DEED);
    const { id } = first.headline;
    time += 5_000;
    const correction = { headline: 'خبر مصحح', source: null, edNote: 'الاسم' };
    const second = await newsroom.correct(CHANNEL, id, 1, correction, DEED);
    const { source: _, ...kept } = { ...first.headline, ...draft };
    expect(second.headline).toEqual({
      ...kept,
      headline: 'خبر مصحح',
      edNote: 'الاسم',
      version: 2,
      versionCreated: new Date(T0 + 5_000).toISOString(),
    });
    // The note was about that correction alone.
    const third = await newsroom.correct(CHANNEL, id, 2, { urgency: 1 }, DEED);
    expect(third.headline).not.toHaveProperty('edNote');
  });

  it('P2 a stale correction, one of a withdrawn headline or of none changes nothing', async () => {
    const { headline } = await newsroom.publish(CHANNEL, { headline: 'خبر' }, DEED);
    await newsroom.correct(CHANNEL, headline.id, 1, { urgency: 2 }, DEED);
    const again = newsroom.correct(CHANNEL, headline.id, 1, { urgency: 3 }, DEED);
    await expect(again).rejects.toMatchObject({ code: 'version_stale' });
    await newsroom.withdraw(CHANNEL, headline.id, {}, DEED);
    const late = newsroom.correct(CHANNEL, headline.id, 3, { urgency: 3 }, DEED);
    await expect(late).rejects.toMatchObject({ code: 'withdrawn' });
    const nobody = newsroom.correct(CHANNEL, 'nobody', 1, { urgency: 3 }, DEED);
    await expect(nobody).rejects.toMatchObject({ code: 'headline_unknown' });
    expect(await head()).toBe(3);
  });

  it('P2 a withdrawal without a version wins against a correction that came first', async () => {
    const { headline } = await newsroom.publish(CHANNEL, { headline: 'خبر', summary: 'نص' }, DEED);
    const both = await Promise.all([
      newsroom.correct(CHANNEL, headline.id, 1, { headline: 'مصحح' }, DEED),
      newsroom.withdraw(CHANNEL, headline.id, { edNote: 'خطأ' }, DEED),
    ]);
    expect(both.map((one) => one.headline.version)).toEqual([2, 3]);
    expect(both[1].headline).toEqual({
      id: headline.id,
      version: 3,
      pubStatus: 'canceled',
      language: 'ar',
      firstCreated: headline.firstCreated,
      versionCreated: headline.versionCreated,
      edNote: 'خطأ',
    });
    // Repeated, it answers the same and writes nothing.
    expect((await newsroom.withdraw(CHANNEL, headline.id, {}, DEED)).headline).toEqual(
      both[1].headline,
    );
    const stale = newsroom.withdraw(CHANNEL, headline.id, { version: 1 }, DEED);
    await expect(stale).resolves.toMatchObject({ headline: { version: 3 } });
    expect(await head()).toBe(3);
  });

  it('P1 repeats of a correction and of a withdrawal answer the same as the first time', async () => {
    const { headline } = await newsroom.publish(CHANNEL, { headline: 'خبر' }, DEED);
    const { id } = headline;
    const by = (key: string) => ({ ...DEED, idempotency: { key, fingerprint: key } });
    const corrected = await newsroom.correct(CHANNEL, id, 1, { urgency: 1 }, by('c'));
    const again = await newsroom.correct(CHANNEL, id, 1, { urgency: 1 }, by('c'));
    expect(again).toEqual({ ...corrected, replayed: true });
    const withdrawn = await newsroom.withdraw(CHANNEL, id, {}, by('w'));
    const repeated = await newsroom.withdraw(CHANNEL, id, {}, by('w'));
    expect(repeated).toEqual({ ...withdrawn, replayed: true });
    expect(await head()).toBe(3);
  });

  it('P4 an end in the past is refused', async () => {
    const expires = new Date(T0).toISOString();
    const refused = { code: 'invalid', errors: [{ field: 'expires', detail: 'is in the past' }] };
    const published = newsroom.publish(CHANNEL, { headline: 'خبر', expires }, DEED);
    await expect(published).rejects.toMatchObject(refused);
    const { headline } = await newsroom.publish(CHANNEL, { headline: 'خبر' }, DEED);
    const corrected = newsroom.correct(CHANNEL, headline.id, 1, { expires }, DEED);
    await expect(corrected).rejects.toMatchObject(refused);
    expect(await head()).toBe(1);
  });

  it('H2 headlines of one millisecond are stamped apart, and a flood is not stamped far ahead', async () => {
    const stamps = async (count: number) => {
      const drafts = Array.from({ length: count }, () => ({ headline: 'خبر' }));
      const sent = await Promise.all(drafts.map((draft) => newsroom.publish(CHANNEL, draft, DEED)));
      return sent.map(({ headline }) => Date.parse(headline.firstCreated) - T0);
    };
    expect(await stamps(3)).toEqual([0, 1, 2]);
    expect(Math.max(...(await stamps(1_500)))).toBe(1_000);
    time += 10_000;
    expect(await stamps(1)).toEqual([10_000]);
  });

  it('P1 a correction whose first attempt arrives during the second is answered as that one', async () => {
    const { headline } = await newsroom.publish(CHANNEL, { headline: 'خبر' }, DEED);
    const idempotency = { key: 'k', fingerprint: 'f' };
    const correct = (by: Newsroom) =>
      by.correct(CHANNEL, headline.id, 1, { headline: 'صحيح' }, { ...DEED, idempotency });
    let arrived = false;
    // Between the question whether the key is known and the look at the headline.
    const slow: Wire = {
      ...wire,
      async replay(channel, asked) {
        const known = await wire.replay(channel, asked);
        if (!arrived) {
          arrived = true;
          await correct(newsroom);
        }
        return known;
      },
    };
    const second = openNewsroom({
      wire: slow,
      store,
      seen: () => null,
      now: () => time,
      newId: () => '',
    });
    expect(await correct(second)).toMatchObject({
      seq: 2,
      headline: { version: 2 },
      replayed: true,
    });
    expect(await head()).toBe(2);
  });

  it('W8 writes down who did what, when, from where, and what was there before', async () => {
    const { headline } = await newsroom.publish(CHANNEL, { headline: 'خبر' }, DEED);
    time += 1_000;
    const consents = [{ kind: 'person', id: 'p2', name: 'سلمى' }] as const;
    const deed = { ...DEED, consents };
    const second = await newsroom.correct(CHANNEL, headline.id, 1, { headline: 'مصحح' }, deed);
    await newsroom.withdraw(CHANNEL, headline.id, {}, DEED);
    const stale = newsroom.withdraw(CHANNEL, headline.id, { version: 1 }, DEED);
    await stale;
    const lines = await wire.trail('breaking', { limit: 9 });
    const common = { ...AUTHOR, channel: 'breaking', subject: headline.id };
    const at = new Date(time).toISOString();
    expect(lines.map(({ seq, text }) => ({ seq, line: JSON.parse(text) as unknown }))).toEqual([
      { seq: 3, line: { ...common, at, act: 'withdraw', before: second.headline } },
      { seq: 2, line: { ...common, at, act: 'correct', before: headline, consents } },
      { seq: 1, line: { ...common, at: headline.firstCreated, act: 'publish' } },
    ]);
  });
});
