/** One headline at a time: which one it is, and which comes next. */
import type { FeedHeadline } from '../feed/feed.ts';

/** A reader needs a moment to begin, and then about 14 characters a second. */
const MOMENT = 2500;
const PER_CHARACTER = 70;

export class Steps {
  readonly #board: () => readonly FeedHeadline[];
  /** Undefined until somebody or something went on: then it is the first one, whichever that is. */
  #id = $state.raw<string>();
  /** Where it stood, for when it is withdrawn. */
  #at = 0;
  /** Urgent, and not shown yet. */
  #urgent: readonly string[] = [];

  constructor(board: () => readonly FeedHeadline[]) {
    this.#board = board;
  }

  readonly index = $derived.by(() => {
    const board = this.#board();
    const at = board.findIndex(({ id }) => id === this.#id);
    if (at >= 0) this.#at = at;
    return at >= 0 || this.#id === undefined
      ? Math.max(at, 0)
      : Math.min(this.#at, board.length - 1);
  });
  readonly current = $derived.by(() => this.#board()[this.index]);

  go(by: 1 | -1): void {
    const board = this.#board();
    const urgent = this.#urgent.find((id) => board.some((headline) => headline.id === id));
    const next = board.at((this.index + by) % board.length)?.id;
    this.show(by > 0 ? (urgent ?? next) : next);
  }

  show(id: string | undefined): void {
    this.#id = id;
    this.#urgent = this.#urgent.filter((other) => other !== id);
  }

  /** New ones came while `shown` was read, which stays; those that are urgent follow it. */
  arrived(shown: FeedHeadline | undefined, fresh: readonly FeedHeadline[]): void {
    this.#id ??= shown?.id;
    const urgent = fresh.filter(({ urgency }) => urgency <= 2).map(({ id }) => id);
    this.#urgent = [...urgent, ...this.#urgent];
  }

  /** ms that it stays before the next one comes by itself. */
  get readingTime(): number {
    return MOMENT + PER_CHARACTER * (this.current?.headline.length ?? 0);
  }
}
