/**
 * One channel's memory on this node: the entries kept, and the board they fold into.
 *
 * **The danger:** a headline that leaves a full board (expired, withdrawn, unpinned, trimmed) lets an
 * older one rise that viewers may not hold, and no entry says so. Viewers who are here get a new
 * snapshot; those who were away compare what they show with the outline that comes with `entries`.
 *
 * Of a channel that is paused nothing is shown, by whichever way: the board is empty, and nothing was missed.
 */
import type { Channel } from '../../shared/channel.ts';
import type { Headline } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import { createTimeline } from '../../shared/timeline.ts';
import type { Sink } from '../wire/wire.ts';
import { createBoard, type Board } from './board.ts';

/** What a memory tells of itself. */
export interface Listening {
  entries(epoch: string, entries: readonly Entry[]): void;
  /** The board changed in a way that entries alone don't tell. */
  renewed(): void;
}

export interface Memory extends Sink {
  readonly channel: Channel;
  readonly position: Position | null;
  /** Problem: `wire_unavailable` until the log was read. */
  board(): Board;
  /** The last entry of an item, a withdrawn one included. Problem: `board_paused`. */
  find(id: string): Entry | undefined;
  /**
   * What came after a position, for everybody: each entry has its item as it stands now, so that no words that were
   * put right, withdrawn or are being checked are told again. undefined where the memory does not reach back to
   * it, and while the channel is paused.
   */
  missed(after: Position): readonly Entry[] | undefined;
  /** The same as the log has it, every version with its words: for people of the channel alone. */
  log(after: Position): readonly Entry[] | undefined;
  /** Takes new settings. */
  settle(channel: Channel): void;
  stop(): void;
}

/** Node's timers take no more than 2³¹ ms; waking once an hour for nothing costs nothing. */
const LONGEST_SLEEP = 3_600_000;

export function createMemory(first: Channel, now: () => number, tell: Listening): Memory {
  let channel = first;
  const timeline = createTimeline<Headline>();
  /** Oldest first, without a hole. */
  let kept: Entry[] = [];
  const latest = new Map<string, Entry>();
  let board: Board | undefined;
  let shown = new Set<string>();
  /** When the first headline of the board expires, ms since 1970. */
  let lapsesAt = Infinity;
  let timer: NodeJS.Timeout | undefined;

  /** Makes the board anew; true when it shows something that is neither new nor was shown before. */
  function refresh(arrived: readonly Entry[]): boolean {
    if (!timeline.position) return false;
    const headlines = channel.paused ? [] : timeline.board(channel.boardSize, now());
    board = createBoard(channel, timeline.position, headlines);
    const before = shown;
    shown = new Set(headlines.map(({ id }) => id));
    lapsesAt = Math.min(...headlines.map(({ expires }) => Date.parse(expires ?? '') || Infinity));
    sleep();
    const fresh = new Set(arrived.map(({ headline }) => headline.id));
    return headlines.some(({ id }) => !before.has(id) && !fresh.has(id));
  }

  function sleep(): void {
    clearTimeout(timer);
    if (lapsesAt === Infinity) return;
    timer = setTimeout(lapse, Math.min(Math.max(lapsesAt - now(), 0) + 1, LONGEST_SLEEP)).unref();
  }

  function lapse(): void {
    if (now() < lapsesAt) sleep();
    else if (refresh([])) tell.renewed();
  }

  function remember(entries: readonly Entry[]): void {
    for (const entry of entries) {
      kept.push(entry);
      latest.set(entry.headline.id, entry);
    }
  }

  /** An item lives as long as its last entry is kept, on every node alike; true when one left the board so. */
  function keepWithin(): boolean {
    let fell = false;
    for (const entry of kept.splice(0, Math.max(0, kept.length - channel.retention))) {
      const { id } = entry.headline;
      if (latest.get(id) !== entry) continue;
      latest.delete(id);
      timeline.forget(entry);
      fell ||= shown.has(id);
    }
    return fell;
  }

  function log(after: Position): readonly Entry[] | undefined {
    // Words went into the log meanwhile that nobody is to see.
    if (channel.paused) return undefined;
    const head = timeline.position;
    if (head?.epoch !== after.epoch || after.seq > head.seq) return undefined;
    const count = head.seq - after.seq;
    return count > kept.length ? undefined : kept.slice(kept.length - count);
  }

  /** An item lives as long as its last entry is kept, so each that is kept has one. */
  function asItStands(entry: Entry): Entry {
    const last = latest.get(entry.headline.id) ?? entry;
    return last === entry ? entry : { seq: entry.seq, headline: last.headline };
  }

  return {
    get channel() {
      return channel;
    },
    get position() {
      return timeline.position;
    },
    board() {
      // A timer may be late, a reader must not see what has expired.
      if (now() >= lapsesAt) lapse();
      if (board) return board;
      throw new Problem('wire_unavailable', `${channel.name} is still being read`);
    },
    find(id) {
      if (channel.paused) {
        throw new Problem('board_paused', `${channel.name} shows nothing for the moment`);
      }
      return latest.get(id);
    },
    missed: (after) => log(after)?.map(asItStands),
    log,
    reset(head, entries) {
      timeline.reset({ epoch: head.epoch, seq: (entries[0]?.seq ?? head.seq + 1) - 1 }, []);
      timeline.apply(head.epoch, entries);
      kept = [];
      latest.clear();
      remember(entries);
      keepWithin();
      refresh([]);
      tell.renewed();
    },
    entries(epoch, entries) {
      timeline.apply(epoch, entries);
      remember(entries);
      const fell = keepWithin();
      const rose = refresh(entries);
      // While it is paused its viewers go on with the log by empty boards.
      if (!channel.paused) tell.entries(epoch, entries);
      if (channel.paused || fell || rose) tell.renewed();
    },
    settle(settings) {
      channel = settings;
      keepWithin();
      refresh([]);
      if (board) tell.renewed();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
