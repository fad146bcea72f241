/**
 * The wire of many nodes: a stream per channel, one script that does all of an append at once, and
 * pub/sub as the bell. A bell can be lost whenever a link drops, so a link that comes back makes
 * every follower read (W5).
 */
import type { createClient } from 'redis';
import { Problem, unavailable } from '../../shared/problem.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import {
  decodeHeadline,
  decodeRecord,
  encodeHeadline,
  idempotencyProblem,
  versionProblem,
} from './codec.ts';
import { createFollower, type Follower } from './follower.ts';
import { evaluate, keysOf } from './redis-script.ts';
import {
  IDEMPOTENCY_TTL,
  READ_LIMIT,
  type Append,
  type Gone,
  type Slice,
  type Wire,
} from './wire.ts';

export type RedisClient = ReturnType<typeof createClient>;

export interface RedisWireOptions {
  /** Rejects while Redis is away (no offline queue): a publisher must get its 503, not wait. */
  readonly commands: RedisClient;
  /** A connection of its own for the bell; it waits for Redis and subscribes again by itself. */
  readonly bell: RedisClient;
  readonly prefix: string;
  readonly newEpoch: () => string;
  /** 0 ≤ n < 1; spreads the retries of many nodes. */
  readonly random: () => number;
}

export function openRedisWire(options: RedisWireOptions): Wire {
  const { commands, bell, prefix, newEpoch, random } = options;
  /** The followers of a channel share one subscription. */
  interface Group extends Set<Follower> {
    listening?: Promise<void>;
  }
  const followers = new Map<string, Group>();

  const ringAll = (channel: string, record: string): void => {
    const { epoch, seq, headline } = decodeRecord(record, false);
    for (const follower of followers.get(channel) ?? []) follower.ring({ epoch, seq }, headline);
  };
  const onReady = (): void => {
    for (const group of followers.values()) for (const follower of group) follower.resync();
  };
  bell.on('ready', onReady);
  commands.on('ready', onReady);

  async function run(channel: string, seen: Position | null, rest: string[], record = '') {
    const keys = keysOf(prefix, channel);
    const call = {
      keys: [keys.log, keys.head, keys.items, keys.record(record)],
      arguments: [newEpoch(), seen?.epoch ?? '', String(seen?.seq ?? ''), ...rest, keys.bell],
    };
    return evaluate(commands, call);
  }

  async function touch(channel: string, seen: Position | null): Promise<Position> {
    const reply = await run(channel, seen, ['', '', '', '', '', '', '']);
    if (reply[0] !== 'head') throw new Error(`The script answered ${reply[0]}`);
    return { epoch: reply[1], seq: reply[2] };
  }

  async function append(channel: string, { headline, ...append }: Append) {
    const { expectedVersion, idempotency, seen, retention } = append;
    const { id, version } = headline;
    const json = encodeHeadline(headline);
    const rest = [
      id,
      String(version),
      String(expectedVersion),
      json,
      String(retention),
      idempotency?.fingerprint ?? '',
      String(IDEMPOTENCY_TTL),
    ];
    const reply = await run(channel, seen, rest, idempotency?.key);
    switch (reply[0]) {
      case 'conflict':
        throw idempotencyProblem();
      case 'version':
        throw versionProblem(id, expectedVersion, Number(reply[1]));
      case 'replayed':
        return decodeRecord(reply[1], true);
      default: {
        const appended = { epoch: reply[1], seq: reply[2], headline, replayed: false };
        // The answer is a bell as well: who publishes here sees it here, even while the bell is down.
        for (const follower of followers.get(channel) ?? []) follower.ring(appended, headline);
        return appended;
      }
    }
  }

  async function read(
    channel: string,
    after: Position | null,
    limit: number,
  ): Promise<Slice | Gone> {
    const keys = keysOf(prefix, channel);
    // One transaction, so that head, oldest and entries are of one moment.
    const [state, first, found] = await commands
      .multi()
      .hmGet(keys.head, ['epoch', 'seq'])
      .xRange(keys.log, '-', '+', { COUNT: 1 })
      .xRange(keys.log, `${(after?.seq ?? 0) + 1}-0`, '+', { COUNT: limit })
      .execTyped();
    const [epoch, seq] = state;
    if (epoch == null || seq == null) {
      const head = await touch(channel, null);
      return after ? { kind: 'gone', head } : { kind: 'slice', head, entries: [] };
    }
    const head = { epoch, seq: Number(seq) };
    if (after && (after.epoch !== epoch || after.seq > head.seq)) return { kind: 'gone', head };
    const oldest = first?.[0] ? sequenceOf(first[0].id) : head.seq + 1;
    if (after && after.seq + 1 < oldest) return { kind: 'gone', head };
    return { kind: 'slice', head, entries: (found ?? []).map(entryOf) };
  }

  function follow(channel: string, sink: Parameters<Wire['follow']>[1]) {
    const keys = keysOf(prefix, channel);
    const onBell = (record: string): void => {
      ringAll(channel, record);
    };
    const group: Group = followers.get(channel) ?? new Set<Follower>();
    const listening = (group.listening ??= bell.subscribe(keys.bell, onBell));
    // Its failure shows in `touch`, which awaits it.
    listening.catch(() => undefined);
    const source = {
      // Listen first: a read before the subscription stands could miss what comes between.
      touch: async (seen: Position | null) => {
        await listening;
        return touch(channel, seen);
      },
      read: (after: Position | null) => read(channel, after, READ_LIMIT),
      later(attempt: number, retry: () => void) {
        const delay = Math.min(5_000, 100 * 2 ** attempt) * (0.5 + random() / 2);
        const timer = setTimeout(retry, delay).unref();
        return () => {
          clearTimeout(timer);
        };
      },
    };
    const follower = createFollower(source, sink);
    followers.set(channel, group.add(follower));
    return {
      ready: follower.ready,
      stop() {
        follower.stop();
        group.delete(follower);
        if (group.size > 0 || followers.get(channel) !== group) return;
        followers.delete(channel);
        if (bell.isOpen) bell.unsubscribe(keys.bell).catch(() => undefined);
      },
    };
  }

  return {
    append: (channel, one) => translated(append(channel, one)),
    replay: (channel, { key, fingerprint }) =>
      translated(
        (async () => {
          const record = keysOf(prefix, channel).record(key);
          const [known, appended] = await commands.hmGet(record, ['fingerprint', 'appended']);
          if (known == null) return undefined;
          if (known !== fingerprint) throw idempotencyProblem();
          return appended == null ? undefined : decodeRecord(appended, true);
        })(),
      ),
    claim: (channel, { key, fingerprint }) =>
      translated(
        (async () => {
          const record = keysOf(prefix, channel).record(key);
          const [, known] = await commands
            .multi()
            .hSetNX(record, 'fingerprint', fingerprint)
            .hGet(record, 'fingerprint')
            .pExpire(record, IDEMPOTENCY_TTL)
            .execTyped();
          if (known !== fingerprint) throw idempotencyProblem();
        })(),
      ),
    find: (channel, id) =>
      translated(
        (async () => {
          const { items, log } = keysOf(prefix, channel);
          const place = (await commands.hGet(items, id))?.split(':')[1];
          if (place === undefined) return undefined;
          const found = (await commands.xRange(log, `${place}-0`, `${place}-0`))?.[0];
          return found && entryOf(found);
        })(),
      ),
    read: (channel, after, limit = READ_LIMIT) => translated(read(channel, after, limit)),
    follow,
    erase: (channel) =>
      translated(
        (async () => {
          const keys = keysOf(prefix, channel);
          await commands.del([keys.log, keys.head, keys.items]);
          // Names of channels have no glob characters; the prefix is ours.
          for await (const found of commands.scanIterator({ MATCH: keys.record('*') })) {
            if (found.length > 0) await commands.del(found);
          }
        })(),
      ),
    close() {
      bell.off('ready', onReady);
      commands.off('ready', onReady);
      for (const group of followers.values()) for (const follower of group) follower.stop();
      followers.clear();
      return Promise.resolve();
    },
  };
}

const sequenceOf = (streamId: string): number => Number(streamId.split('-')[0]);

function entryOf({ id, message }: { id: string; message: Record<string, string> }): Entry {
  return { seq: sequenceOf(id), headline: decodeHeadline(message['h'] ?? '') };
}

async function translated<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw unavailable('Redis is out of reach', cause);
  }
}
