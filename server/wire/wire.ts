/**
 * The wire: the ordered log of each channel, and its bell. **The log is the truth; the bell only
 * says that there is something to read.** Read this file first: everything else stands on it.
 *
 * Implementations: `sqlite.ts` (one process) and `redis.ts` (many nodes). Both pass
 * `tests/contract/wire-suite.ts`. The ids (W1 …) are the promises in `docs/spec.md`.
 */
import type { Headline } from '../../shared/headline.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import type { Trace, TrailPage } from '../trail/trail.ts';

export interface Idempotency {
  /** Unique within the channel; the caller puts the owner of the API key into it. */
  readonly key: string;
  /** Tells one request from another under the same key. */
  readonly fingerprint: string;
}

/** How long an idempotency key is remembered, in ms. */
export const IDEMPOTENCY_TTL = 24 * 3_600_000;

export interface Append {
  /** The complete next version of the item. */
  readonly headline: Headline;
  /** 0: the id must be new. n: the item must stand at version n. */
  readonly expectedVersion: number;
  readonly idempotency?: Idempotency;
  /**
   * The highest position the caller has seen, or null. A log that stands behind it has lost
   * entries: it starts a new epoch before it takes this one, so no sequence is used twice (W2).
   */
  readonly seen: Position | null;
  /** Entries the channel keeps; older ones are trimmed, and an item goes with its last entry. */
  readonly retention: number;
  /** A line for the channel's trail, kept in the same act; unset: none. No viewer sees it. */
  readonly trace?: string;
}

/** A line of a channel's trail, with the entry that it tells of. */
export interface EntryTrace extends Trace, Entry {}

export interface Appended extends Position {
  readonly headline: Headline;
  /** True: the idempotency key was known, and this is what it published the first time. */
  readonly replayed: boolean;
}

/** A stretch of the log in order, without a hole. `head` is the log's end when it was read. */
export interface Slice {
  readonly kind: 'slice';
  readonly head: Position;
  readonly entries: readonly Entry[];
}

/** The log doesn't reach back to the position, has not reached it yet, or is of another epoch. */
export interface Gone {
  readonly kind: 'gone';
  readonly head: Position;
}

/** What a follower is told. Calls come in order and one at a time. */
export interface Sink {
  /** Forget everything: this is the log, whole as far as it is kept. Comes first, and after a new epoch. */
  reset(head: Position, entries: readonly Entry[]): void;
  /** What came next. */
  entries(epoch: string, entries: readonly Entry[]): void;
}

export interface Following {
  /** Resolves after the first `reset`. */
  readonly ready: Promise<void>;
  stop(): void;
}

/** Every method rejects with the problem `wire_unavailable` while the log is out of reach. */
export interface Wire {
  /**
   * W1: one atomic act: idempotency, expected version, next sequence, store, bell. Nobody can come
   * between. When it resolves, the entry survives `kill -9` (W3); when it rejects, nothing happened,
   * except `wire_unavailable`, after which the caller cannot know: repeat with an idempotency key.
   * Appends of one caller to one channel are taken in the order of its calls, without waiting
   * between them.
   *
   * Problems: `id_taken` (expected 0), `version_stale` (expected n), `idempotency_conflict`.
   */
  append(channel: string, append: Append): Promise<Appended>;
  /** What an idempotency key published; undefined where it is new; `idempotency_conflict` as above. */
  replay(channel: string, idempotency: Idempotency): Promise<Appended | undefined>;
  /**
   * Ties an idempotency key to a request of several appends, each under a key of its own: from now
   * on another request under this key is an `idempotency_conflict`. Repeating a claim changes nothing.
   */
  claim(channel: string, idempotency: Idempotency): Promise<void>;
  /** The last entry of an item, straight from the log, not from a node's memory. */
  find(channel: string, id: string): Promise<Entry | undefined>;
  /**
   * W4: entries after a position in order, at most `limit` (a longer log is read on from the last),
   * or `gone`. Never a part silently. `after` null reads from the oldest entry kept.
   */
  read(channel: string, after: Position | null, limit?: number): Promise<Slice | Gone>;
  /** W5: every entry once, in order, however many bells are lost. */
  follow(channel: string, sink: Sink): Following;
  /** The channel's trail, newest first: longer than the log, and there also when the channel is gone. */
  trail(channel: string, page: TrailPage): Promise<EntryTrace[]>;
  /** Forgets a channel: its log, its items, its keys. A channel of that name begins a new epoch. */
  erase(channel: string): Promise<void>;
  close(): Promise<void>;
}

/** Entries in one read. */
export const READ_LIMIT = 1_000;
