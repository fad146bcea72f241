/** The two back ends as tests open them: a file in a folder of its own, and two nodes' links to one Redis. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseRedisUrl } from '../../server/redis/address.ts';
import { openRedisLink, type OpenLink } from '../../server/redis/open-link.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { askRedis } from './ask-redis.ts';
import { startRedis } from './redis.ts';
import { startRedisCluster } from './redis-cluster.ts';
import { startRedisSentinel } from './redis-sentinel.ts';
import { until } from './until.ts';

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
  readonly redis: OpenLink;
  readonly prefix: string;
}

/** A node's link to Redis, as a hub opens it. */
export async function openTestLink(url: string, prefix: string): Promise<OpenLink> {
  const address = parseRedisUrl(url);
  if (!address) throw new Error(`Not a REDIS_URL: ${url}`);
  const durability = { requireDurable: false, replicas: 0 };
  const sources = { log: openLog('silent'), random: Math.random, newId: randomUUID };
  return openRedisLink({ address, prefix, ...durability, ...sources });
}

export const REDIS_KINDS = ['Redis', 'Redis under Sentinels', 'Redis Cluster'] as const;
export type RedisKind = (typeof REDIS_KINDS)[number];

interface Started {
  readonly url: string;
  /** The ports of those who serve; all of them of a Cluster. */
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

async function start(kind: RedisKind): Promise<Started> {
  if (kind === 'Redis Cluster') {
    const cluster = await startRedisCluster();
    return { ...cluster, ports: cluster.nodes.map(({ port }) => port) };
  }
  if (kind === 'Redis under Sentinels') {
    const sentinel = await startRedisSentinel();
    return { ...sentinel, ports: [(await sentinel.master()).port] };
  }
  const redis = await startRedis();
  return { ...redis, ports: [redis.port] };
}

/** Two nodes' links. Each run has a key prefix of its own. */
export async function openTestRedis(kind: RedisKind = 'Redis') {
  const server = await start(kind);
  const prefix = `test-${randomUUID()}:`;
  const one = { redis: await openTestLink(server.url, prefix), prefix };
  const other = { redis: await openTestLink(server.url, prefix), prefix };
  const reconnects = (): number => other.redis.health().reconnects.bell;
  /** Drops the link of every subscriber before `act`; resolves when it is there again. */
  async function cut(act: () => Promise<void>): Promise<void> {
    const before = reconnects();
    const kill = (port: number) => askRedis(port, 'CLIENT', 'KILL', 'TYPE', 'pubsub');
    await Promise.all(server.ports.map(kill));
    await act();
    await until(() => reconnects() > before, 'the bell to come back');
  }
  return {
    one,
    other,
    /** Before and after `act`: what rings in it may be lost. */
    async deafen(act: () => Promise<void>) {
      await cut(act);
      await cut(() => Promise.resolve());
    },
    async empty() {
      // A replica takes no such command, and need not: it gets it from its master.
      await Promise.allSettled(server.ports.map((port) => askRedis(port, 'FLUSHALL')));
    },
    async close() {
      one.redis.close();
      other.redis.close();
      await server.stop();
    },
  };
}
