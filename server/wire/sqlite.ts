/**
 * The embedded wire: one process, one file. Appends that arrive together share one transaction, so
 * that many publishers cost one flush of the disk; each is still answered on its own (W1, W3).
 */
import type { DatabaseSync } from 'node:sqlite';
import { Problem } from '../../shared/problem.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import { refusalOf } from '../sqlite/refusal.ts';
import { openSqliteTrails } from '../trail/sqlite.ts';
import {
  decodeHeadline,
  decodeRecord,
  decodeTrace,
  encodeHeadline,
  encodeTrace,
  idempotencyProblem,
  versionProblem,
} from './codec.ts';
import { createFollower, type Follower } from './follower.ts';
import { openTables, type Tables } from './sqlite-tables.ts';
import type { WireTally } from './tally.ts';
import {
  IDEMPOTENCY_TTL,
  READ_LIMIT,
  type Append,
  type Appended,
  type Gone,
  type Idempotency,
  type Slice,
  type Wire,
} from './wire.ts';

export interface SqliteWireOptions {
  readonly database: DatabaseSync;
  readonly now: () => number;
  readonly newEpoch: () => string;
  readonly tally?: WireTally;
}

/** Appends in one transaction at most: a bound on how long the event loop stands still. */
const BATCH = 256;
/** The record of an idempotency key that was claimed, and under which nothing was appended itself. */
const CLAIM = '';
const OUT_OF_USE = 'The log cannot be written';

interface Waiting {
  readonly channel: string;
  readonly append: Append;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

export function openSqliteWire({ database, now, newEpoch, tally }: SqliteWireOptions): Wire {
  const tables = openTables(database);
  const trails = openSqliteTrails(database);
  const trailOf = (channel: string) => trails(`channel ${channel}`);
  const followers = new Map<string, Set<Follower>>();
  let waiting: Waiting[] = [];
  let closed = false;

  function headOf(channel: string, seen: Position | null): Position {
    const head = tables.head(channel);
    const behind = head !== undefined && seen?.epoch === head.epoch && head.seq < seen.seq;
    if (head && !behind) return head;
    const renewed = { epoch: newEpoch(), seq: head?.seq ?? 0 };
    tables.setHead(channel, renewed);
    return renewed;
  }

  function flush(): void {
    const batch = waiting.slice(0, BATCH);
    waiting = waiting.slice(BATCH);
    if (waiting.length > 0) setImmediate(flush);
    const settle: (() => void)[] = [];
    try {
      tables.transaction(() => {
        tables.forgetIdempotency(now());
        for (const one of batch) settle.push(attempt(one));
      });
    } catch (cause) {
      const problem = refusalOf(OUT_OF_USE, cause);
      for (const { reject } of batch) reject(problem);
      return;
    }
    for (const run of settle) run();
  }

  /** Does one append inside the transaction; what it returns runs after the commit. */
  function attempt({ channel, append, resolve, reject }: Waiting): () => void {
    try {
      const appended = appendOne(channel, append);
      return () => {
        resolve(appended);
        if (!appended.replayed) {
          for (const follower of followers.get(channel) ?? []) {
            follower.ring(appended, appended.headline);
          }
        }
      };
    } catch (error) {
      // A refusal wrote nothing; anything else undoes the whole transaction.
      if (!(error instanceof Problem)) throw error;
      return () => {
        reject(error);
      };
    }
  }

  function appendOne(channel: string, append: Append): Appended {
    const { headline, expectedVersion, idempotency, seen, retention, trace } = append;
    const earlier = idempotency && replayOf(tables, channel, idempotency, now());
    if (earlier) return earlier;
    const current = tables.item(channel, headline.id)?.version ?? 0;
    if (current !== expectedVersion) throw versionProblem(headline.id, expectedVersion, current);
    const { epoch, seq: last } = headOf(channel, seen);
    const seq = last + 1;
    const json = encodeHeadline(headline);
    tables.insert(channel, seq, headline, json);
    tables.setHead(channel, { epoch, seq });
    tables.trim(channel, seq - retention);
    if (trace !== undefined) trailOf(channel).add(encodeTrace(trace, seq, json));
    if (idempotency) {
      const record = `${epoch} ${seq} ${json}`;
      tables.remember(channel, idempotency, record, now() + IDEMPOTENCY_TTL);
    }
    return { epoch, seq, headline, replayed: false };
  }

  function read(channel: string, after: Position | null, limit: number): Slice | Gone {
    const head = headOf(channel, null);
    if (after && (after.epoch !== head.epoch || after.seq > head.seq))
      return { kind: 'gone', head };
    const oldest = tables.oldest(channel) ?? head.seq + 1;
    if (after && after.seq + 1 < oldest) return { kind: 'gone', head };
    const rows = tables.entries(channel, after?.seq ?? 0, limit);
    const entries: Entry[] = rows.map(({ seq, json }) => ({ seq, headline: decodeHeadline(json) }));
    return { kind: 'slice', head, entries };
  }

  /** Runs at once, but answers as a promise: the port is the same for a log far away. */
  const asked = <T>(act: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      try {
        if (closed) throw new Error('The wire is closed');
        resolve(act());
      } catch (error) {
        reject(refusalOf(OUT_OF_USE, error));
      }
    });

  return {
    append: (channel, append) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(refusalOf(OUT_OF_USE, new Error('The wire is closed')));
          return;
        }
        waiting.push({ channel, append, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
    replay: (channel, idempotency) => asked(() => replayOf(tables, channel, idempotency, now())),
    claim: (channel, idempotency) =>
      asked(() => {
        const earlier = tables.remembered(channel, idempotency.key, now());
        if (earlier && earlier.fingerprint !== idempotency.fingerprint) throw idempotencyProblem();
        if (!earlier) tables.remember(channel, idempotency, CLAIM, now() + IDEMPOTENCY_TTL);
      }),
    find: (channel, id) =>
      asked(() => {
        const item = tables.item(channel, id);
        return item && { seq: item.seq, headline: decodeHeadline(item.json) };
      }),
    read: (channel, after, limit = READ_LIMIT) => asked(() => read(channel, after, limit)),
    follow(channel, sink) {
      const source = {
        touch: (seen: Position | null) => asked(() => headOf(channel, seen)),
        read: (after: Position | null) => asked(() => read(channel, after, READ_LIMIT)),
        later(_attempt: number, run: () => void) {
          const timer = setTimeout(run, 250).unref();
          return () => {
            clearTimeout(timer);
          };
        },
      };
      const follower = createFollower(source, sink, tally);
      const others = followers.get(channel) ?? new Set();
      followers.set(channel, others.add(follower));
      return {
        ready: follower.ready,
        stop() {
          follower.stop();
          others.delete(follower);
        },
      };
    },
    trail: (channel, page) =>
      asked(() =>
        trailOf(channel)
          .read(page)
          .map(({ cursor, line }) => ({ cursor, ...decodeTrace(line) })),
      ),
    erase: (channel) =>
      asked(() => {
        tables.erase(channel);
      }),
    close() {
      while (waiting.length > 0) flush();
      closed = true;
      for (const group of followers.values()) for (const follower of group) follower.stop();
      return Promise.resolve();
    },
  };
}

function replayOf(
  tables: Tables,
  channel: string,
  { key, fingerprint }: Idempotency,
  now: number,
): Appended | undefined {
  const earlier = tables.remembered(channel, key, now);
  if (!earlier) return undefined;
  if (earlier.fingerprint !== fingerprint) throw idempotencyProblem();
  return earlier.record === CLAIM ? undefined : decodeRecord(earlier.record, true);
}
