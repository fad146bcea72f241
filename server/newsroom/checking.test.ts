import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { openSqliteWire } from '../wire/sqlite.ts';
import type { Wire } from '../wire/wire.ts';
import { openNewsroom, type Newsroom } from './newsroom.ts';

const CHANNEL: Channel = { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS };
const DEED = { author: { by: { kind: 'key', id: 'k1', name: 'CMS' }, from: '192.0.2.7' } } as const;
const DRAFT = { id: 'x', headline: 'خبر', summary: 'نص', url: 'https://a.example/1' };

/** What a node does until it dies: from then on nothing of it arrives. */
function dying<Port extends object>(
  port: Port,
  method: keyof Port,
  when: 'before' | 'after',
): Port {
  const dead = new Error('The node died');
  return new Proxy(port, {
    get(target, name, self) {
      const act: unknown = Reflect.get(target, name, self);
      if (name !== method || typeof act !== 'function') return act;
      return async (...given: unknown[]) => {
        if (when === 'after') await (act as (...all: unknown[]) => Promise<unknown>)(...given);
        throw dead;
      };
    },
  });
}

describe('a headline that is being checked', () => {
  let database: DatabaseSync;
  let wire: Wire;
  let store: Store;
  let newsroom: Newsroom;
  const now = () => Date.UTC(2026, 10, 24, 12);

  const open = (over: { wire?: Wire; store?: Store } = {}): Newsroom =>
    openNewsroom({ wire, store, seen: () => null, now, newId: () => 'made', ...over });

  beforeEach(async () => {
    database = new DatabaseSync(':memory:');
    wire = openSqliteWire({ database, now, newEpoch: () => 'e1' });
    store = openSqliteStore(database);
    newsroom = open();
    await newsroom.publish(CHANNEL, DRAFT, DEED);
  });
  afterEach(async () => {
    await wire.close();
    database.close();
  });

  const stands = async () => (await wire.find('breaking', 'x'))?.headline;
  const kept = async () => (await store.all('checked')).length;

  it('N7 loses its words and gets them back, whole', async () => {
    const before = await stands();
    const held = await newsroom.withhold(CHANNEL, 'x', { edNote: 'نتحقق' }, DEED);
    expect(held.headline).toEqual({
      ...{ id: 'x', version: 2, pubStatus: 'withheld', language: 'ar', edNote: 'نتحقق' },
      ...{ firstCreated: before?.firstCreated, versionCreated: before?.versionCreated },
    });
    expect(await kept()).toBe(1);
    const back = await newsroom.restore(CHANNEL, 'x', DEED);
    expect(back.headline).toEqual({ ...before, version: 3 });
    expect(await kept()).toBe(0);
  });

  it.each([
    ['before the words are in the store', 'store', 'write', 'before'],
    ['before they leave the log', 'store', 'write', 'after'],
    ['after they left the log', 'wire', 'append', 'after'],
  ] as const)('N7 loses no words where the node dies %s', async (_, port, method, when) => {
    const before = await stands();
    const crash =
      port === 'wire'
        ? open({ wire: dying(wire, method as 'append', when) })
        : open({ store: dying(store, method as 'write', when) });
    await expect(crash.withhold(CHANNEL, 'x', {}, DEED)).rejects.toThrow('died');
    const left = await stands();
    expect(left?.pubStatus === 'usable' || (await kept()) > 0).toBe(true);
    await newsroom.withhold(CHANNEL, 'x', {}, DEED);
    expect(await stands()).toMatchObject({ pubStatus: 'withheld', version: 2 });
    const back = await newsroom.restore(CHANNEL, 'x', DEED);
    expect(back.headline).toEqual({ ...before, version: 3 });
  });

  it('N7 loses no words where the node dies while it brings them back', async () => {
    await newsroom.withhold(CHANNEL, 'x', {}, DEED);
    for (const crash of [
      open({ wire: dying(wire, 'append', 'before') }),
      open({ wire: dying(wire, 'append', 'after') }),
      open({ store: dying(store, 'write', 'before') }),
    ]) {
      await expect(crash.restore(CHANNEL, 'x', DEED)).rejects.toThrow('died');
      expect((await stands())?.pubStatus === 'usable' || (await kept()) > 0).toBe(true);
    }
    expect((await newsroom.restore(CHANNEL, 'x', DEED)).headline).toMatchObject({
      headline: 'خبر',
      version: 3,
    });
    expect(await kept()).toBe(0);
  });

  it('N7 of a correction and a hold at once the words of the last are kept', async () => {
    const both = await Promise.allSettled([
      newsroom.correct(CHANNEL, 'x', 1, { headline: 'مصحح' }, DEED),
      newsroom.withhold(CHANNEL, 'x', {}, DEED),
      newsroom.withhold(CHANNEL, 'x', {}, DEED),
    ]);
    expect(both[1].status).toBe('fulfilled');
    const back = await newsroom.restore(CHANNEL, 'x', DEED);
    const corrected = both[0].status === 'fulfilled';
    expect(back.headline).toMatchObject({ headline: corrected ? 'مصحح' : 'خبر' });
  });

  it('N7 withdrawn while it is checked, its words are deleted', async () => {
    await newsroom.withhold(CHANNEL, 'x', {}, DEED);
    const crash = open({ store: dying(store, 'write', 'before') });
    await expect(crash.withdraw(CHANNEL, 'x', {}, DEED)).rejects.toThrow('died');
    expect(await stands()).toMatchObject({ pubStatus: 'canceled', version: 3 });
    expect(await kept()).toBe(1);
    await newsroom.withdraw(CHANNEL, 'x', {}, DEED);
    expect(await kept()).toBe(0);
    await expect(newsroom.restore(CHANNEL, 'x', DEED)).rejects.toMatchObject({ code: 'withdrawn' });
    const again = newsroom.withhold(CHANNEL, 'x', {}, DEED);
    await expect(again).rejects.toMatchObject({ code: 'withdrawn' });
  });

  it('N7 N9 is not corrected meanwhile, and nothing new goes out of a paused channel', async () => {
    await newsroom.withhold(CHANNEL, 'x', {}, DEED);
    const correction = newsroom.correct(CHANNEL, 'x', 2, { urgency: 1 }, DEED);
    await expect(correction).rejects.toMatchObject({ code: 'withheld' });
    const paused = { ...CHANNEL, paused: true };
    const idempotency = { key: 'k', fingerprint: 'f' };
    const first = await newsroom.publish(CHANNEL, { headline: 'ثان' }, { ...DEED, idempotency });
    const refused = newsroom.publish(paused, { headline: 'ثالث' }, DEED);
    await expect(refused).rejects.toMatchObject({ code: 'paused' });
    // What was published before the pause is answered as then.
    const again = await newsroom.publish(paused, { headline: 'ثان' }, { ...DEED, idempotency });
    expect(again).toMatchObject({ seq: first.seq, replayed: true });
    expect(await newsroom.withdraw(paused, 'x', {}, DEED)).toMatchObject({
      headline: { pubStatus: 'canceled' },
    });
  });

  it('N6 a stale correction is told what stands there, also where it lost a race', async () => {
    await newsroom.correct(CHANNEL, 'x', 1, { headline: 'سبق' }, DEED);
    const stale = newsroom.correct(CHANNEL, 'x', 1, { headline: 'متأخر' }, DEED);
    await expect(stale).rejects.toMatchObject({ current: { headline: 'سبق', version: 2 } });
    const both = await Promise.allSettled([
      newsroom.correct(CHANNEL, 'x', 2, { headline: 'أ' }, DEED),
      newsroom.correct(CHANNEL, 'x', 2, { headline: 'ب' }, DEED),
    ]);
    const lost: unknown = both.find(({ status }) => status === 'rejected');
    expect(lost).toMatchObject({ reason: { code: 'version_stale', current: { version: 3 } } });
  });
});
