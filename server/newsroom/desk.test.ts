import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import type { Draft } from '../../shared/draft.ts';
import type { Held } from '../../shared/held.ts';
import type { Role } from '../../shared/role.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { openSqliteWire } from '../wire/sqlite.ts';
import type { Wire } from '../wire/wire.ts';
import { openDesk, type Desk } from './desk.ts';
import type { Hand } from './desk-rules.ts';
import { openNewsroom } from './newsroom.ts';

const CHANNEL: Channel = { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS };
const AT_ONCE: Channel = { ...CHANNEL, undoWindow: 0 };
const T0 = Date.UTC(2026, 10, 24, 12);
const at = (ms: number): string => new Date(T0 + ms).toISOString();

function hand(id: string, role: Role, kind: 'person' | 'key' = 'person'): Hand {
  return { author: { by: { kind, id, name: id }, from: '192.0.2.7' }, role };
}
const REPORTER = hand('ريم', 'reporter');
const EDITOR = hand('سلمى', 'editor');
const CHIEF = hand('خالد', 'chief');
const KEY = hand('cms', 'editor', 'key');

describe('the desk', () => {
  let database: DatabaseSync;
  let wire: Wire;
  let store: Store;
  let desk: Desk;
  let time = T0;

  beforeEach(() => {
    time = T0;
    database = new DatabaseSync(':memory:');
    const now = () => time;
    wire = openSqliteWire({ database, now, newEpoch: () => 'e1' });
    store = openSqliteStore(database);
    const newsroom = openNewsroom({ wire, store, seen: () => null, now, newId: () => 'made' });
    desk = openDesk({ store, wire, newsroom, now });
  });
  afterEach(async () => {
    await wire.close();
    database.close();
  });

  const publish = (draft: Partial<Draft> = {}) =>
    ({ what: 'publish', draft: { headline: 'خبر', ...draft } }) as const;
  const head = async () => (await wire.read('breaking', null)).head.seq;
  const acts = async () =>
    (await store.trail({ limit: 99 })).map(({ text }) => (JSON.parse(text) as { act: string }).act);

  async function hold(by: Hand, draft: Partial<Draft> = {}, more: object = {}): Promise<Held> {
    const sent = await desk.send(CHANNEL, { id: 'one', sending: publish(draft), ...more }, by);
    if ('published' in sent) throw new Error('It was not held');
    return sent.held;
  }

  it('N1 holds what a person sends for the undo window, and what a key sends not at all', async () => {
    const held = await hold(EDITOR);
    expect(held).toMatchObject({ version: 1, needs: 'nobody', due: at(5_000), hands: ['سلمى'] });
    expect([await desk.held('breaking'), await desk.held('sport')]).toEqual([[held], []]);
    expect(await head()).toBe(0);
    const sent = await desk.send(CHANNEL, { id: 'two', sending: publish() }, KEY);
    expect(sent).toMatchObject({ published: { seq: 1, headline: { headline: 'خبر' } } });
    const free = await desk.send(AT_ONCE, { id: 'three', sending: publish({ id: 'x' }) }, EDITOR);
    expect(free).toMatchObject({ published: { seq: 2 } });
  });

  it('N1 takes back what is held, and gives the words back', async () => {
    const held = await hold(EDITOR);
    await expect(desk.undo(CHANNEL, 'one', REPORTER)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await desk.undo(CHANNEL, 'one', EDITOR)).toEqual(held);
    expect(await desk.held('breaking')).toEqual([]);
    // The same send, once more and late: it was taken back.
    await expect(hold(EDITOR)).rejects.toMatchObject({ code: 'taken_back' });
    expect(await acts()).toEqual(['undo', 'hold']);
  });

  it('N1 takes back what has not arrived yet', async () => {
    expect(await desk.undo(CHANNEL, 'one', EDITOR)).toBeUndefined();
    await expect(hold(EDITOR)).rejects.toMatchObject({ code: 'taken_back' });
    expect(await desk.held('breaking')).toEqual([]);
  });

  it('N1 says that it is too late for what is being sent, and for what is out', async () => {
    const [found] = await store.all('held');
    expect(found).toBeUndefined();
    const held = await hold(EDITOR);
    const json = JSON.stringify({ ...held, releasing: at(0) });
    await store.write([{ kind: 'held', id: 'one', json }]);
    const late = { code: 'too_late' };
    await expect(desk.undo(CHANNEL, 'one', EDITOR)).rejects.toMatchObject(late);
    await expect(desk.sendNow(CHANNEL, 'one', 1, EDITOR)).rejects.toMatchObject(late);
    await desk.send(AT_ONCE, { id: 'out', sending: publish() }, EDITOR);
    await expect(desk.undo(CHANNEL, 'out', EDITOR)).rejects.toMatchObject(late);
  });

  it('N2 answers a repeated send as the first, and refuses other words under its id', async () => {
    const held = await hold(EDITOR);
    expect(await hold(EDITOR)).toEqual(held);
    const conflict = { code: 'idempotency_conflict' };
    await expect(hold(EDITOR, { headline: 'آخر' })).rejects.toMatchObject(conflict);
    await expect(hold(CHIEF)).rejects.toMatchObject(conflict);
    // Others may have given it other words: its repeat is still the same sending.
    const second = { id: 'one', sending: publish({ headline: 'أدق' }) };
    const changed = await desk.change(CHANNEL, 1, second, CHIEF);
    expect(await hold(EDITOR)).toEqual(changed);
    await expect(desk.send(CHANNEL, second, EDITOR)).rejects.toMatchObject(conflict);
    const proposal = { id: 'out', sending: publish() };
    const first = await desk.send(AT_ONCE, proposal, EDITOR);
    const again = await desk.send(AT_ONCE, proposal, EDITOR);
    expect([first, again]).toMatchObject([{ published: { seq: 1 } }, { published: { seq: 1 } }]);
    // It is out: other words, or another's, are not what went out.
    const others = [
      [{ id: 'out', sending: publish({ headline: 'آخر' }) }, EDITOR],
      [proposal, CHIEF],
    ] as const;
    for (const [other, by] of others) {
      await expect(desk.send(AT_ONCE, other, by)).rejects.toMatchObject({
        ...conflict,
        errors: [{ field: 'id' }],
      });
    }
    expect(await head()).toBe(1);
    const all = await Promise.allSettled([hold(EDITOR), hold(EDITOR), hold(EDITOR)]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(await desk.held('breaking')).toHaveLength(1);
  });

  it('N3 waits for a second person where it is urgent, and for an editor where a reporter proposes', async () => {
    const urgent = await hold(CHIEF, { urgency: 2 });
    expect(urgent.needs).toBe('chief');
    const refused = [
      [EDITOR, 'forbidden'],
      [CHIEF, 'approval_needed'],
    ] as const;
    for (const [who, code] of refused) {
      await expect(desk.approve(CHANNEL, 'one', 1, who)).rejects.toMatchObject({ code });
    }
    await expect(desk.sendNow(CHANNEL, 'one', 1, CHIEF)).rejects.toMatchObject({
      code: 'approval_needed',
    });
    time += 60_000;
    const other = hand('نور', 'chief');
    expect(await desk.approve(CHANNEL, 'one', 1, other)).toMatchObject({
      needs: 'nobody',
      due: at(65_000),
      consents: [{ by: { id: 'نور' }, at: at(60_000) }],
    });
    const sent = await desk.send(AT_ONCE, { id: 'two', sending: publish() }, REPORTER);
    expect(sent).toMatchObject({ held: { needs: 'editor' } });
    // Who proposes may have become an editor meanwhile: it still takes another.
    const risen = hand('ريم', 'editor');
    const own = desk.approve(CHANNEL, 'two', 1, risen);
    await expect(own).rejects.toMatchObject({ code: 'approval_needed' });
    expect(await desk.approve(CHANNEL, 'two', 1, EDITOR)).toMatchObject({ needs: 'nobody' });
  });

  it('N3 asks anew when the words change, and a word to other words is refused', async () => {
    await hold(EDITOR, { urgency: 1 });
    const words = { id: 'one', sending: publish({ urgency: 1, headline: 'أدق' }) };
    const changed = await desk.change(CHANNEL, 1, words, EDITOR);
    expect(changed).toMatchObject({ version: 2, needs: 'chief', sending: words.sending });
    const stale = desk.approve(CHANNEL, 'one', 1, CHIEF);
    await expect(stale).rejects.toMatchObject({ code: 'version_stale' });
    await desk.approve(CHANNEL, 'one', 2, CHIEF);
    // After the word was given, other words need another; making it less urgent is no way around.
    const lower = { id: 'one', sending: publish({ urgency: 3 }) };
    expect(await desk.change(CHANNEL, 2, lower, CHIEF)).toMatchObject({ consents: [] });
    const again = { id: 'one', sending: publish({ urgency: 1 }) };
    const risen = await desk.change(CHANNEL, 3, again, CHIEF);
    expect(risen).toMatchObject({ needs: 'chief', hands: ['سلمى', 'خالد'] });
    const own = desk.approve(CHANNEL, 'one', 4, CHIEF);
    await expect(own).rejects.toMatchObject({ code: 'approval_needed' });
    expect(await desk.approve(CHANNEL, 'one', 4, hand('نور', 'chief'))).toMatchObject({
      needs: 'nobody',
    });
  });

  it('N3 goes out without a second person in an emergency, and writes down why', async () => {
    await hold(EDITOR, { urgency: 1 });
    const refused = desk.overrule(CHANNEL, 'one', 1, REPORTER, 'زلزال');
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    const held = await desk.overrule(CHANNEL, 'one', 1, EDITOR, 'زلزال');
    expect(held).toMatchObject({ needs: 'nobody', consents: [{ reason: 'زلزال' }] });
    const [line] = await store.trail({ limit: 1 });
    expect(JSON.parse(line?.text ?? '')).toMatchObject({ act: 'overrule', reason: 'زلزال' });
  });

  it('N3 of two decisions about one version one is made', async () => {
    await hold(EDITOR, { urgency: 1 });
    const words = { id: 'one', sending: publish({ urgency: 1, headline: 'أدق' }) };
    const both = await Promise.allSettled([
      desk.change(CHANNEL, 1, words, EDITOR),
      desk.approve(CHANNEL, 'one', 1, CHIEF),
      desk.undo(CHANNEL, 'one', EDITOR),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('N4 refuses a time in the past or far away, an end before it, and what could not be sent then', async () => {
    const bad = [
      [{}, { embargoedUntil: at(0) }, 'embargoedUntil'],
      [{}, { embargoedUntil: '2100-01-01T00:00:00Z' }, 'embargoedUntil'],
      [{ expires: at(0) }, {}, 'expires'],
      [{ expires: at(9_000) }, { embargoedUntil: at(9_000) }, 'expires'],
    ] as const;
    for (const [draft, more, field] of bad) {
      const refused = hold(EDITOR, draft, more);
      await expect(refused).rejects.toMatchObject({ code: 'invalid', errors: [{ field }] });
    }
    await desk.send(CHANNEL, { id: 'first', sending: publish({ id: 'x' }) }, KEY);
    await expect(hold(EDITOR, { id: 'x' })).rejects.toMatchObject({ code: 'id_taken' });
    const correct = (item: string, version: number, correction = {}) =>
      ({ id: 'c', sending: { what: 'correct', item, version, correction } }) as const;
    const stale = desk.send(CHANNEL, correct('x', 2), EDITOR);
    await expect(stale).rejects.toMatchObject({ code: 'version_stale' });
    const nothing = desk.send(CHANNEL, correct('y', 1), EDITOR);
    await expect(nothing).rejects.toMatchObject({ code: 'headline_unknown' });
    const raised = await desk.send(CHANNEL, correct('x', 1, { urgency: 1 }), EDITOR);
    expect(raised).toMatchObject({ held: { needs: 'chief' } });
    expect(await desk.held('breaking')).toHaveLength(1);
  });

  it('N4 sends a scheduled one at its time, or now where somebody says so', async () => {
    const held = await hold(EDITOR, {}, { embargoedUntil: at(3_600_000) });
    expect(held.due).toBe(at(3_600_000));
    const moved = { id: 'one', sending: held.sending, embargoedUntil: at(60_000) };
    expect(await desk.change(CHANNEL, 1, moved, EDITOR)).toMatchObject({ due: at(60_000) });
    time += 1_000;
    const now = await desk.sendNow(CHANNEL, 'one', 2, EDITOR);
    expect(now.due).toBe(at(1_000));
    expect(now).not.toHaveProperty('embargoedUntil');
  });
});
