/**
 * The store of many nodes: hashes under one hash tag, a revision that counts their changes, and a pub/sub
 * channel that says «look again». What nobody could hear shows in the revision.
 *
 * Each node keeps a copy. A Redis that was emptied has no identity, or another: what it lost is put back,
 * for a channel that viewers watch must not end because of it.
 */
import type { Channel } from '../../shared/channel.ts';
import type { RedisLink } from '../redis/link.ts';
import type { Log } from '../telemetry/log.ts';
import {
  changeMessage,
  PUT_BACK,
  READ,
  readReply,
  SEED,
  stateReply,
  storeKeys,
  textReply,
  WRITE,
} from './redis-script.ts';
import type { ApiKey, Store } from './store.ts';

export interface RedisStoreOptions {
  readonly redis: RedisLink;
  readonly prefix: string;
  readonly newId: () => string;
  readonly log: Pick<Log, 'error'>;
}

/** ms between two looks at the revision. */
const LOOK = 1_000;

interface Copy {
  readonly id: string;
  readonly revision: number;
  readonly channels: readonly string[];
  readonly keys: readonly string[];
}

export function openRedisStore({ redis, prefix, newId, log }: RedisStoreOptions): Store {
  const key = storeKeys(prefix);
  const watchers: (() => void)[] = [];
  /** Releases of the script that this node has put in. */
  const kept = new Map<string, string>();
  let copy: Copy | undefined;
  let heard = 0;

  async function readAll(): Promise<Copy> {
    const reply = await redis.run(READ, [key.state, key.channels, key.keys], []);
    const [id, revision, channels, keys] = readReply.parse(reply);
    return { id: id ?? '', revision, channels, keys };
  }

  async function refresh(): Promise<Copy> {
    let fresh = await readAll();
    // Every node does, for only it has the releases of the script that it came with.
    if (copy && (fresh.id !== copy.id || fresh.revision < copy.revision)) {
      await putBack(copy);
      fresh = await readAll();
      log.error('Redis had lost the channels and API keys: this hub has put back what it knew');
    }
    // Lower than before where the store was emptied.
    heard = fresh.revision;
    copy = fresh;
    return fresh;
  }

  async function putBack({ id, channels, keys }: Copy): Promise<void> {
    const named = channels.flatMap((json) => [decode<Channel>(json).name, json]);
    const hashed = keys.flatMap((json) => [decode<ApiKey>(json).hash, json]);
    const counts = [channels.length, keys.length].map(String);
    const values = [id, key.changes, redis.publish, ...counts, ...named, ...hashed];
    const all = [key.state, key.channels, key.keys, key.scripts];
    await redis.run(PUT_BACK, all, [...values, ...[...kept].flat()]);
  }

  async function write(
    act: 'create' | 'change' | 'delete' | 'key',
    field: string,
    value?: Channel | ApiKey,
  ): Promise<boolean> {
    const hash = act === 'key' ? key.keys : key.channels;
    const json = value ? JSON.stringify(value) : '';
    const values = [act, field, json, key.changes, redis.publish];
    return (await redis.run(WRITE, [key.state, hash], values)) === 1;
  }

  function tell(): void {
    for (const watcher of watchers) watcher();
  }

  /** Hears of a change, also its own. */
  function hear(message: string): void {
    const { revision, what } = changeMessage(message);
    heard = revision;
    // Also where that tells nobody anything: what is lost later is put back from the copy.
    refresh().catch(() => undefined);
    if (what === 'channels') tell();
  }

  async function look(): Promise<void> {
    const reply = await redis.send(key.state, 'HMGET', key.state, 'id', 'revision');
    const [id, revision] = stateReply.parse(reply);
    if (id === copy?.id && Number(revision) === heard) return;
    await refresh();
    tell();
  }

  const timers: NodeJS.Timeout[] = [];
  const stops: (() => void)[] = [];

  return {
    async seed(channels, keys) {
      const pairs = [
        ...channels.flatMap((channel) => [channel.name, JSON.stringify(channel)]),
        ...keys.flatMap((one) => [one.hash, JSON.stringify(one)]),
      ];
      const values = [newId(), String(channels.length), ...pairs];
      return (await redis.run(SEED, [key.state, key.channels, key.keys], values)) === 1;
    },
    async channels() {
      const { channels } = await refresh();
      return channels
        .map((json) => decode<Channel>(json))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    createChannel: (channel) => write('create', channel.name, channel),
    changeChannel: (channel) => write('change', channel.name, channel),
    deleteChannel: (name) => write('delete', name),
    async keys() {
      const { keys } = await refresh();
      return keys.map((json) => decode<ApiKey>(json)).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async findKey(hash) {
      const json = textReply.parse(await redis.send(key.keys, 'HGET', key.keys, hash));
      return json === null ? undefined : decode<ApiKey>(json);
    },
    async putKey(one) {
      await write('key', one.hash, one);
    },
    async keepScript(hash, text) {
      kept.set(hash, text);
      await redis.send(key.scripts, 'HSETNX', key.scripts, hash, text);
    },
    async script(hash) {
      return textReply.parse(await redis.send(key.scripts, 'HGET', key.scripts, hash)) ?? undefined;
    },
    async watch(changed) {
      watchers.push(changed);
      if (timers.length > 0) return;
      // Where Redis is away, `onBack` tells when it is back.
      timers.push(setInterval(() => void look().catch(() => undefined), LOOK).unref());
      stops.push(redis.onBack(tell));
      await redis.subscribe(key.changes, hear);
    },
    close() {
      timers.forEach(clearInterval);
      for (const stop of stops) stop();
      redis.unsubscribe(key.changes);
      return Promise.resolve();
    },
  };
}

/** Only this file writes these values. */
function decode<T>(json: string): T {
  return JSON.parse(json) as T;
}
