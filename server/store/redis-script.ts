/** The scripts of the store on Redis, the keys that they work on, and what they answer. */
import { z } from 'zod';
import { scriptOf } from '../redis/link.ts';
import { KINDS, type Change, type Kept, type Kind } from './store.ts';

export function storeKeys(prefix: string) {
  // No channel can be named so: its keys and the store's never meet.
  const base = `${prefix}{~store}`;
  const of = (kind: Kind): string => `${base}:${kind}`;
  return {
    /** Hash: the store's identity, and how often it was changed. */
    state: `${base}:state`,
    /** Hash of each kind: id -> "revision json". */
    of,
    records: KINDS.map(of),
    scripts: `${base}:scripts`,
    trail: `${base}:trail`,
    /** Pub/sub: where changes are told. */
    changes: `${base}:changed`,
  };
}

/**
 * Changes the records if all stand where they are expected; answers 0 where not, and then nothing changed.
 * KEYS state, the hash of each kind, the trail. ARGV identity for a store that was never filled or '', where
 * and by which command to tell of it, a line for the trail or '', how many it keeps, then for each change:
 * which of KEYS, id, expected, json or '' to take it away.
 */
export const WRITE = scriptOf(`
  if ARGV[1] ~= '' and redis.call('HSETNX', KEYS[1], 'id', ARGV[1]) == 0 then return 0 end
  for at = 6, #ARGV, 4 do
    local known = redis.call('HGET', KEYS[tonumber(ARGV[at])], ARGV[at + 1])
    local stands, expected = known and string.match(known, '^%d+') or '0', ARGV[at + 2]
    if expected == 'known' then expected = stands ~= '0' and stands or 'nothing' end
    if expected ~= '' and expected ~= stands then return 0 end
  end
  if ARGV[4] ~= '' then redis.call('XADD', KEYS[#KEYS], 'MAXLEN', '~', ARGV[5], '*', 't', ARGV[4]) end
  if #ARGV < 6 then return 1 end
  local revision = redis.call('HINCRBY', KEYS[1], 'revision', 1)
  local told = {}
  for at = 6, #ARGV, 4 do
    local key, id, json = KEYS[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 3]
    if json == '' then redis.call('HDEL', key, id)
    else redis.call('HSET', key, id, string.format('%.0f ', revision) .. json) end
    table.insert(told, { string.match(key, '[^:]+$'), id, json })
  end
  local id = redis.call('HGET', KEYS[1], 'id') or ''
  redis.call(ARGV[3], ARGV[2], cjson.encode({ id, revision, told }))
  return 1`);

/** KEYS state, hashes. */
export const READ = scriptOf(`
  local state = redis.call('HMGET', KEYS[1], 'id', 'revision')
  local all = { state[1] or '', tonumber(state[2] or '0') }
  for at = 2, #KEYS do table.insert(all, redis.call('HGETALL', KEYS[at])) end
  return all`);

/**
 * Adds what is not there and replaces nothing. KEYS state, then hashes. ARGV identity where it has none, the revision that all
 * of it is below, where and by which command to tell of it, then for each record: which of KEYS, field, value.
 */
export const PUT_BACK = scriptOf(`
  redis.call('HSETNX', KEYS[1], 'id', ARGV[1])
  for at = 5, #ARGV, 3 do
    redis.call('HSETNX', KEYS[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 2])
  end
  local revision = tonumber(redis.call('HGET', KEYS[1], 'revision') or '0')
  revision = math.max(revision, tonumber(ARGV[2])) + 1
  redis.call('HSET', KEYS[1], 'revision', string.format('%.0f', revision))
  redis.call(ARGV[4], ARGV[3], cjson.encode({ redis.call('HGET', KEYS[1], 'id'), revision, 'all' }))
  return 1`);

/** Identity, revision, then of each hash asked for fields and values in turns. */
export const readReply = z.tuple([z.string(), z.number()], z.array(z.string()));

export const stateReply = z.tuple([z.string().nullable(), z.string().nullable()]);

export const textReply = z.string().nullable();

const told = z.array(z.tuple([z.string(), z.string(), z.string()])).transform((changes) =>
  changes.flatMap(([name, id, json]) => {
    // A node of a later version beside this one may know further kinds.
    const kind = KINDS.find((one) => one === name);
    return kind === undefined ? [] : [[kind, id, json] as const];
  }),
);

/** What WRITE and PUT_BACK tell: whose change, which, and of what; `all` where it is too much to tell. */
export const changeMessage = z.tuple([z.string(), z.number(), z.union([z.literal('all'), told])]);

export function argumentsOf(changes: readonly Change[]): string[] {
  return changes.flatMap(({ kind, id, json, expected }) => {
    // KEYS[1] is the state.
    const place = String(KINDS.indexOf(kind) + 2);
    return [place, id, String(expected ?? ''), json ?? ''];
  });
}

/** What a hash holds of a record. */
export function keptOf(id: string, value: string): Kept {
  const space = value.indexOf(' ');
  return { id, revision: Number(value.slice(0, space)), json: value.slice(space + 1) };
}

export function pairsOf(reply: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < reply.length; at += 2) {
    pairs.push([reply[at] ?? '', reply[at + 1] ?? '']);
  }
  return pairs;
}
