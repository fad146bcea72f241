import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import { unavailable } from '../../shared/problem.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { openSqliteWire } from '../wire/sqlite.ts';
import type { Wire } from '../wire/wire.ts';
import { openDesk } from './desk.ts';
import { openNewsroom, type Newsroom } from './newsroom.ts';
import { createRecall } from './recall.ts';

const CHANNEL: Channel = { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS };
const AUTHOR = { by: { kind: 'person', id: 'p1', name: 'خالد' }, from: '192.0.2.7' } as const;
const T0 = Date.UTC(2026, 10, 24, 12);

describe('a recall', () => {
  let database: DatabaseSync;
  let wire: Wire;
  let store: Store;
  let newsroom: Newsroom;
  let time = T0;
  const now = () => time;

  beforeEach(async () => {
    time = T0;
    database = new DatabaseSync(':memory:');
    wire = openSqliteWire({ database, now, newEpoch: () => 'e1' });
    store = openSqliteStore(database);
    newsroom = openNewsroom({ wire, store, seen: () => null, now, newId: () => 'made' });
    for (const id of ['old', 'one', 'two', 'three']) {
      await newsroom.publish(CHANNEL, { id, headline: id }, { author: AUTHOR });
      time += 60_000;
    }
  });
  afterEach(async () => {
    await wire.close();
    database.close();
  });

  const recallBy = (withdraw: Newsroom['withdraw']) => {
    const desk = openDesk({ store, wire, newsroom, now });
    return createRecall({ wire, store, newsroom: { withdraw }, desk, now });
  };
  const usable = async () => {
    const ids = ['old', 'one', 'two', 'three'];
    const found = await Promise.all(ids.map((id) => wire.find('breaking', id)));
    return ids.filter((_, at) => found[at]?.headline.pubStatus === 'usable');
  };

  it('N8 withdraws what is no older, the newest first, and tells the audit log who did it', async () => {
    const { recalled } = await recallBy(newsroom.withdraw)(CHANNEL, { minutes: 3 }, AUTHOR);
    expect(recalled.map(({ id }) => id)).toEqual(['three', 'two', 'one']);
    expect(await usable()).toEqual(['old']);
    const [line] = await store.trail({ limit: 1 });
    expect(JSON.parse(line?.text ?? '')).toMatchObject({
      ...{ act: 'recall', channel: 'breaking', by: AUTHOR.by, after: { minutes: 3 } },
      reason: 'نُشر هذا الخبر خطأً، وقد سُحب.',
    });
    const each = await wire.trail('breaking', { limit: 3 });
    expect(each.map(({ headline: { id } }) => id)).toEqual(['one', 'two', 'three']);
  });

  it('N8 goes on where one cannot be withdrawn, and says which', async () => {
    const recall = recallBy((channel, id, ...rest) =>
      id === 'two'
        ? Promise.reject(unavailable('The log', new Error('no answer')))
        : newsroom.withdraw(channel, id, ...rest),
    );
    const { recalled } = await recall(CHANNEL, { minutes: 3 }, AUTHOR);
    expect(recalled).toMatchObject([
      { id: 'three', withdrawn: { headline: { pubStatus: 'canceled' } } },
      { id: 'two', problem: { code: 'wire_unavailable' } },
      { id: 'one', withdrawn: { headline: { pubStatus: 'canceled' } } },
    ]);
    expect(await usable()).toEqual(['old', 'two']);
  });

  it('N8 says why in the language of the channel, or in the words it is given', async () => {
    const recall = recallBy(newsroom.withdraw);
    const note = async (id: string) => (await wire.find('breaking', id))?.headline.edNote;
    await recall({ ...CHANNEL, language: 'en-GB' }, { minutes: 1 }, AUTHOR);
    expect(await note('three')).toBe('This was sent in error and has been withdrawn.');
    await recall(CHANNEL, { minutes: 2, edNote: 'مصدر خاطئ' }, AUTHOR);
    expect(await note('two')).toBe('مصدر خاطئ');
  });
});
