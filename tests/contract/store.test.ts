import { openRedisStore } from '../../server/store/redis.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { openTestDatabase, openTestRedis } from '../support/backends.ts';
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

storeSuite('Redis', async () => {
  const redis = await openTestRedis();
  const one = openRedisStore(redis.one);
  const other = openRedisStore(redis.other);
  return {
    one,
    other,
    cut: () => redis.deafen(() => Promise.resolve()),
    async close() {
      await one.close();
      await other.close();
      await redis.close();
    },
  };
});
