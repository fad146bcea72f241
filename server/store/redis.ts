/**
 * The store of many nodes: hashes under one hash tag, a revision that counts their changes, and a pub/sub
 * channel that tells them. What nobody could hear shows in the revision.
 *
 * Each node keeps a copy. A Redis that was emptied has no identity, or another: what it lost is put back,
 * for a channel that viewers watch must not end because of it.
 */
import type { RedisLink } from '../redis/link.ts';
import type { Log } from '../telemetry/log.ts';
import { readTrail } from '../trail/redis.ts';
import { TRAIL_KEPT } from '../trail/trail.ts';
import { createCopy, type Copy } from './redis-copy.ts';
import {
  argumentsOf,
  changeMessage,
  keptOf,
  pairsOf,
  PUT_BACK,
  READ,
  readReply,
  stateReply,
  storeKeys,
  textReply,
  WRITE,
} from './redis-script.ts';
import { KINDS, type Change, type Kind, type Store } from './store.ts';

export interface RedisStoreOptions {
  readonly redis: RedisLink;
  readonly prefix: string;
  readonly newId: () => string;
  readonly log: Pick<Log, 'error'>;
}

/** ms between two looks at the revision. */
const LOOK = 1_000;

export function openRedisStore({ redis, prefix, newId, log }: RedisStoreOptions): Store {
  const key = storeKeys(prefix);
  const watchers: ((kinds: readonly Kind[]) => void)[] = [];
  /** Releases of the script that this node has put in. */
  const kept = new Map<string, string>();
  let copy: Copy | undefined;

  async function readAll(): Promise<Copy> {
    const reply = await redis.run(READ, [key.state, ...key.records], []);
    const [id, revision, ...hashes] = readReply.parse(reply);
    return createCopy(id, revision, hashes);
  }

  async function refresh(): Promise<void> {
    // What is told while it is read may be newer than what is read: that is no loss.
    const before = copy;
    const known = before?.revision ?? 0;
    let fresh = await readAll();
    // Every node does, for only it has the releases of the script that it came with.
    if (before && (fresh.id !== before.id || fresh.revision < known)) {
      await putBack(before);
      fresh = await readAll();
      log.error(
        'Redis had lost channels, API keys or other records: this hub has put back its own',
      );
    }
    if (copy?.id !== fresh.id || copy.revision < fresh.revision) copy = fresh;
  }

  async function putBack(lost: Copy): Promise<void> {
    const all = [key.state, ...key.records, key.scripts];
    const scripts = [...kept].flatMap(([hash, text]) => [String(all.length), hash, text]);
    // Another identity than it had: so every other node sees that it must do the same.
    const values = [newId(), String(lost.revision), key.changes, redis.publish];
    await redis.run(PUT_BACK, all, [...values, ...lost.fields(), ...scripts]);
  }

  /** `identity` for a store that must be empty. */
  async function write(changes: readonly Change[], identity: string, trace = ''): Promise<boolean> {
    const told = [key.changes, redis.publish, trace, String(TRAIL_KEPT)];
    const values = [identity, ...told, ...argumentsOf(changes)];
    return (await redis.run(WRITE, [key.state, ...key.records, key.trail], values)) === 1;
  }

  function tell(kinds: readonly Kind[]): void {
    for (const watcher of watchers) watcher(kinds);
  }

  const tellAll = (): void => {
    tell(KINDS);
  };

  /** Hears of a change, also its own. */
  function hear(message: string): void {
    const [id, revision, changes] = changeMessage.parse(JSON.parse(message));
    if (changes !== 'all' && copy?.take(id, revision, changes) === true) {
      tell([...new Set(changes.map(([kind]) => kind))]);
      return;
    }
    // Also where it fails: who is told reads for itself, and the next look reads again.
    refresh()
      .catch(() => undefined)
      .finally(tellAll);
  }

  async function look(): Promise<void> {
    const reply = await redis.send(key.state, 'HMGET', key.state, 'id', 'revision');
    const [id, revision] = stateReply.parse(reply);
    if (copy && (id ?? '') === copy.id && Number(revision) === copy.revision) return;
    await refresh();
    tellAll();
  }

  const timers: NodeJS.Timeout[] = [];
  const stops: (() => void)[] = [];

  return {
    seed: (changes) => write(changes, newId()),
    async all(kind) {
      const reply = await redis.run(READ, [key.state, key.of(kind)], []);
      const [, , hash = []] = readReply.parse(reply);
      const records = pairsOf(hash).map(([id, value]) => keptOf(id, value));
      return records.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async find(kind, id) {
      const hash = key.of(kind);
      const value = textReply.parse(await redis.send(hash, 'HGET', hash, id));
      return value === null ? undefined : keptOf(id, value);
    },
    write: (changes, trace) => write(changes, '', trace),
    async trail(page) {
      const lines = await readTrail(redis, key.trail, page);
      return lines.map(({ cursor, fields }) => ({ cursor, text: fields[1] ?? '' }));
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
      stops.push(redis.onBack(tellAll));
      await redis.subscribe(key.changes, hear);
      await refresh();
    },
    close() {
      timers.forEach(clearInterval);
      for (const stop of stops) stop();
      redis.unsubscribe(key.changes);
      return Promise.resolve();
    },
  };
}
