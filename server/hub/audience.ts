/**
 * Who watches what, and who was told how much. The viewers of a channel sit in slices, each a room of
 * Socket.IO with a position of its own; a slice gets what came after its position in one piece. So
 * a headline to twenty thousand viewers is written slice by slice, with everything else that the node
 * has to do in between; what comes meanwhile is told together with what a slice has not got yet; and
 * nobody can get a thing twice or out of order (H2), since a position only ever goes on.
 */
import { channelUnknown, type Problem } from '../../shared/problem.ts';
import type { Position } from '../../shared/protocol.ts';
import type { Boards, BoardsListener } from '../boards/boards.ts';
import type { FanoutAdapter, Parcel } from './fanout-adapter.ts';
import type { Parcels } from './parcels.ts';
import { createRounds, type Rounds } from './rounds.ts';
import type { HubTally } from './tally.ts';
import type { Viewer } from './viewer.ts';

export interface Audience extends BoardsListener {
  /**
   * Tells a viewer the board or what it missed after a position, and from then on what comes next.
   * Returns where the viewer stands, and the bytes that it was told.
   */
  enter(
    viewer: Viewer,
    channel: string,
    after: Position | null,
  ): { position: Position; bytes: number };
  has(viewer: Viewer, channel: string): boolean;
  /** Somebody at that position was told more than this node knows by now. */
  isAhead(channel: string, after: Position | null): boolean;
  leave(viewer: Viewer, channel: string): void;
  /** Takes a channel away from a viewer, and says why. */
  dismiss(viewer: Viewer, channel: string, why: Problem): void;
  /** Tells a viewer what those who sit with it have not been told yet. */
  settle(viewer: Viewer): void;
  /** Everyone who watches a channel. */
  of(channel: string): Viewer[];
  stop(): void;
}

export interface AudiencePorts {
  readonly boards: Boards;
  readonly adapter: FanoutAdapter;
  readonly parcels: Parcels;
  /** A clock that only goes on, ms. */
  readonly elapsed: () => number;
  /** Told when viewers could not be told something: a mistake of ours. */
  readonly failed: (error: unknown) => void;
  /** Viewers of one slice. */
  readonly seats?: number | undefined;
  readonly tally: HubTally;
}

interface Slice {
  readonly channel: string;
  readonly room: string;
  position: Position;
  readonly rounds: Rounds;
  /** The round up to which it was told everything. */
  round: number;
  /** The board changed in a way that entries don't tell. */
  isStale: boolean;
  farewell?: Parcel;
}

/** Viewers of one slice: some 3 ms of writing. */
const SEATS = 256;
/** ms of writing, after which all else has its turn: mostly one slice. An answer to a publisher takes several turns. */
const STRETCH = 2;

