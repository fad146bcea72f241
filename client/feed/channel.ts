/** What a feed holds of one channel: its timeline, and how the hub says it looks. */
import type {
  Entries,
  Look,
  Outline,
  Position,
  Snapshot,
  TickerItem,
} from '../../shared/protocol.ts';
import { createTimeline } from '../../shared/timeline.ts';
import type { FeedChannel } from './state.ts';

export interface Channel {
  /** What it stands at; null where only a snapshot helps. */
  readonly position: Position | null;
  /** A `subscribe` is under way. */
  asking: boolean;
  reset(snapshot: Omit<Snapshot, 'channel' | 'now'> & Partial<Snapshot>): void;
  /** False when something is missing: before these entries, or on the board that they lead to. */
  apply(entries: Entries, now: number): boolean;
  /** Its board stays, but only a snapshot helps. */
  forget(): void;
  view(now: number): FeedChannel | undefined;
  /** When the next headline leaves the board; Infinity when none will. */
  nextExpiry(now: number): number;
}

/** `known`: where it was left, by this page or another. */
export function createChannel(known?: FeedChannel): Channel {
  const timeline = createTimeline<TickerItem>();
  let look: Look | undefined;
  /** The hub's board is another one than entries could tell of. */
  let outdated = false;
  const board = (now: number) => (look ? timeline.board(look.boardSize, now) : []);

  const channel: Channel = {
    asking: false,
    get position() {
      return outdated ? null : timeline.position;
    },
    reset({ epoch, seq, headlines, title, language, boardSize, test }) {
      look = { title, language, boardSize, ...(test && { test }) };
      outdated = false;
      timeline.reset({ epoch, seq }, headlines);
    },
    apply({ epoch, entries, outline }, now) {
      const whole = timeline.apply(epoch, entries);
      // Nothing is kept in reserve: what rises when a headline leaves, the hub says in a snapshot. It
      // may have forgotten what this page still held.
      if (look) timeline.trim(look.boardSize, now);
      if (look && outline) outdated = !fits(outline, look, board(now));
      return whole && !outdated;
    },
    forget() {
      outdated = true;
    },
    view(now) {
      return look && { ...look, headlines: board(now), position: channel.position };
    },
    nextExpiry(now) {
      let next = Infinity;
      for (const { expires } of board(now)) {
        if (expires !== undefined) next = Math.min(next, Date.parse(expires));
      }
      return next;
    },
  };
  if (known) {
    channel.reset({ ...known, ...(known.position ?? { epoch: '', seq: 0 }) });
    outdated = !known.position;
  }
  return channel;
}

function fits(outline: Outline, look: Look, board: readonly { id: string }[]): boolean {
  return (
    outline.title === look.title &&
    outline.language === look.language &&
    outline.boardSize === look.boardSize &&
    outline.ids.length === board.length &&
    outline.ids.every((id, index) => id === board[index]?.id)
  );
}
