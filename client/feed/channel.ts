/** What a feed holds of one channel: its timeline, and how the hub says it looks. */
import type { UsableHeadline } from '../../shared/headline.ts';
import type { Entry, Position, Snapshot, TickerItem } from '../../shared/protocol.ts';
import { createTimeline } from '../../shared/timeline.ts';

interface View {
  readonly title: string;
  readonly language: string;
  readonly headlines: readonly TickerItem<UsableHeadline>[];
}

export interface Channel {
  readonly position: Position | null;
  /** A `subscribe` is under way. */
  asking: boolean;
  reset(snapshot: Snapshot): void;
  /** False when something is missing before these entries. */
  apply(epoch: string, entries: readonly Entry<TickerItem>[], now: number): boolean;
  view(now: number): View | undefined;
  /** When the next headline leaves the board; Infinity when none will. */
  nextExpiry(now: number): number;
}

/** Items beyond the board that may step up when one above them expires or is withdrawn. */
const SPARE = 2;

export function createChannel(): Channel {
  const timeline = createTimeline<TickerItem>();
  let look: Pick<Snapshot, 'title' | 'language' | 'boardSize'> | undefined;
  const board = (now: number) => (look ? timeline.board(look.boardSize, now) : []);

  return {
    asking: false,
    get position() {
      return timeline.position;
    },
    reset({ epoch, seq, headlines, title, language, boardSize }) {
      look = { title, language, boardSize };
      timeline.reset({ epoch, seq }, headlines);
    },
    apply(epoch, entries, now) {
      const outcome = timeline.apply(epoch, entries);
      if (look && timeline.size > look.boardSize * SPARE * 2) {
        timeline.trim(look.boardSize * SPARE, now);
      }
      return outcome.kind === 'applied';
    },
    view(now) {
      if (!look) return undefined;
      return { title: look.title, language: look.language, headlines: board(now) };
    },
    nextExpiry(now) {
      let next = Infinity;
      for (const { expires } of board(now)) {
        if (expires !== undefined) next = Math.min(next, Date.parse(expires));
      }
      return next;
    },
  };
}
