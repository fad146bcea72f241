/** The contract of `server/store/store.ts`, run on every implementation (W7). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, type Change, type Store } from '../../server/store/store.ts';
import { until } from '../support/until.ts';

/** One store, opened twice: two nodes on Redis; on the embedded store the same node. */
export interface StorePair {
  readonly one: Store;
  readonly other: Store;
  /** Cuts the link on which changes are heard; absent where there is none. */
  readonly cut?: () => Promise<void>;
  /** Takes everything away, as an operator or a restart may; absent where nobody can. */
  readonly empty?: () => Promise<void>;
  close(): Promise<void>;
}

const aRecord = (id: string, json = `{"of":"${id}"}`): Change => ({ kind: 'channel', id, json });
const isNew = (change: Change): Change => ({ ...change, expected: 0 });
const isKnown = (change: Change): Change => ({ ...change, expected: 'known' });
const without = (id: string): Change => ({ kind: 'channel', id, json: null });

export function storeSuite(name: string, openPair: () => Promise<StorePair>): void {
  describe(`W7 the store on ${name}`, () => {
    let pair: StorePair;
    beforeAll(async () => {
      pair = await openPair();
    });
    afterAll(() => pair.close());
    const idsAt = async (store: Store) => (await store.all('channel')).map(({ id }) => id);

    it('W7 is filled once, by one of many nodes that start together', async () => {
      const filled = await Promise.all(
        [pair.one, pair.other, pair.one].map((store, n) => store.seed([aRecord(`first-${n}`)])),
      );
      expect(filled.filter(Boolean)).toHaveLength(1);
      expect(await idsAt(pair.other)).toEqual([`first-${filled.indexOf(true)}`]);
      await pair.one.write([without(`first-${filled.indexOf(true)}`)]);
    });

    it('W7 makes a record once, and changes and takes away only what is there', async () => {
      const { one, other } = pair;
      expect(await one.write([isKnown(aRecord('sport'))])).toBe(false);
      expect(await one.write([isNew(aRecord('sport'))])).toBe(true);
      expect(await other.write([isNew(aRecord('sport', '{}'))])).toBe(false);
      expect(await other.find('channel', 'sport')).toMatchObject({ json: '{"of":"sport"}' });
      expect(await other.write([isKnown(aRecord('sport', '{"title":"ملاعب"}'))])).toBe(true);
      expect(await one.find('channel', 'sport')).toMatchObject({ json: '{"title":"ملاعب"}' });
      expect(await one.find('key', 'sport')).toBeUndefined();
      expect(await one.write([isKnown(without('sport'))])).toBe(true);
      expect(await other.write([isKnown(without('sport'))])).toBe(false);
      expect(await other.write([without('sport')])).toBe(true);
      expect(await other.find('channel', 'sport')).toBeUndefined();
    });

    it('W7 lets one of many win who all change what they saw, and none undo a later change', async () => {
      const { one, other } = pair;
      const at = async (id: string) => (await one.find('channel', id))?.revision ?? 0;
      await one.write([aRecord('race')]);
      const expected = await at('race');
      const tries = [one, other, one, other].map((store, n) =>
        store.write([{ ...aRecord('race', `{"by":${n}}`), expected }]),
      );
      const won = await Promise.all(tries);
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await one.find('channel', 'race')).toMatchObject({
        json: `{"by":${won.indexOf(true)}}`,
      });
      // Taken away and made again it is another record, however alike.
      const seen = await at('race');
      await other.write([without('race')]);
      await other.write([aRecord('race')]);
      expect(await at('race')).toBeGreaterThan(seen);
      expect(await one.write([{ ...without('race'), expected: seen }])).toBe(false);
      await one.write([without('race')]);
    });

    it('W7 makes several changes as one: all, or none where one was not expected', async () => {
      const { one, other } = pair;
      const key: Change = { kind: 'key', id: 'a', json: '{"key":1}' };
      expect(await one.write([key, isKnown(aRecord('nowhere'))])).toBe(false);
      expect(await other.find('key', 'a')).toBeUndefined();
      expect(await one.write([key, aRecord('b'), isNew(aRecord('a'))])).toBe(true);
      expect(await idsAt(other)).toEqual(['a', 'b']);
      const [a, b] = [await other.find('channel', 'a'), await other.find('key', 'a')];
      expect(a?.revision).toBe(b?.revision);
      expect(await other.write([without('a'), without('b'), { ...key, json: null }])).toBe(true);
      expect([await idsAt(one), await one.all('key')]).toEqual([[], []]);
    });

    it('W8 keeps who did it in the same act as what was done', async () => {
      const { one, other } = pair;
      expect(await one.trail({ limit: 9 })).toEqual([]);
      await one.write([aRecord('traced')], 'made');
      await other.write([isNew(aRecord('traced'))], 'refused');
      await other.write([], 'signed in');
      await one.write([without('traced')]);
      const lines = await other.trail({ limit: 9 });
      expect(lines.map(({ text }) => text)).toEqual(['signed in', 'made']);
      const [newest, oldest] = lines;
      expect(await one.trail({ limit: 9, before: newest?.cursor })).toEqual([oldest]);
      expect(await one.trail({ limit: 1 })).toEqual([newest]);
      expect(await one.trail({ limit: 9, before: 'nonsense' })).toEqual([]);
    });

    it('W7 keeps every release of the script, and none is replaced', async () => {
      await pair.one.keepScript('h1', 'one');
      await pair.other.keepScript('h1', 'another');
      expect(await pair.other.script('h1')).toBe('one');
      expect(await pair.one.script('h2')).toBeUndefined();
    });

    it('W7 tells every node of what kind a change was, and all kinds after a lost link', async () => {
      const told: string[] = [];
      const heard = (times: number) => until(() => told.length === times, `${times} changes`);
      await pair.other.watch((kinds) => told.push(kinds.join()));
      await pair.one.write([aRecord('economy')]);
      await heard(1);
      await pair.one.write([isNew(aRecord('economy'))]);
      await pair.one.write([without('economy'), { kind: 'key', id: 'k', json: '{}' }]);
      await heard(2);
      await pair.other.write([{ kind: 'key', id: 'k', json: null }]);
      await heard(3);
      expect(told).toEqual(['channel', 'channel,key', 'key']);
      if (!pair.cut) return;
      await pair.cut();
      await until(() => told.includes(KINDS.join(), 3), 'the return of the link to be told');
    });

    it('W7 puts back what was emptied, from any node, and comes to rest', async ({ skip }) => {
      if (!pair.empty) skip('nobody empties the embedded store while it runs');
      const { one, other } = pair;
      let told = 0;
      for (const node of [one, other]) await node.watch(() => (told += 1));
      await other.write([aRecord('kept'), aRecord('changed'), aRecord('gone')]);
      await one.write([aRecord('changed', '{"by":"one"}'), without('gone')]);
      await one.write([{ kind: 'key', id: 'kept', json: '{}' }]);
      await one.keepScript('h3', 'three');
      const before = await one.all('channel');
      const keys = await other.all('key');
      await pair.empty?.();
      await until(async () => (await one.find('key', 'kept')) !== undefined, 'the keys');
      await until(async () => (await other.script('h3')) === 'three', 'the script');
      expect(await other.all('channel')).toEqual(before);
      expect(await one.all('key')).toEqual(keys);
      expect(await one.seed([aRecord('another')])).toBe(false);
      // What stood there is never thought to be what stands there now.
      await other.write([aRecord('kept', '{"again":1}')]);
      const again = await one.find('channel', 'kept');
      expect(again?.revision).toBeGreaterThan(Math.max(...before.map(({ revision }) => revision)));
      // Two looks, in which nothing changes and nobody is told of anything.
      const start = performance.now();
      let [quiet, since] = [told, start];
      await until(() => {
        if (told !== quiet) [quiet, since] = [told, performance.now()];
        return performance.now() - since > 2_500;
      }, 'the nodes to rest');
    });
  });
}
