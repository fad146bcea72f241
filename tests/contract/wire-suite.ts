/** The contract of `server/wire/wire.ts`, run on every implementation (W7). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Headline } from '../../shared/headline.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import type { Append, Following, Sink, Wire } from '../../server/wire/wire.ts';
import { aHeadline } from '../support/headlines.ts';
import { until } from '../support/until.ts';

/** One log, opened twice: two nodes on Redis; on the embedded wire the same node. */
export interface WirePair {
  readonly one: Wire;
  readonly other: Wire;
  /** Makes every bell that rings during `act` be lost; absent where none can be. */
  readonly deafen?: (act: () => Promise<void>) => Promise<void>;
  close(): Promise<void>;
}

/** Writes down what a follower was told, and folds it. */
export class Notebook implements Sink {
  resets = 0;
  head: Position = { epoch: '', seq: 0 };
  seen: Entry[] = [];

  reset(head: Position, entries: readonly Entry[]): void {
    this.resets += 1;
    this.head = head;
    this.seen = [...entries];
  }

  entries(epoch: string, entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (epoch !== this.head.epoch || entry.seq !== this.head.seq + 1) {
        throw new Error(`Told of ${epoch}:${entry.seq} after ${this.head.epoch}:${this.head.seq}`);
      }
      this.head = { epoch, seq: entry.seq };
      this.seen.push(entry);
    }
  }
}

const first = (headline: Headline, over: Partial<Append> = {}): Append => ({
  headline,
  expectedVersion: 0,
  seen: null,
  retention: 10_000,
  ...over,
});

const sequences = (entries: readonly Entry[]): number[] => entries.map(({ seq }) => seq);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

