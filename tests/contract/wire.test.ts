import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { randomUUID } from 'node:crypto';
import { createClient } from 'redis';
import { openRedisWire } from '../../server/wire/redis.ts';
import { openSqliteWire } from '../../server/wire/sqlite.ts';
import { startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { wireSuite } from './wire-suite.ts';

wireSuite('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ajil-wire-'));
  const database = new DatabaseSync(join(folder, 'wire.db'));
  const wire = openSqliteWire({ database, now: Date.now, newEpoch: randomUUID });
  return {
    one: wire,
    other: wire,
    async close() {
      await wire.close();
      database.close();
      await rm(folder, { recursive: true });
    },
  };
});

wireSuite('Redis', async () => {
  const redis = await startRedis();
  const prefix = `test-${randomUUID()}:`;
  const clients: ReturnType<typeof createClient>[] = [];
  const connected = async () => {
    const client: ReturnType<typeof createClient> = createClient({ url: redis.url });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };
  const open = async () =>
    openRedisWire({
      commands: await connected(),
      bell: await connected(),
      prefix,
      newEpoch: randomUUID,
      random: Math.random,
    });
  const one = await open();
  const other = await open();
  const otherBell = clients[3];
  return {
    one,
    other,
    // Redis drops the link of every subscriber and hangs up on those who come back meanwhile.
    async deafen(act) {
      const admin = await connected();
      const kill = (): Promise<unknown> => admin.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
      await kill();
      await act();
      await kill();
      await until(() => otherBell?.isReady === true, 'the bell to come back');
    },
    async close() {
      await one.close();
      await other.close();
      for (const client of clients) client.destroy();
      await redis.stop();
    },
  };
});
