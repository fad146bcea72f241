/**
 * How any wire is followed (W5): listen first, read, merge, go live; on a hole, read again.
 * A bell that rings while a read is under way is never trusted to fit: the read is repeated until
 * it has reached whatever rang.
 */
import type { Headline } from '../../shared/headline.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import { NO_TALLY, type WireTally } from './tally.ts';
import type { Following, Gone, Sink, Slice } from './wire.ts';

export interface Source {
  /** The log's end. A log that stands behind `seen` starts a new epoch first (W2). */
  touch(seen: Position | null): Promise<Position>;
  read(after: Position | null): Promise<Slice | Gone>;
  /** Calls back later, after a failed read; returns how to cancel. */
  later(attempt: number, run: () => void): () => void;
}

export interface Follower extends Following {
  /** What was followed so far; null before the first reading. */
  readonly position: Position | null;
  /** The bell, with the entry that rang it. */
  ring(position: Position, headline: Headline): void;
  /** Bells may have been lost: look. */
  resync(): void;
}

export function createFollower(source: Source, sink: Sink, tally: WireTally = NO_TALLY): Follower {
  let position: Position | null = null;
  let stopped = false;
  // A function, since the compiler believes that a flag stays as it was through an await.
  const isGoing = (): boolean => !stopped;
  let syncing = false;
  /** Since the last look at the log failed, what rings may stand on something that was never read. */
  let isSure = false;
  let again = false;
  let cancelRetry: (() => void) | undefined;
  const first = Promise.withResolvers<undefined>();

  /** Reads everything kept. Undefined: the log was trimmed or replaced meanwhile. */
  async function readWhole(): Promise<{ head: Position; entries: Entry[] } | undefined> {
    const entries: Entry[] = [];
    let after: Position | null = null;
    for (;;) {
      const slice = await source.read(after);
      if (slice.kind === 'gone') return undefined;
      for (const entry of slice.entries) entries.push(entry);
      const seq = entries.at(-1)?.seq ?? slice.head.seq;
      after = { epoch: slice.head.epoch, seq };
      if (seq >= slice.head.seq) return { head: after, entries };
    }
  }

  async function startAnew(): Promise<void> {
    const whole = await readWhole();
    if (!whole || stopped) return;
    if (position) tally.restarted();
    position = whole.head;
    sink.reset(whole.head, whole.entries);
    first.resolve(undefined);
  }

  /** One step nearer to the end of the log; true when it is reached. */
  async function step(): Promise<boolean> {
    const head = await source.touch(position);
    if (stopped) return true;
    if (position?.epoch !== head.epoch) {
      await startAnew();
      return false;
    }
    if (position.seq >= head.seq) return true;
    const slice = await source.read(position);
    if (slice.kind === 'gone') {
      await startAnew();
    } else if (isGoing()) {
      const last = slice.entries.at(-1);
      if (last) {
        position = { epoch: slice.head.epoch, seq: last.seq };
        tally.filled(slice.entries.length);
        sink.entries(position.epoch, slice.entries);
      }
    }
    return false;
  }

  /** A bell that rang during a step may be about what that step did not read yet. */
  async function caughtUp(): Promise<boolean> {
    again = false;
    return (await step()) && !again;
  }

  async function sync(attempt: number): Promise<void> {
    syncing = true;
    isSure = false;
    try {
      while (!(await caughtUp()));
      isSure = true;
    } catch {
      if (!stopped) {
        tally.failed();
        cancelRetry = source.later(attempt, () => {
          cancelRetry = undefined;
          void sync(attempt + 1);
        });
      }
    } finally {
      syncing = false;
    }
  }

  function resync(): void {
    if (stopped) return;
    if (syncing) {
      again = true;
      return;
    }
    cancelRetry?.();
    cancelRetry = undefined;
    void sync(0);
  }

  resync();
  return {
    ready: first.promise,
    get position() {
      return position;
    },
    ring(rung, headline) {
      if (stopped || (position?.epoch === rung.epoch && rung.seq <= position.seq)) return;
      const isNext = position?.epoch === rung.epoch && rung.seq === position.seq + 1;
      if (!isSure || !isNext) {
        resync();
        return;
      }
      position = rung;
      sink.entries(rung.epoch, [{ seq: rung.seq, headline }]);
    },
    resync,
    stop() {
      stopped = true;
      cancelRetry?.();
    },
  };
}
