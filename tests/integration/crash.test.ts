import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFeed, type Feed } from '../../client/feed/feed.ts';
import { openApi, parseProblem, type Published } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { openPublishers, type Publishers } from '../support/publishers.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { openViewer, type Viewer } from '../support/viewer.ts';

const PUBLISHERS = 4;
/** Starts a hub twice and waits for clients that reconnect at random times. */
const LIMIT = 60_000;

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

async function startHub(redis?: TestRedis): Promise<HubProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-crash-'));
  leftovers.defer(() => rm(dataDir, { recursive: true }));
  return startHubProcess({ dataDir, ...(redis ? { redisUrl: redis.url } : {}) });
}

/** Redis as W3 asks for it: an append-only file, flushed before each answer. */
async function startDurableRedis(): Promise<TestRedis> {
  return leftovers.adopt(await startRedis('always'), (redis) => redis.stop());
}

interface Audience {
  readonly feed: Feed;
  readonly plain: Viewer;
}

async function openAudience(hub: string): Promise<Audience> {
  const feed = leftovers.adopt(openFeed({ hub, channels: ['breaking'] }), (one) => one.close());
  const plain = leftovers.adopt(openViewer(hub), (one) => one.close());
  await until(
    () => feed.state.status === 'live' && plain.snapshots.length === 1,
    'both viewers to have the board',
  );
  return { feed, plain };
}

/** W3: it is answered by its id, and stands once in the log, at the place that was acknowledged. */
async function expectAllKept(hub: string, acknowledged: Publishers['acknowledged']): Promise<void> {
  const api = openApi(hub);
  for (const [id, { headline, seq }] of acknowledged) {
    expect(await api.find(id)).toMatchObject({ status: 200, body: { id, headline, seq } });
  }
  const log = (await api.log()).map((entry) => [entry.headline.id, entry.seq]);
  const bySeq = (a: Published, b: Published): number => a.seq - b.seq;
  const told = [...acknowledged.values()].sort(bySeq).map(({ id, seq }) => [id, seq]);
  expect(log).toEqual(told);
}

/** P1: what was acknowledged before the crash is not published again after it. */
async function expectOnce(publishers: Publishers, before: readonly string[]): Promise<void> {
  for (const id of before) {
    expect(await publishers.repeat(id)).toEqual(publishers.acknowledged.get(id));
  }
}

/** H1, H2: every sequence once, in order, without a hole; and the hub's own board at the end. */
async function expectNothingMissed({ feed, plain }: Audience, hub: string, count: number) {
  await until(() => plain.entries.length >= count, `the viewer to see ${count} entries`, 30_000);
  expect(plain.entries.map(({ seq }) => seq)).toEqual(
    Array.from({ length: count }, (_, n) => n + 1),
  );
  // One board on the first visit; what was missed later came as entries.
  expect(plain.snapshots).toHaveLength(1);
  const { headlines } = await openApi(hub).board();
  expect(headlines).toHaveLength(20);
  expect(plain.board()).toEqual(headlines);
  await until(
    () => isDeepStrictEqual(feed.state.channels['breaking']?.headlines, headlines),
    'the feed to show the board of the hub',
    30_000,
  );
}

describe.each(['SQLite', 'Redis'])('a hub on %s that is killed in the middle of a stream', (on) => {
  it(
    'W3 H1 H2 P1 keeps what it acknowledged, publishes it once, and no viewer misses any',
    async () => {
      const hub = await startHub(on === 'Redis' ? await startDurableRedis() : undefined);
      const audience = await openAudience(hub.url);
      const publishers = openPublishers(hub.url, PUBLISHERS);
      await publishers.reach(100);
      await hub.kill();
      const before = [...publishers.acknowledged.keys()];
      await hub.start();
      await publishers.reach(before.length + 200);
      await publishers.finish();

      await expectOnce(publishers, before);
      await expectAllKept(hub.url, publishers.acknowledged);
      await expectNothingMissed(audience, hub.url, publishers.acknowledged.size);
      expect(audience.plain.losses).toHaveLength(1);
      expect(publishers.refusals).toEqual([]);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );
});

describe('two hubs on one Redis', () => {
  let one: HubProcess;
  let other: HubProcess;
  beforeAll(async () => {
    const redis = await startDurableRedis();
    [one, other] = await Promise.all([startHub(redis), startHub(redis)]);
  }, LIMIT);

  it(
    'W5 H2 each shows what the other publishes and corrects, also after a kill -9 of one',
    async () => {
      const [atOne, atOther] = [openViewer(one.url), openViewer(other.url)];
      leftovers.defer(() => [atOne, atOther].forEach((viewer) => viewer.close()));
      await until(() => atOne.snapshots.length + atOther.snapshots.length === 2, 'two boards');
      const seenAtBoth = (count: number) =>
        until(
          () => atOne.entries.length >= count && atOther.entries.length >= count,
          `${count} entries at both hubs`,
        );

      const { id, version } = await openApi(one.url).publish({ headline: 'من الأول' });
      await seenAtBoth(1);
      await openApi(other.url).correct(id, version, 'صححه الثاني');
      await seenAtBoth(2);
      expect(atOne.entries).toMatchObject([
        { seq: 1, headline: { id, version: 1, headline: 'من الأول' } },
        { seq: 2, headline: { id, version: 2, headline: 'صححه الثاني' } },
      ]);
      expect(atOther.entries).toEqual(atOne.entries);

      await one.kill();
      const last = await openApi(other.url).publish({ headline: 'والأول مقتول' });
      await until(() => atOther.entries.length === 3, 'the viewer of the hub that lives');
      expect(atOther.entries[2]).toMatchObject({ seq: 3, headline: { id: last.id } });
      expect(atOther.losses).toEqual([]);
      await one.start();
      await seenAtBoth(3);
      expect(atOne.entries).toEqual(atOther.entries);
    },
    LIMIT,
  );
});

describe('a Redis that is killed in the middle of a stream', () => {
  it(
    'W3 H1 H2 P1 P4 loses nothing acknowledged; viewers stay, publishers are told to come again',
    async () => {
      const redis = await startDurableRedis();
      const hub = await startHub(redis);
      const audience = await openAudience(hub.url);
      const statuses = new Set<string>();
      audience.feed.subscribe(({ status }) => statuses.add(status));
      const publishers = openPublishers(hub.url, PUBLISHERS);
      await publishers.reach(100);
      await redis.kill();
      await until(() => publishers.refusals.length >= PUBLISHERS, 'refusals of every publisher');
      // The last board is still there for those who ask.
      expect((await openApi(hub.url).board()).headlines).toHaveLength(20);
      const before = [...publishers.acknowledged.keys()];
      await redis.start();
      await publishers.reach(before.length + 200);
      await publishers.finish();

      await expectOnce(publishers, before);
      for (const refusal of publishers.refusals) {
        expect(parseProblem(refusal)).toMatchObject({ code: 'wire_unavailable', status: 503 });
        expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      await expectAllKept(hub.url, publishers.acknowledged);
      await expectNothingMissed(audience, hub.url, publishers.acknowledged.size);
      expect(audience.plain.losses).toEqual([]);
      expect([...statuses]).toEqual(['live']);
      expect(hub.said.err).toBe('');
    },
    LIMIT,
  );
});
