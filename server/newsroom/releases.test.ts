import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../tests/support/until.ts';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import type { Sending } from '../../shared/held.ts';
import { channelUnknown, unavailable } from '../../shared/problem.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { openSqliteWire } from '../wire/sqlite.ts';
import type { Wire } from '../wire/wire.ts';
import { openDesk, type Desk } from './desk.ts';
import type { Hand } from './desk-rules.ts';
import { openNewsroom, type Newsroom } from './newsroom.ts';
import { openReleases, type Releases } from './releases.ts';

const CHANNEL: Channel = { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS };
const AT_ONCE = { ...CHANNEL, undoWindow: 0 };
const BY = { kind: 'person', id: 'p1', name: 'سلمى' } as const;
const EDITOR: Hand = { author: { by: BY, from: '192.0.2.7' }, role: 'editor' };
const CHIEF: Hand = { author: { by: { ...BY, id: 'p2' }, from: '' }, role: 'chief' };

describe('releases', () => {
  let database: DatabaseSync;
  let wire: Wire;
  let store: Store;
  let newsroom: Newsroom;
  let desk: Desk;
  let nodes: Releases[];
  let failures: unknown[];

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    wire = openSqliteWire({ database, now: Date.now, newEpoch: () => 'e1' });
    store = openSqliteStore(database);
    let ids = 0;
    const newId = () => `made-${(ids += 1)}`;
    newsroom = openNewsroom({ wire, store, seen: () => null, now: Date.now, newId });
    desk = openDesk({ store, wire, newsroom, now: Date.now });
    [nodes, failures] = [[], []];
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await wire.close();
    database.close();
  });

  async function start(by: Partial<Newsroom> = {}): Promise<void> {
    const channel = (name: string) =>
      name === 'breaking' ? Promise.resolve(CHANNEL) : Promise.reject(channelUnknown(name));
    const failed = (error: unknown) => failures.push(error);
    const of = { ...newsroom, ...by };
    nodes.push(await openReleases({ store, newsroom: of, channel, now: Date.now, failed }));
  }

  const news = (headline = 'خبر'): Sending => ({ what: 'publish', draft: { headline } });
  const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();
  const hold = (id: string, more: object = { embargoedUntil: soon(80) }) =>
    desk.send(AT_ONCE, { id, sending: news(id), ...more }, EDITOR);
  const published = async () => {
    const slice = await wire.read('breaking', null);
    return slice.kind === 'slice' ? slice.entries.map(({ headline }) => headline) : [];
  };
  const isEmpty = async () => (await desk.held('breaking')).length === 0;

  it('N5 sends each at its time and once, however many nodes there are', async () => {
    for (let node = 0; node < 3; node += 1) await start();
    const due = Date.now() + 300;
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) await hold(id, { embargoedUntil: new Date(due).toISOString() });
    expect(await published()).toEqual([]);
    await until(isEmpty, 'all to be sent');
    const out = await published();
    expect(out.map((one) => 'headline' in one && one.headline).toSorted()).toEqual(ids);
    for (const { versionCreated } of out) {
      expect(Date.parse(versionCreated) - due).toBeGreaterThanOrEqual(0);
      expect(Date.parse(versionCreated) - due).toBeLessThan(1_000);
    }
    expect(failures).toEqual([]);
  });

  it('N5 goes on with what a node had begun that died, within a second and without a repeat', async () => {
    const nothing = new Promise<never>(() => undefined);
    // It marks what is due, and then it is dead; the other dies when it had sent it.
    await start({ publish: () => nothing });
    const due = Date.now() + 80;
    await hold('a', { embargoedUntil: new Date(due).toISOString() });
    await until(async () => (await desk.held('breaking'))[0]?.releasing !== undefined, 'the mark');
    await start({ publish: (...deed) => newsroom.publish(...deed).then(() => nothing) });
    await until(async () => (await published()).length > 0, 'the other to send it');
    expect(Date.now() - due).toBeLessThan(1_000);
    await start();
    await until(isEmpty, 'the third to clear it away');
    expect(await published()).toHaveLength(1);
    nodes = nodes.slice(2);
  });

  it('N5 keeps what cannot be sent for somebody to decide, with the reason', async () => {
    await start();
    const sent = await newsroom.publish(CHANNEL, { headline: 'أول' }, { author: EDITOR.author });
    const { id } = sent.headline;
    const correction = { headline: 'ثان' };
    const sending = { what: 'correct', item: id, version: 1, correction } as const;
    await desk.send(AT_ONCE, { id: 'c', sending, embargoedUntil: soon(100) }, EDITOR);
    await newsroom.correct(CHANNEL, id, 1, { headline: 'سبقه' }, { author: EDITOR.author });
    const one = async () => (await desk.held('breaking'))[0];
    await until(async () => (await one())?.problem !== undefined, 'the refusal');
    expect(await one()).toMatchObject({ problem: { code: 'version_stale' } });
    expect(await one()).not.toHaveProperty('releasing');
    // Put right, it goes out.
    const right = { id: 'c', sending: { ...sending, version: 2 } };
    await desk.change(AT_ONCE, 1, right, EDITOR);
    await until(isEmpty, 'it to go out');
    expect(await published()).toMatchObject([{ version: 1 }, { version: 2 }, { headline: 'ثان' }]);
  });

  it('N5 tries again while the log is out of reach, and sends once', async () => {
    let refusals = 2;
    await start({
      publish: (...deed) => {
        refusals -= 1;
        // As after a lost answer: nobody knows whether it was done, and it was.
        return newsroom.publish(...deed).then((appended) => {
          if (refusals >= 0) throw unavailable('The log', new Error('no answer'));
          return appended;
        });
      },
    });
    await hold('a');
    await until(isEmpty, 'it to be sent');
    expect(failures).toHaveLength(2);
    expect(await published()).toHaveLength(1);
  });

  it('N3 sends nothing that waits for a second person, and says who agreed when it does', async () => {
    await start();
    const urgent: Sending = { what: 'publish', draft: { headline: 'عاجل', urgency: 1 } };
    await desk.send(AT_ONCE, { id: 'a', sending: urgent }, EDITOR);
    await hold('b');
    await until(async () => (await published()).length === 1, 'the other one');
    expect(await desk.held('breaking')).toMatchObject([{ id: 'a' }]);
    await desk.approve(AT_ONCE, 'a', 1, CHIEF);
    await until(isEmpty, 'it to be sent');
    const [line] = await wire.trail('breaking', { limit: 1 });
    const consents = [CHIEF.author.by];
    expect(JSON.parse(line?.text ?? '')).toMatchObject({ act: 'publish', by: BY, consents });
  });

  it('N5 ends with what is under way, and begins nothing after it', async () => {
    await start();
    await hold('a', { embargoedUntil: soon(200) });
    await nodes[0]?.stop();
    await start({ publish: () => Promise.reject(new Error('not asked')) });
    nodes = nodes.slice(1);
    await until(() => failures.length > 0, 'the other node to try');
    expect(await published()).toEqual([]);
  });
});
