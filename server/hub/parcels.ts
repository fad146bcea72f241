/** What viewers are told of a channel, encoded once for all who are told the same (H3). */
import type { Channel } from '../../shared/channel.ts';
import type { Problem } from '../../shared/problem.ts';
import type { UsableHeadline } from '../../shared/headline.ts';
import {
  PROTOCOL_VERSION,
  type Closed,
  type Entries,
  type Entry,
  type Look,
  type Position,
  type Snapshot,
  type TickerItem,
} from '../../shared/protocol.ts';
import type { Board, Boards } from '../boards/boards.ts';
import type { Parcel } from './fanout-adapter.ts';

/** Some entries, and where they lead. */
export interface Run {
  /** undefined: nothing came after that position. */
  readonly parcel: Parcel | undefined;
  readonly position: Position;
  /** Whether that is all there is by now. */
  readonly isAll: boolean;
}

export interface Parcels {
  snapshot(channel: string): Parcel;
  /** All that somebody missed, with the outline of the board; undefined where the memory does not reach back. */
  missed(channel: string, after: Position): Parcel | undefined;
  /** What is next for those who watch; undefined where the memory does not reach back. */
  next(channel: string, after: Position): Run | undefined;
  closed(channel: string, why: Problem): Parcel;
}

type Encode = (
  event: 'snapshot' | 'entries' | 'closed',
  body: Snapshot | Entries | Closed,
) => Parcel;

interface Made {
  snapshot?: { readonly parcel: Parcel; readonly at: number };
  readonly missed: Map<number, Parcel | undefined>;
  readonly next: Map<number, Run | undefined>;
}

/** ms. A snapshot says what time it is; a page's sense of time may be wrong by this. */
const SNAPSHOT_LIFE = 1_000;
/** Entries in one packet to those who watch: some 70 KB, so that a burst can be slower than its reader. */
const RUN = 100;
/** Positions for which a board keeps what comes after them: each is a copy of up to all entries. */
const KEPT = 16;

export function createParcels(boards: Boards, encode: Encode, now: () => number): Parcels {
  // A board is another object after each change, and takes with it what was made of it.
  const made = new WeakMap<Board, Made>();

  function of(board: Board): Made {
    const known = made.get(board);
    if (known) return known;
    const fresh = { missed: new Map(), next: new Map() };
    made.set(board, fresh);
    return fresh;
  }

  function makeSnapshot({ channel, position, headlines }: Board): Parcel {
    return encode('snapshot', {
      channel: channel.name,
      ...lookOf(channel),
      ...position,
      now: new Date(now()).toISOString(),
      headlines: headlines.map(withoutSummary),
      protocol: PROTOCOL_VERSION,
    });
  }

  function makeMissed(
    { channel, position, headlines }: Board,
    after: Position,
  ): Parcel | undefined {
    const entries = boards.missed(channel.name, after)?.map(forTicker);
    if (!entries) return undefined;
    const outline = { ...lookOf(channel), ids: headlines.map(({ id }) => id) };
    return encode('entries', { channel: channel.name, epoch: position.epoch, entries, outline });
  }

  function makeRun({ channel: { name }, position }: Board, after: Position): Run | undefined {
    const missed = boards.missed(name, after);
    if (!missed) return undefined;
    const { epoch } = position;
    const entries = missed.slice(0, RUN).map(forTicker);
    const last = entries.at(-1);
    if (!last) return { parcel: undefined, position, isAll: true };
    return {
      parcel: encode('entries', { channel: name, epoch, entries }),
      position: { epoch, seq: last.seq },
      isAll: entries.length === missed.length,
    };
  }

  return {
    snapshot(name) {
      const board = boards.board(name);
      const known = of(board).snapshot;
      const at = now();
      if (known && Math.abs(at - known.at) < SNAPSHOT_LIFE) return known.parcel;
      const parcel = makeSnapshot(board);
      of(board).snapshot = { parcel, at };
      return parcel;
    },
    missed(name, after) {
      const board = boards.board(name);
      if (after.epoch !== board.position.epoch) return undefined;
      return remembered(of(board).missed, after.seq, () => makeMissed(board, after));
    },
    next(name, after) {
      const board = boards.board(name);
      if (after.epoch !== board.position.epoch) return undefined;
      return remembered(of(board).next, after.seq, () => makeRun(board, after));
    },
    closed: (channel, why) => encode('closed', { channel, problem: why.toDocument() }),
  };
}

function remembered<T>(known: Map<number, T>, key: number, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const fresh = make();
  for (const oldest of known.keys()) {
    if (known.size < KEPT) break;
    known.delete(oldest);
  }
  known.set(key, fresh);
  return fresh;
}

function lookOf({ title, language, boardSize, isTest }: Channel): Look {
  return { title, language, boardSize, ...(isTest ? { test: true } : {}) };
}

function forTicker({ seq, headline }: Entry): Entry<TickerItem> {
  return { seq, headline: headline.pubStatus === 'usable' ? withoutSummary(headline) : headline };
}

function withoutSummary({ summary, ...item }: UsableHeadline): TickerItem<UsableHeadline> {
  return item;
}