export function createAudience(ports: AudiencePorts): Audience {
  const { boards, adapter, parcels, elapsed, failed, seats = SEATS, tally } = ports;
  const slices = new Map<string, Slice>();
  const channels = new Map<string, Set<Slice>>();
  const rounds = new Map<string, Rounds>();
  /** Those that are behind, first come, first served. */
  const behind = new Set<Slice>();
  /** Where the last viewer of a channel was seated there is most often a seat for the next. */
  const filling = new Map<string, Slice>();
  let count = 0;
  let rest: NodeJS.Immediate | undefined;
  let isWriting = false;

  adapter.on('delete-room', (room: string) => {
    const slice = slices.get(room);
    if (slice) forget(slice);
  });

  function forget(slice: Slice): void {
    slices.delete(slice.room);
    behind.delete(slice);
    slice.round = slice.rounds.reach(slice.round);
    if (filling.get(slice.channel) === slice) filling.delete(slice.channel);
    const all = channels.get(slice.channel);
    all?.delete(slice);
    if (all?.size === 0) channels.delete(slice.channel);
  }

  const sizeOf = ({ room }: Slice): number => adapter.rooms.get(room)?.size ?? 0;

  function seatIn(channel: string): Slice {
    const last = filling.get(channel);
    if (last && sizeOf(last) < seats) return last;
    const all = channels.get(channel) ?? new Set();
    const slice = [...all].find((one) => sizeOf(one) < seats) ?? openSlice(channel);
    channels.set(channel, all.add(slice));
    filling.set(channel, slice);
    return slice;
  }

  function openSlice(channel: string): Slice {
    count += 1;
    const { position } = boards.board(channel);
    // No channel's name has a slash.
    const of = roundsOf(channel);
    const told = { position, isStale: false, rounds: of, round: of.last };
    const slice = { channel, room: `${channel}/${count}`, ...told };
    slices.set(slice.room, slice);
    return slice;
  }

  function roundsOf(channel: string): Rounds {
    const known = rounds.get(channel) ?? createRounds(elapsed, (ms) => tally.completed(ms / 1_000));
    rounds.set(channel, known);
    return known;
  }

  /** Several only while a deleted channel's viewers are told so. */
  function slicesOf(viewer: Viewer, channel: string): readonly Slice[] {
    // Most have only the room of their own id when they come.
    if (viewer.rooms.size <= 1) return [];
    return [...viewer.rooms].flatMap((room) => {
      const slice = slices.get(room);
      return slice?.channel === channel ? [slice] : [];
    });
  }

  /** Tells a slice what is next; true when there is more. */
  function advance(slice: Slice): boolean {
    const isMore = tellNext(slice);
    if (!isMore) slice.round = slice.rounds.reach(slice.round);
    return isMore;
  }

  function tellNext(slice: Slice): boolean {
    const { channel, room } = slice;
    if (slice.farewell) {
      adapter.deliver(slice.farewell, room);
      adapter.delSockets({ rooms: new Set([room]) }, [room]);
      return false;
    }
    const run = parcels.next(channel, slice.position);
    if (run?.parcel) {
      tally.delivered((run.position.seq - slice.position.seq) * sizeOf(slice));
      adapter.deliver(run.parcel, room);
    }
    if (run) slice.position = run.position;
    if (run && !run.isAll) {
      // Between two runs a page drops what fits on no board, and may need it after the second.
      slice.isStale = true;
      return true;
    }
    if (run && !slice.isStale) return false;
    slice.isStale = false;
    slice.position = boards.board(channel).position;
    adapter.deliver(parcels.snapshot(channel), room);
    return false;
  }

  /** Also one that is not behind: if something failed while it was told, it does not know. */
  function catchUp(slice: Slice): void {
    do behind.delete(slice);
    while (advance(slice));
  }

  /** A seat among viewers who were told all there is by now. */
  function seatFor(channel: string): Slice {
    for (;;) {
      const slice = seatIn(channel);
      catchUp(slice);
      // If that was too much for all who sat in it, they were cut off, and the slice is forgotten.
      if (slices.has(slice.room)) return slice;
    }
  }

  function write(): void {
    rest = undefined;
    isWriting = true;
    const end = elapsed() + STRETCH;
    try {
      for (const slice of behind) {
        behind.delete(slice);
        if (advance(slice)) behind.add(slice);
        if (elapsed() >= end) break;
      }
    } catch (error) {
      // A slice that could not be told is told when the next entry comes, or the next viewer.
      failed(error);
    } finally {
      isWriting = false;
      if (behind.size > 0) rest = setImmediate(write);
    }
  }

  /** A few viewers are told at once; where many are being told, what is new waits for its turn. */
  function mark(channel: string, change?: (slice: Slice) => void): void {
    for (const slice of channels.get(channel) ?? []) {
      change?.(slice);
      behind.add(slice);
    }
    if (!rest && !isWriting) write();
  }

  function leave(viewer: Viewer, channel: string): void {
    for (const { room } of slicesOf(viewer, channel)) void viewer.leave(room);
  }

  return {
    enter(viewer, channel, after) {
      for (const slice of slicesOf(viewer, channel)) catchUp(slice);
      const [known] = slicesOf(viewer, channel);
      const slice = known ?? seatFor(channel);
      const missed = after && parcels.missed(channel, after);
      const parcel = missed ?? parcels.snapshot(channel);
      // First in the room, then the packet: who is cut off by the packet leaves the room again.
      if (!known) void viewer.join(slice.room);
      adapter.hand(parcel, viewer);
      const { position } = boards.board(channel);
      tally.entered(after === null ? 'new' : missed ? 'memory' : 'snapshot');
      if (after && missed) tally.delivered(position.seq - after.seq);
      return { position, bytes: parcel.frame.length };
    },
    has: (viewer, channel) => slicesOf(viewer, channel).length > 0,
    isAhead(channel, after) {
      const here = boards.position(channel);
      return after !== null && here?.epoch === after.epoch && here.seq < after.seq;
    },
    leave,
    dismiss(viewer, channel, why) {
      adapter.hand(parcels.closed(channel, why), viewer);
      leave(viewer, channel);
    },
    settle(viewer) {
      for (const room of [...viewer.rooms]) {
        const slice = slices.get(room);
        if (slice && behind.has(slice)) catchUp(slice);
      }
    },
    of(channel) {
      const { sockets } = adapter.nsp;
      const ids = [...(channels.get(channel) ?? [])].flatMap(({ room }) => [
        ...(adapter.rooms.get(room) ?? []),
      ]);
      return ids.map((id) => sockets.get(id)).filter((viewer) => viewer !== undefined);
    },
    entries(channel) {
      roundsOf(channel).begin(channels.get(channel)?.size ?? 0);
      mark(channel);
    },
    renewed(channel) {
      mark(channel, (slice) => (slice.isStale = true));
    },
    closed(channel) {
      const parcel = parcels.closed(channel, channelUnknown(channel));
      mark(channel, (slice) => (slice.farewell = parcel));
      channels.delete(channel);
      filling.delete(channel);
      rounds.delete(channel);
    },
    stop() {
      clearImmediate(rest);
      behind.clear();
    },
  };
}
