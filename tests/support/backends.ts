/** The two back ends as tests open them: a file in a folder of its own, and two nodes' links to one Redis. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createClient } from 'redis';
import { startRedis } from './redis.ts';
import { until } from './until.ts';

type RedisClient = ReturnType<typeof createClient>;

export async function openTestDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'ajil-sqlite-'));
  const database = new DatabaseSync(join(folder, 'ajil.db'));
  return {
    database,
    async close() {
      database.close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface NodeLink {
  readonly commands: RedisClient;
  readonly bell: RedisClient;
  readonly prefix: string;
}

/** Each run has a key prefix of its own. */
export async function openTestRedis() {
  const redis = await startRedis();
  const prefix = `test-${randomUUID()}:`;
  const clients: RedisClient[] = [];
  const connected = async (): Promise<RedisClient> => {
    const client: RedisClient = createClient({ url: redis.url });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };
  const link = async (): Promise<NodeLink> => ({
    commands: await connected(),
    bell: await connected(),
    prefix,
  });
  const one = await link();
  const other = await link();
  const admin = await connected();
  const kill = (): Promise<unknown> => admin.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
  return {
    one,
    other,
    /** Drops the link of every subscriber, before and after `act`: what rings in it may be lost. */
    async deafen(act: () => Promise<void>) {
      await kill();
      await act();
      await kill();
      await until(() => other.bell.isReady, 'the bell to come back');
    },
    async close() {
      for (const client of clients) client.destroy();
      await redis.stop();
    },
  };
}
