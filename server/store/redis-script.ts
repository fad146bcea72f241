/** The scripts of the store on Redis, the keys that they work on, and what they answer. */
import { z } from 'zod';
import { scriptOf } from '../redis/link.ts';

export function storeKeys(prefix: string) {
  // No channel can be named so: its keys and the store's never meet.
  const base = `${prefix}{~store}`;
  return {
    /** Hash: the store's identity, and how often it was changed. */
    state: `${base}:state`,
    channels: `${base}:channels`,
    keys: `${base}:keys`,
    scripts: `${base}:scripts`,
    /** Pub/sub: where changes are told. */
    changes: `${base}:changed`,
  };
}

/**
 * One act: a node that dies half-way must not leave a store that counts as filled.
 * KEYS state, channels, keys. ARGV identity, how many channels, then field and value of each channel and key.
 */
export const SEED = scriptOf(`
  if redis.call('HSETNX', KEYS[1], 'id', ARGV[1]) == 0 then return 0 end
  redis.call('HINCRBY', KEYS[1], 'revision', 1)
  local channels = tonumber(ARGV[2])
  for at = 3, #ARGV, 2 do
    redis.call('HSET', at < 3 + 2 * channels and KEYS[2] or KEYS[3], ARGV[at], ARGV[at + 1])
  end
  return 1`);

/**
 * What is not so yet is refused, with 0. KEYS state, the hash to write. ARGV create | change | delete | key,
 * field, value, where and by which command to tell of it.
 */
export const WRITE = scriptOf(`
  local known = redis.call('HEXISTS', KEYS[2], ARGV[2])
  if ARGV[1] == 'create' and known == 1 then return 0 end
  if (ARGV[1] == 'change' or ARGV[1] == 'delete') and known == 0 then return 0 end
  if ARGV[1] == 'delete' then redis.call('HDEL', KEYS[2], ARGV[2])
  else redis.call('HSET', KEYS[2], ARGV[2], ARGV[3]) end
  local revision = redis.call('HINCRBY', KEYS[1], 'revision', 1)
  redis.call(ARGV[5], ARGV[4], revision .. (ARGV[1] == 'key' and ' keys' or ' channels'))
  return 1`);

/** KEYS state, channels, keys. */
export const READ = scriptOf(`
  local state = redis.call('HMGET', KEYS[1], 'id', 'revision')
  return { state[1], tonumber(state[2] or '0'), redis.call('HVALS', KEYS[2]), redis.call('HVALS', KEYS[3]) }`);

/**
 * Adds what is not there and replaces nothing. KEYS state, channels, keys, scripts. ARGV identity, where and
 * by which command to tell of it, how many channels and keys, then field and value of each channel, key
 * and script.
 */
export const PUT_BACK = scriptOf(`
  redis.call('HSETNX', KEYS[1], 'id', ARGV[1])
  local keys = 6 + 2 * tonumber(ARGV[4])
  local scripts = keys + 2 * tonumber(ARGV[5])
  for at = 6, #ARGV, 2 do
    local hash = at < keys and KEYS[2] or at < scripts and KEYS[3] or KEYS[4]
    redis.call('HSETNX', hash, ARGV[at], ARGV[at + 1])
  end
  local revision = redis.call('HINCRBY', KEYS[1], 'revision', 1)
  redis.call(ARGV[3], ARGV[2], revision .. ' channels')
  return 1`);

/** Identity, revision, channels and keys. */
export const readReply = z.tuple([
  z.string().nullable(),
  z.number(),
  z.array(z.string()),
  z.array(z.string()),
]);

export const stateReply = z.tuple([z.string().nullable(), z.string().nullable()]);

export const textReply = z.string().nullable();

/** What WRITE and PUT_BACK tell: the revision, and what was changed. */
export function changeMessage(message: string): { revision: number; what: string } {
  const [revision, what = ''] = message.split(' ');
  return { revision: Number(revision), what };
}
