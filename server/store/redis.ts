/** The store of many nodes: hashes under one hash tag, and a pub/sub channel that says «look again». */
import type { createClient } from 'redis';
import type { Channel } from '../../shared/channel.ts';
import { unavailable } from '../../shared/problem.ts';
import type { ApiKey, Store } from './store.ts';

type RedisClient = ReturnType<typeof createClient>;

export interface RedisStoreOptions {
  /** Rejects while Redis is away. */
  readonly commands: RedisClient;
  /** The connection that hears of changes; it waits for Redis and subscribes again by itself. */
  readonly bell: RedisClient;
  readonly prefix: string;
}

// One script: a node that dies half-way must not leave a store that counts as filled.
const SEED = `
  if not redis.call('SET', KEYS[1], '1', 'NX') then return 0 end
  local channels = tonumber(ARGV[1])
  for at = 2, #ARGV, 2 do
    redis.call('HSET', at < 2 + 2 * channels and KEYS[2] or KEYS[3], ARGV[at], ARGV[at + 1])
  end
  return 1`;

// ARGV: 1 create | change | delete, 2 name, 3 channel (JSON), 4 where to say so. What is not so yet is refused.
const WRITE_CHANNEL = `
  local known = redis.call('HEXISTS', KEYS[1], ARGV[2])
  if (ARGV[1] == 'create') == (known == 1) then return 0 end
  if ARGV[1] == 'delete' then redis.call('HDEL', KEYS[1], ARGV[2])
  else redis.call('HSET', KEYS[1], ARGV[2], ARGV[3]) end
  redis.call('PUBLISH', ARGV[4], ARGV[2])
  return 1`;

export function openRedisStore({ commands, bell, prefix }: RedisStoreOptions): Store {
  // No channel can be named so: its keys and the store's never meet.
  const base = `${prefix}{~store}`;
  const key = {
    seeded: `${base}:seeded`,
    channels: `${base}:channels`,
    keys: `${base}:keys`,
    scripts: `${base}:scripts`,
  };
  const changes = `${base}:changed`;
  const stops: (() => void)[] = [];

  const writeChannel = (act: 'create' | 'change' | 'delete', name: string, channel?: Channel) =>
    asked(async () => {
      const json = channel ? JSON.stringify(channel) : '';
      const call = { keys: [key.channels], arguments: [act, name, json, changes] };
      return (await commands.eval(WRITE_CHANNEL, call)) === 1;
    });

  return {
    seed: (channels, keys) =>
      asked(async () => {
        const pairs = [
          ...channels.flatMap((channel) => [channel.name, JSON.stringify(channel)]),
          ...keys.flatMap((one) => [one.hash, JSON.stringify(one)]),
        ];
        const reply = await commands.eval(SEED, {
          keys: [key.seeded, key.channels, key.keys],
          arguments: [String(channels.length), ...pairs],
        });
        return reply === 1;
      }),
    channels: () =>
      asked(async () => {
        const found = (await commands.hVals(key.channels)).map((json) => decode<Channel>(json));
        return found.sort((a, b) => (a.name < b.name ? -1 : 1));
      }),
    createChannel: (channel) => writeChannel('create', channel.name, channel),
    changeChannel: (channel) => writeChannel('change', channel.name, channel),
    deleteChannel: (name) => writeChannel('delete', name),
    keys: () =>
      asked(async () => {
        const found = (await commands.hVals(key.keys)).map((json) => decode<ApiKey>(json));
        return found.sort((a, b) => (a.id < b.id ? -1 : 1));
      }),
    findKey: (hash) =>
      asked(async () => {
        const json = await commands.hGet(key.keys, hash);
        return json == null ? undefined : decode<ApiKey>(json);
      }),
    putKey: (one) =>
      asked(async () => {
        await commands.hSet(key.keys, one.hash, JSON.stringify(one));
      }),
    keepScript: (hash, text) =>
      asked(async () => {
        await commands.hSetNX(key.scripts, hash, text);
      }),
    script: (hash) => asked(async () => (await commands.hGet(key.scripts, hash)) ?? undefined),
    watch: (changed) =>
      asked(async () => {
        const links = [bell, commands];
        for (const link of links) link.on('ready', changed);
        stops.push(() => {
          for (const link of links) link.off('ready', changed);
        });
        await bell.subscribe(changes, changed);
      }),
    close() {
      for (const stop of stops) stop();
      return Promise.resolve();
    },
  };
}

async function asked<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw unavailable('Redis is out of reach', cause);
  }
}

/** Only this file writes these values. */
function decode<T>(json: string): T {
  return JSON.parse(json) as T;
}
