/** The contract of `server/store/store.ts`, run on every implementation (W7). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import type { ApiKey, Store } from '../../server/store/store.ts';
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

const aChannel = (name: string): Channel => ({ name, title: 'رياضة', ...CHANNEL_DEFAULTS });
const aKey = (id: string): ApiKey => ({
  id,
  name: 'CMS',
  role: 'editor',
  channels: ['sport'],
  hint: 'ajil_12345',
  hash: `hash-of-${id}`,
  created: '2026-11-24T00:00:00.000Z',
});

export function storeSuite(name: string, openPair: () => Promise<StorePair>): void {
  describe(`W7 the store on ${name}`, () => {
    let pair: StorePair;
    beforeAll(async () => {
      pair = await openPair();
    });
    afterAll(() => pair.close());

    it('W7 is filled once, by one of many nodes that start together', async () => {
      const filled = await Promise.all(
        [pair.one, pair.other, pair.one].map((store) => store.seed([aChannel('first')], [])),
      );
      expect(filled.filter(Boolean)).toHaveLength(1);
      expect(await pair.other.channels()).toEqual([aChannel('first')]);
    });

    it('W7 creates a channel once, changes and deletes only what is there', async () => {
      const channel = aChannel('sport');
      expect(await pair.one.changeChannel(channel)).toBe(false);
      expect(await pair.one.createChannel(channel)).toBe(true);
      expect(await pair.other.createChannel(channel)).toBe(false);
      const changed = { ...channel, title: 'ملاعب', allowedOrigins: ['https://news.example'] };
      expect(await pair.other.changeChannel(changed)).toBe(true);
      expect(await pair.one.channels()).toContainEqual(changed);
      expect(await pair.one.deleteChannel('sport')).toBe(true);
      expect(await pair.other.deleteChannel('sport')).toBe(false);
      expect(await pair.other.channels()).toEqual([aChannel('first')]);
    });

    it('W7 finds a key by its hash, and every node sees it revoked at once', async () => {
      await pair.one.putKey(aKey('b'));
      await pair.one.putKey(aKey('a'));
      expect(await pair.other.findKey('hash-of-a')).toEqual(aKey('a'));
      const revoked = { ...aKey('a'), revoked: '2026-11-25T00:00:00.000Z' };
      await pair.other.putKey(revoked);
      expect(await pair.one.findKey('hash-of-a')).toEqual(revoked);
      expect(await pair.one.keys()).toEqual([revoked, aKey('b')]);
      expect(await pair.one.findKey('nobody')).toBeUndefined();
    });

    it('W7 keeps every release of the script, and none is replaced', async () => {
      await pair.one.keepScript('h1', 'one');
      await pair.other.keepScript('h1', 'another');
      expect(await pair.other.script('h1')).toBe('one');
      expect(await pair.one.script('h2')).toBeUndefined();
    });

    it('W7 tells every node of a change of channels, after a lost link too', async () => {
      let told = 0;
      await pair.other.watch(() => (told += 1));
      await pair.one.createChannel(aChannel('economy'));
      await until(() => told === 1, 'the creation to be told');
      await pair.one.changeChannel(aChannel('economy'));
      await until(() => told === 2, 'the change to be told');
      await pair.one.createChannel(aChannel('economy'));
      await pair.one.deleteChannel('economy');
      await until(() => told === 3, 'the deletion to be told, and the refusal not');
      if (!pair.cut) return;
      await pair.cut();
      await until(() => told > 3, 'the return of the link to be told');
    });

    it('W7 puts back what was emptied, from any node, and comes to rest', async ({ skip }) => {
      if (!pair.empty) skip('nobody empties the embedded store while it runs');
      await pair.other.createChannel(aChannel('kept'));
      await pair.one.putKey(aKey('kept'));
      await pair.one.keepScript('h3', 'three');
      const before = await pair.one.channels();
      const keys = await pair.other.keys();
      let told = 0;
      for (const node of [pair.one, pair.other]) await node.watch(() => (told += 1));
      await pair.empty?.();
      await until(async () => (await pair.one.findKey('hash-of-kept')) !== undefined, 'the keys');
      await until(async () => (await pair.other.script('h3')) === 'three', 'the script');
      expect(await pair.other.channels()).toEqual(before);
      expect(await pair.one.keys()).toEqual(keys);
      expect(await pair.one.seed([aChannel('another')], [])).toBe(false);
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
