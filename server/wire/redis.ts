/**
 * The wire of many nodes: a stream per channel, one script that does all of an append at once, and
 * pub/sub as the bell. A bell can be lost whenever a link drops: `redis-following.ts` makes up for it.
 */
import type { Position } from '../../shared/protocol.ts';
import type { RedisLink } from '../redis/link.ts';
import { readTrail } from '../trail/redis.ts';
import { TRAIL_KEPT } from '../trail/trail.ts';
import { decodeRecord, encodeHeadline, idempotencyProblem, versionProblem } from './codec.ts';
import { createRedisFollowing } from './redis-following.ts';
import {
  APPEND,
  appendReply,
  CLAIM,
  entriesReply,
  entryTraceOf,
  fieldReply,
  fieldsReply,
  keysOf,
  READ,
  readReply,
  REPLAY,
  scanReply,
} from './redis-script.ts';
import type { WireTally } from './tally.ts';
import {
  IDEMPOTENCY_TTL,
  READ_LIMIT,
  type Append,
  type Gone,
  type Idempotency,
  type Slice,
  type Wire,
} from './wire.ts';

export interface RedisWireOptions {
  readonly redis: RedisLink;
  readonly prefix: string;
  readonly newEpoch: () => string;
  /** 0 ≤ n < 1; spreads the retries of many nodes. */
  readonly random: () => number;
  readonly tally?: WireTally;
}

export function openRedisWire(options: RedisWireOptions): Wire {
  const { redis, prefix, newEpoch, random, tally } = options;
  const following = createRedisFollowing({
    redis,
    prefix,
    tally,
    touch,
    read: (channel, after) => read(channel, after, READ_LIMIT),
    later(attempt, retry) {
      const delay = Math.min(1_000, 100 * 2 ** attempt) * (0.5 + random() / 2);
      const timer = setTimeout(retry, delay).unref();
      return () => {
        clearTimeout(timer);
      };
    },
  });

  async function run(
    channel: string,
    seen: Position | null,
    rest: readonly string[],
    { record = '', trace = '' } = {},
  ) {
    const keys = keysOf(prefix, channel);
    const fixed = [keys.log, keys.head, keys.items];
    const position = [seen?.epoch ?? '', String(seen?.seq ?? '')];
    // To look waits for nobody.
    const act = rest[0] === '' ? redis.run : redis.write;
    return appendReply.parse(
      await act(APPEND, [...fixed, keys.record(record), keys.bell, keys.trail], (by) => [
        newEpoch(),
        ...position,
        ...[by.run, by.server, by.keepsAll ? '1' : ''],
        ...rest,
        redis.publish,
        trace,
        String(TRAIL_KEPT),
      ]),
    );
  }

  async function touch(channel: string, seen: Position | null): Promise<Position> {
    const reply = await run(channel, seen, ['', '', '', '', '', '', '']);
    if (reply[0] !== 'head') throw new Error(`The script answered ${reply[0]}`);
    return { epoch: reply[1], seq: reply[2] };
  }

  async function append(channel: string, { headline, ...append }: Append) {
    const { expectedVersion, idempotency, seen, retention, trace } = append;
    const { id, version } = headline;
    const rest = [
      id,
      String(version),
      String(expectedVersion),
      encodeHeadline(headline),
      String(retention),
      idempotency?.fingerprint ?? '',
      String(IDEMPOTENCY_TTL),
    ];
    const reply = await run(channel, seen, rest, { record: idempotency?.key, trace });
    switch (reply[0]) {
      case 'conflict':
        throw idempotencyProblem();
      case 'version':
        throw versionProblem(id, expectedVersion, Number(reply[1]));
      case 'replayed':
        return decodeRecord(reply[1], true);
      default: {
        const position = { epoch: reply[1], seq: reply[2] };
        following.ring(channel, position, headline);
        return { ...position, headline, replayed: false };
      }
    }
  }

  async function read(
    channel: string,
    after: Position | null,
    limit: number,
  ): Promise<Slice | Gone> {
    const keys = keysOf(prefix, channel);
    const asked = [String(after?.seq ?? 0), String(limit)];
    const [epoch, seq, [first], entries] = readReply.parse(
      await redis.run(READ, [keys.log, keys.head], asked),
    );
    if (epoch === null || seq === null) {
      const head = await touch(channel, null);
      return after ? { kind: 'gone', head } : { kind: 'slice', head, entries: [] };
    }
    const head = { epoch, seq: Number(seq) };
    if (after && (after.epoch !== epoch || after.seq > head.seq)) return { kind: 'gone', head };
    const oldest = first?.seq ?? head.seq + 1;
    if (after && after.seq + 1 < oldest) return { kind: 'gone', head };
    return { kind: 'slice', head, entries };
  }

  async function replay(channel: string, { key, fingerprint }: Idempotency) {
    const record = keysOf(prefix, channel).record(key);
    const reply = await redis.write(REPLAY, [record], [String(IDEMPOTENCY_TTL)]);
    const [known, appended] = fieldsReply.parse(reply);
    if (known == null) return undefined;
    if (known !== fingerprint) throw idempotencyProblem();
    return appended == null ? undefined : decodeRecord(appended, true);
  }

  async function claim(channel: string, { key, fingerprint }: Idempotency) {
    const record = keysOf(prefix, channel).record(key);
    const known = await redis.run(CLAIM, [record], [fingerprint, String(IDEMPOTENCY_TTL)]);
    if (known !== fingerprint) throw idempotencyProblem();
  }

  async function find(channel: string, id: string) {
    const { items, log } = keysOf(prefix, channel);
    const place = fieldReply.parse(await redis.send(items, 'HGET', items, id))?.split(':')[1];
    if (place === undefined) return undefined;
    const found = await redis.send(log, 'XRANGE', log, `${place}-0`, `${place}-0`);
    return entriesReply.parse(found)[0];
  }

  async function erase(channel: string) {
    const keys = keysOf(prefix, channel);
    await redis.send(keys.log, 'DEL', keys.log, keys.head, keys.items);
    // Names of channels have no glob characters; the prefix is ours.
    const pattern = keys.record('*');
    let cursor = '0';
    do {
      const reply = await redis.send(keys.log, 'SCAN', cursor, 'MATCH', pattern, 'COUNT', '500');
      const [next, found] = scanReply.parse(reply);
      if (found.length > 0) await redis.send(keys.log, 'DEL', ...found);
      cursor = next;
    } while (cursor !== '0');
  }

  return {
    append,
    replay,
    claim,
    find,
    read: (channel, after, limit = READ_LIMIT) => read(channel, after, limit),
    follow: following.follow,
    async trail(channel, page) {
      return (await readTrail(redis, keysOf(prefix, channel).trail, page)).map(entryTraceOf);
    },
    erase,
    close() {
      following.close();
      return Promise.resolve();
    },
  };
}
