/** The end of a session is heard by the node where something is kept open for it, though another node ended it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts } from '../../server/access/accounts.ts';
import { openSessionWatch, type SessionWatch } from '../../server/access/session-watch.ts';
import { openIds } from '../../server/access/sessions.ts';
import { ACCOUNTS, SESSIONS } from '../../server/store/records.ts';
import { openRedisStore } from '../../server/store/redis.ts';
import { openShelf } from '../../server/store/shelf.ts';
import type { Store } from '../../server/store/store.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { openTestRedis } from '../support/backends.ts';
import { until } from '../support/until.ts';

/** ms: the promise. */
const SOON = 5_000;

describe('sessions of two nodes on one Redis', () => {
  let redis: Awaited<ReturnType<typeof openTestRedis>>;
  let one: Store;
  let other: Store;
  let watch: SessionWatch;
  beforeAll(async () => {
    redis = await openTestRedis();
    const open = (link: typeof redis.one): Store =>
      openRedisStore({ ...link, newId: randomUUID, log: openLog('silent') });
    [one, other] = [open(redis.one), open(redis.other)];
    const ids = () => openIds(other, openAccounts(other), Date.now);
    // Its own looks are too rare to help.
    watch = await openSessionWatch({ store: other, open: ids, look: 3_600_000 });
  });
  afterAll(async () => {
    watch.stop();
    await Promise.all([one.close(), other.close()]);
    await redis.close();
  });

  async function open(id: string): Promise<() => boolean> {
    const time = new Date().toISOString();
    const who = { id, email: `${id}@news.example`, name: id, language: 'ar', roles: {} } as const;
    const session = { id, account: id, created: time, seen: time, from: '', userAgent: '' };
    await one.write([
      openShelf(one, ACCOUNTS).put({ ...who, created: time }),
      openShelf(one, SESSIONS).put(session),
    ]);
    let [isOver, isLooked] = [false, false];
    watch.watch(id, () => (isOver = true));
    watch.watch('nobody', () => (isLooked = true));
    await until(() => isLooked, 'the first look');
    expect(isOver).toBe(false);
    return () => isOver;
  }
  const end = (id: string): Promise<boolean> =>
    one.write([openShelf(one, SESSIONS).remove(id, 'known')]);

  it('A4 end for all of them within 5 s, and those that go on are not told', async () => {
    const [isOver, goesOn] = [await open('mona'), await open('hind')];
    await end('mona');
    await until(isOver, 'the end', SOON);
    expect(goesOn()).toBe(false);
  });

  it('A4 end within 5 s for a node that did not hear of it', async () => {
    const isOver = await open('amal');
    await redis.deafen(async () => {
      await end('amal');
    });
    await until(isOver, 'the end', SOON);
  });

  it('A4 end when their account is disabled', async () => {
    const isOver = await open('salma');
    const shelf = openShelf(one, ACCOUNTS);
    const found = await shelf.find('salma');
    if (!found) throw new Error('The account is gone');
    await one.write([shelf.put({ ...found.value, disabled: found.value.created })]);
    await until(isOver, 'the end', SOON);
  });
});
