import { randomUUID } from 'node:crypto';
import { openRedisWire } from '../../server/wire/redis.ts';
import { openSqliteWire } from '../../server/wire/sqlite.ts';
import {
  openTestDatabase,
  openTestRedis,
  REDIS_KINDS,
  type NodeLink,
} from '../support/backends.ts';
import { wireSuite } from './wire-suite.ts';

wireSuite('SQLite', async () => {
  const { database, close } = await openTestDatabase();
  const wire = openSqliteWire({ database, now: Date.now, newEpoch: randomUUID });
  return {
    one: wire,
    other: wire,
    async close() {
      await wire.close();
      await close();
    },
  };
});

const open = (link: NodeLink) =>
  openRedisWire({ ...link, newEpoch: randomUUID, random: Math.random });

for (const kind of REDIS_KINDS) {
  wireSuite(kind, async () => {
    const redis = await openTestRedis(kind);
    const one = open(redis.one);
    const other = open(redis.other);
    return {
      one,
      other,
      deafen: redis.deafen,
      async close() {
        await one.close();
        await other.close();
        await redis.close();
      },
    };
  });
}
