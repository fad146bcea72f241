import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import type { Correction, Draft } from '../../shared/draft.ts';
import type { Headline } from '../../shared/headline.ts';
import type { Role } from '../../shared/role.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { openSqliteWire } from '../wire/sqlite.ts';
import type { Wire } from '../wire/wire.ts';
import { openDesk, type Desk, type Sent } from './desk.ts';
import type { Hand } from './desk-rules.ts';
import { openNewsroom, type Newsroom } from './newsroom.ts';
import { openReleases } from './releases.ts';

const CHANNEL: Channel = { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS };
const T0 = Date.UTC(2026, 10, 24, 12);
const hand = (id: string, role: Role): Hand => ({
  author: { by: { kind: 'person', id, name: id }, from: '192.0.2.7' },
  role,
});
const [EDITOR, OTHER, REPORTER] = [
  hand('سلمى', 'editor'),
  hand('نور', 'editor'),
  hand('ريم', 'reporter'),
];
const DEED = { author: EDITOR.author };

describe('a change of place in the newsroom', () => {
  let database: DatabaseSync;
  let wire: Wire;
  let store: Store;
  let newsroom: Newsroom;
  let desk: Desk;
  let time = T0;
  let sendings = 0;

  beforeEach(() => {
    time = T0;
    database = new DatabaseSync(':memory:');
    const now = () => time;
    wire = openSqliteWire({ database, now, newEpoch: () => 'e1' });
    store = openSqliteStore(database);
    newsroom = openNewsroom({ wire, store, seen: () => null, now, newId: () => 'x' });
    desk = openDesk({ store, wire, newsroom, now });
  });
  afterEach(async () => {
    await wire.close();
    database.close();
  });

  async function publish(draft: Partial<Draft> = {}): Promise<Headline> {
    return (await newsroom.publish(CHANNEL, { headline: 'خبر', ...draft }, DEED)).headline;
  }
  function send(version: number, correction: Correction, by = EDITOR): Promise<Sent> {
    const sending = { what: 'correct', item: 'x', version, correction } as const;
    return desk.send(CHANNEL, { id: `sending-${(sendings += 1)}`, sending }, by);
  }
  const standing = async () => (await wire.find('breaking', 'x'))?.headline;
  /** Until nothing that is held waits to go out. */
  async function release(): Promise<void> {
    time += 60_000;
    const channel = () => Promise.resolve(CHANNEL);
    const failed = (error: unknown) => expect.fail(String(error));
    const releases = await openReleases({ store, newsroom, channel, now: () => time, failed });
    await expect.poll(async () => (await desk.held('breaking')).every((o) => o.problem)).toBe(true);
    await releases.stop();
  }

  it('N17 goes out at once and without a second person, also of breaking news, and is audited', async () => {
    await publish({ urgency: 1, id: 'x' });
    time += 5_000;
    const pinned = await send(1, { pinned: true });
    expect(pinned).toMatchObject({
      published: { headline: { version: 2, pinned: true, rank: T0 + 5_000 } },
    });
    expect(await send(2, { rank: -0.5 })).toMatchObject({
      published: { headline: { rank: -0.5 } },
    });
    expect(await desk.held('breaking')).toEqual([]);
    const [line] = await wire.trail('breaking', { limit: 1 });
    expect(JSON.parse(line?.text ?? '')).toMatchObject({
      ...{ act: 'place', by: { id: 'سلمى' }, subject: 'x' },
      before: { rank: T0 + 5_000 },
    });
    // With a word of it, it is a correction like any other.
    expect(await send(3, { pinned: false, headline: 'آخر' })).toMatchObject({
      held: { needs: 'chief' },
    });
    const proposed = await send(3, { pinned: false }, REPORTER);
    expect(proposed).toMatchObject({ held: { needs: 'editor' } });
    const { id } = 'held' in proposed ? proposed.held : { id: '' };
    const due = new Date(time).toISOString();
    expect(await desk.approve(CHANNEL, id, 1, EDITOR)).toMatchObject({ needs: 'nobody', due });
  });

  it('N17 keeps the note of the words, and what is unpinned has no rank', async () => {
    await publish();
    await newsroom.correct(CHANNEL, 'x', 1, { urgency: 4, edNote: 'الاسم' }, DEED);
    await send(2, { pinned: true, rank: 7 });
    expect(await standing()).toMatchObject({ rank: 7, edNote: 'الاسم' });
    await send(3, { rank: null });
    expect(await standing()).not.toHaveProperty('rank');
    await send(4, { rank: 8 });
    await send(5, { pinned: false });
    expect(await standing()).toMatchObject({ pinned: false, edNote: 'الاسم', version: 6 });
    expect(await standing()).not.toHaveProperty('rank');
  });

  it('N17 a rank for what is not pinned is refused by its name, however it is sent', async () => {
    await publish();
    const refused = { code: 'invalid', errors: [{ field: 'rank' }] };
    await expect(send(1, { rank: 1 })).rejects.toMatchObject(refused);
    // Also where it would wait, and be refused when it is due.
    await expect(send(1, { rank: 1, headline: 'آخر' })).rejects.toMatchObject(refused);
    const machine = newsroom.correct(CHANNEL, 'x', 1, { rank: 1 }, DEED);
    await expect(machine).rejects.toMatchObject(refused);
    expect(await standing()).toMatchObject({ version: 1 });
  });

  it('N17 what is moved while a correction of it waits does not stop the correction', async () => {
    await publish({ pinned: true });
    const held = await send(1, { headline: 'أدق' });
    expect(held).toHaveProperty('held');
    await send(1, { rank: 1 }, OTHER);
    await send(2, { rank: 2 }, OTHER);
    // Read before the move, sent after it.
    const late = await send(1, { source: 'وكالة' });
    expect(late).toHaveProperty('held');
    if ('held' in late) await desk.undo(CHANNEL, late.held.id, EDITOR);
    await release();
    expect(await standing()).toMatchObject({ version: 4, headline: 'أدق', rank: 2 });
    expect(await desk.held('breaking')).toEqual([]);
  });

  it('N17 a move of what was corrected meanwhile is taken; other words over it are stale', async () => {
    await publish({ pinned: true });
    await newsroom.correct(CHANNEL, 'x', 1, { headline: 'أدق' }, DEED);
    expect(await send(1, { rank: 9 })).toMatchObject({ published: { headline: { version: 3 } } });
    expect(await standing()).toMatchObject({ headline: 'أدق', rank: 9 });
    await expect(send(1, { urgency: 4 })).rejects.toMatchObject({ code: 'version_stale' });
    await expect(send(4, { rank: 1 })).rejects.toMatchObject({ code: 'version_stale' });
    // A machine names what it saw by If-Match, and a move is another version.
    const machine = newsroom.correct(CHANNEL, 'x', 2, { urgency: 4 }, DEED);
    await expect(machine).rejects.toMatchObject({ code: 'version_stale' });
    expect(await send(2, { urgency: 4 })).toHaveProperty('held');
  });

  it('N17 two moves of one headline at once are both taken, the later one stands', async () => {
    await publish({ pinned: true });
    const both = await Promise.all([send(1, { rank: 1 }, EDITOR), send(1, { rank: 2 }, OTHER)]);
    const versions = both.map((one) => ('published' in one ? one.published.headline.version : 0));
    expect(versions.sort()).toEqual([2, 3]);
  });

  it('N7 N17 a headline that was checked comes back to its place among the pinned', async () => {
    await publish({ pinned: true });
    await send(1, { rank: 12.5 });
    await newsroom.withhold(CHANNEL, 'x', {}, DEED);
    const refused = send(2, { rank: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'withheld' });
    await newsroom.restore(CHANNEL, 'x', DEED);
    expect(await standing()).toMatchObject({ version: 4, pinned: true, rank: 12.5 });
  });
});