export function wireSuite(name: string, openPair: () => Promise<WirePair>): void {
  describe(`W7 the wire on ${name}`, () => {
    let pair: WirePair;
    let channels = 0;
    const aChannel = (): string => `channel-${(channels += 1)}`;
    const followings: Following[] = [];
    const follow = async (wire: Wire, channel: string): Promise<Notebook> => {
      const notebook = new Notebook();
      const following = wire.follow(channel, notebook);
      followings.push(following);
      await following.ready;
      return notebook;
    };

    beforeAll(async () => {
      pair = await openPair();
    });
    afterAll(async () => {
      for (const following of followings) following.stop();
      await pair.close();
    });

    it('W7 both sides of a log tell the same', async () => {
      const channel = aChannel();
      await pair.one.append(channel, first(aHeadline()));
      await pair.other.append(channel, first(aHeadline()));
      const all = await pair.one.read(channel, null);
      expect(await pair.other.read(channel, null)).toEqual(all);
      expect(all.kind === 'slice' && sequences(all.entries)).toEqual([1, 2]);
    });

    it('W1 a taken id is refused and changes nothing', async () => {
      const channel = aChannel();
      const headline = aHeadline();
      await pair.one.append(channel, first(headline));
      await expect(pair.other.append(channel, first(headline))).rejects.toMatchObject({
        code: 'id_taken',
      });
      const slice = await pair.one.read(channel, null);
      expect(slice).toMatchObject({ kind: 'slice', head: { seq: 1 } });
    });

    it('W1 of many corrections of one version exactly one is taken', async () => {
      const channel = aChannel();
      const headline = aHeadline();
      await pair.one.append(channel, first(headline));
      const attempts = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? pair.one : pair.other).append(
          channel,
          first({ ...headline, version: 2, headline: `نسخة ${index}` }, { expectedVersion: 1 }),
        ),
      );
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') {
          expect(outcome.reason).toMatchObject({ code: 'version_stale' });
        }
      }
    });

    it('W1 P1 an idempotency key publishes once and answers the same from any node', async () => {
      const channel = aChannel();
      const headline = aHeadline();
      const idempotency = { key: 'k1', fingerprint: 'a' };
      expect(await pair.one.replay(channel, idempotency)).toBeUndefined();
      const one = await pair.one.append(channel, first(headline, { idempotency }));
      const again = await pair.other.append(channel, first(headline, { idempotency }));
      expect(again).toEqual({ ...one, replayed: true });
      expect(await pair.other.replay(channel, idempotency)).toEqual({ ...one, replayed: true });
      const otherBody = { key: 'k1', fingerprint: 'b' };
      const refused = { code: 'idempotency_conflict' };
      await expect(
        pair.one.append(channel, first(aHeadline(), { idempotency: otherBody })),
      ).rejects.toMatchObject(refused);
      await expect(pair.one.replay(channel, otherBody)).rejects.toMatchObject(refused);
      expect(await pair.one.read(channel, null)).toMatchObject({ head: { seq: 1 } });
    });

    it('W1 P1 a claimed key belongs to one request, from any node, and publishes nothing itself', async () => {
      const channel = aChannel();
      const idempotency = { key: 'many', fingerprint: 'a' };
      await pair.one.claim(channel, idempotency);
      await pair.other.claim(channel, idempotency);
      const otherBody = { key: 'many', fingerprint: 'b' };
      const refused = { code: 'idempotency_conflict' };
      await expect(pair.other.claim(channel, otherBody)).rejects.toMatchObject(refused);
      await expect(
        pair.one.append(channel, first(aHeadline(), { idempotency: otherBody })),
      ).rejects.toMatchObject(refused);
      expect(await pair.one.replay(channel, idempotency)).toBeUndefined();
      expect(await pair.one.read(channel, null)).toMatchObject({ head: { seq: 0 } });
      // A key under which something was published cannot be claimed for another request.
      const single = { key: 'one', fingerprint: 'a' };
      await pair.one.append(channel, first(aHeadline(), { idempotency: single }));
      const claim = pair.other.claim(channel, { key: 'one', fingerprint: 'b' });
      await expect(claim).rejects.toMatchObject(refused);
    });

    it('W1 appends that one caller does not wait for are taken in the order of its calls', async () => {
      const channel = aChannel();
      const appended = await Promise.all(
        upTo(100).map(() => pair.one.append(channel, first(aHeadline()))),
      );
      expect(appended.map(({ seq }) => seq)).toEqual(upTo(100));
    });

    it('W2 appends from two sides are numbered 1, 2, 3 … without a hole', async () => {
      const channel = aChannel();
      const appended = await Promise.all(
        upTo(100).map((n) =>
          (n % 2 === 0 ? pair.one : pair.other).append(channel, first(aHeadline())),
        ),
      );
      expect(appended.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(upTo(100));
      expect(new Set(appended.map(({ epoch }) => epoch)).size).toBe(1);
    });

    it('W2 a log behind its caller starts a new epoch and uses no sequence twice', async () => {
      const channel = aChannel();
      const before = await pair.one.append(channel, first(aHeadline()));
      const notebook = await follow(pair.other, channel);
      const seen = { epoch: before.epoch, seq: 7 };
      const after = await pair.one.append(channel, first(aHeadline(), { seen }));
      expect(after.epoch).not.toBe(before.epoch);
      expect(after.seq).toBe(2);
      await until(() => notebook.head.epoch === after.epoch, 'the follower to learn the new epoch');
      expect(sequences(notebook.seen)).toEqual([1, 2]);
    });

    it('W2 an erased channel begins anew in another epoch', async () => {
      const channel = aChannel();
      const idempotency = { key: 'k', fingerprint: 'f' };
      const before = await pair.one.append(channel, first(aHeadline(), { idempotency }));
      await pair.one.erase(channel);
      const after = await pair.one.append(channel, first(aHeadline(), { idempotency }));
      expect(after).toMatchObject({ seq: 1, replayed: false });
      expect(after.epoch).not.toBe(before.epoch);
    });

    it('W4 read gives what came after a position, in pages, in order', async () => {
      const channel = aChannel();
      for (let n = 0; n < 25; n += 1) await pair.one.append(channel, first(aHeadline()));
      const all = await pair.one.read(channel, null, 10);
      expect(sequences(all.kind === 'slice' ? all.entries : [])).toEqual(upTo(10));
      const { epoch } = all.head;
      const rest = await pair.other.read(channel, { epoch, seq: 20 });
      expect(sequences(rest.kind === 'slice' ? rest.entries : [])).toEqual([21, 22, 23, 24, 25]);
      const none = await pair.other.read(channel, { epoch, seq: 25 });
      expect(none).toMatchObject({ kind: 'slice', entries: [] });
    });

    it('W4 a position trimmed, of another epoch or from the future is gone, never half an answer', async () => {
      const channel = aChannel();
      const item = aHeadline();
      await pair.one.append(channel, first(item, { retention: 10 }));
      for (let n = 0; n < 14; n += 1) {
        await pair.one.append(channel, first(aHeadline(), { retention: 10 }));
      }
      const { head } = await pair.one.read(channel, null);
      const at = (seq: number, epoch = head.epoch) => pair.other.read(channel, { epoch, seq });
      expect(await at(4)).toMatchObject({ kind: 'gone' });
      expect(await at(16)).toMatchObject({ kind: 'gone' });
      expect(await at(12, 'another')).toMatchObject({ kind: 'gone' });
      const kept = await at(5);
      expect(sequences(kept.kind === 'slice' ? kept.entries : [])).toEqual([
        6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
      ]);
      expect(await pair.one.find(channel, item.id)).toBeUndefined();
    });

    it('W5 a follower gets the log first, then every entry once and in order', async () => {
      const channel = aChannel();
      for (let n = 0; n < 5; n += 1) await pair.one.append(channel, first(aHeadline()));
      const running = Promise.all(upTo(50).map(() => pair.one.append(channel, first(aHeadline()))));
      const notebook = await follow(pair.other, channel);
      await running;
      await until(() => notebook.seen.length === 55, 'all entries at the follower');
      expect(sequences(notebook.seen)).toEqual(upTo(55));
      expect(notebook.resets).toBe(1);
    });

    it('W5 lost bells are made up for by reading', async ({ skip }) => {
      if (!pair.deafen) {
        skip('the embedded bell is a function call: it cannot be lost');
        return;
      }
      const channel = aChannel();
      const notebook = await follow(pair.other, channel);
      await pair.deafen(async () => {
        for (let n = 0; n < 10; n += 1) await pair.one.append(channel, first(aHeadline()));
      });
      await until(() => notebook.seen.length === 10, 'the missed entries');
      await pair.one.append(channel, first(aHeadline()));
      await until(() => notebook.seen.length === 11, 'the entry after them');
      expect(sequences(notebook.seen)).toEqual(upTo(11));
      expect(notebook.resets).toBe(1);
    });

    it('W5 find answers with the latest version at once, from any side', async () => {
      const channel = aChannel();
      const headline = aHeadline();
      await pair.one.append(channel, first(headline));
      const corrected = { ...headline, version: 2, headline: 'تصحيح' };
      await pair.one.append(channel, first(corrected, { expectedVersion: 1 }));
      expect(await pair.other.find(channel, headline.id)).toEqual({ seq: 2, headline: corrected });
      expect(await pair.other.find(channel, 'nobody')).toBeUndefined();
    });

    it('W8 keeps who did it in the same act, longer than the log and than the channel', async () => {
      const channel = aChannel();
      const { one, other } = pair;
      const [first, second] = [aHeadline(), aHeadline()];
      const append = (headline: Headline, over: Partial<Append>) =>
        one.append(channel, { headline, expectedVersion: 0, seen: null, retention: 1, ...over });
      await append(first, { trace: '{"by":"«سلمى»"}' });
      // What changes nothing leaves no line, and a line is nobody's duty.
      await expect(append(first, { trace: 'refused' })).rejects.toMatchObject({ code: 'id_taken' });
      await append(aHeadline(), {});
      const idempotency = { key: 'k', fingerprint: 'f' };
      await append(second, { trace: 'second', idempotency });
      await append(second, { trace: 'again', idempotency });
      const lines = await other.trail(channel, { limit: 10 });
      expect(lines.map(({ text, seq, headline }) => [text, seq, headline])).toEqual([
        ['second', 3, second],
        ['{"by":"«سلمى»"}', 1, first],
      ]);
      await one.erase(channel);
      const [newest, oldest] = await one.trail(channel, { limit: 2 });
      expect([newest, oldest]).toEqual(lines);
      expect(await one.trail(channel, { limit: 1 })).toEqual([newest]);
      expect(await one.trail(channel, { limit: 9, before: newest?.cursor })).toEqual([oldest]);
      expect(await one.trail(channel, { limit: 9, before: oldest?.cursor })).toEqual([]);
      for (const before of ['', 'x', '1 OR 1', `${'9'.repeat(40)}-0`]) {
        expect(await one.trail(channel, { limit: 9, before })).toEqual([]);
      }
    });
  });
}
