import { randomUUID } from 'node:crypto';
import { openRedisStore } from '../../server/store/redis.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { openLog } from '../../server/telemetry/log.ts';
import {
  openTestDatabase,
  openTestRedis,
  REDIS_KINDS,
  type NodeLink,
} from '../support/backends.ts';
import { storeSuite } from './store-suite.ts';

storeSuite('SQLite', async () => {
  const { database, close } = await openTestDatabase();
  const store = openSqliteStore(database);
  return {
    one: store,
    other: store,
    async close() {
      await store.close();
      await close();
    },
  };
});

for (const kind of REDIS_KINDS) {
  storeSuite(kind, async () => {
    const redis = await openTestRedis(kind);
    const open = (link: NodeLink) =>
      openRedisStore({ ...link, newId: randomUUID, log: openLog('silent') });
    const one = open(redis.one);
    const other = open(redis.other);
    return {
      one,
      other,
      cut: () => redis.deafen(() => Promise.resolve()),
      empty: redis.empty,
      async close() {
        await one.close();
        await other.close();
        await redis.close();
      },
    };
  });
}
