/** The store of many nodes: hashes under one hash tag. */
import type { createClient } from 'redis';
import type { Channel } from '../../shared/channel.ts';
import { Problem } from '../../shared/problem.ts';
import type { ApiKey, Store } from './store.ts';

export function openRedisStore(client: ReturnType<typeof createClient>, prefix: string): Store {
  const base = `${prefix}{store}`;
  const key = { seeded: `${base}:seeded`, channels: `${base}:channels`, keys: `${base}:keys` };

  async function asked<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Problem('wire_unavailable', `Redis is out of reach: ${why}`, [], cause);
    }
  }

  // One script: a node that dies half-way must not leave a store that counts as filled.
  const SEED = `
    if not redis.call('SET', KEYS[1], '1', 'NX') then return 0 end
    local channels = tonumber(ARGV[1])
    for at = 2, #ARGV, 2 do
      redis.call('HSET', at < 2 + 2 * channels and KEYS[2] or KEYS[3], ARGV[at], ARGV[at + 1])
    end
    return 1`;

  return {
    seed: (channels, keys) =>
      asked(async () => {
        const pairs = [
          ...channels.flatMap((channel) => [channel.name, JSON.stringify(channel)]),
          ...keys.flatMap((one) => [one.hash, JSON.stringify(one)]),
        ];
        const reply = await client.eval(SEED, {
          keys: [key.seeded, key.channels, key.keys],
          arguments: [String(channels.length), ...pairs],
        });
        return reply === 1;
      }),
    channels: () =>
      asked(async () => {
        const found = (await client.hVals(key.channels)).map((json) => decode<Channel>(json));
        return found.sort((a, b) => (a.name < b.name ? -1 : 1));
      }),
    createChannel: (channel) =>
      asked(async () => {
        return (await client.hSetNX(key.channels, channel.name, JSON.stringify(channel))) === 1;
      }),
    changeChannel: (channel) =>
      asked(async () => {
        const change = `if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
          redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return 1`;
        const call = { keys: [key.channels], arguments: [channel.name, JSON.stringify(channel)] };
        return (await client.eval(change, call)) === 1;
      }),
    deleteChannel: (name) => asked(async () => (await client.hDel(key.channels, name)) > 0),
    keys: () =>
      asked(async () => {
        const found = (await client.hVals(key.keys)).map((json) => decode<ApiKey>(json));
        return found.sort((a, b) => (a.id < b.id ? -1 : 1));
      }),
    findKey: (hash) =>
      asked(async () => {
        const json = await client.hGet(key.keys, hash);
        return json == null ? undefined : decode<ApiKey>(json);
      }),
    putKey: (one) =>
      asked(async () => {
        await client.hSet(key.keys, one.hash, JSON.stringify(one));
      }),
    close: () => Promise.resolve(),
  };
}

/** Only this file writes these values. */
function decode<T>(json: string): T {
  return JSON.parse(json) as T;
}
