/** What changed from one board to the next, and how a screen reader is told of it. */
import { haveSameWords } from '../../shared/placement.ts';
import type { FeedHeadline } from '../feed/feed.ts';

export interface Change {
  readonly kind: 'new' | 'corrected' | 'withdrawn';
  readonly headline: FeedHeadline;
}

/** First to last; those that left may also have expired or made room. One that only moved is no news. */
export function changesBetween(
  before: readonly FeedHeadline[],
  after: readonly FeedHeadline[],
): Change[] {
  const held = new Map(before.map((headline) => [headline.id, headline]));
  const changes: Change[] = [];
  for (const headline of after) {
    const earlier = held.get(headline.id);
    held.delete(headline.id);
    if (!earlier) changes.push({ kind: 'new', headline });
    else if (earlier.version < headline.version && !haveSameWords(earlier, headline)) {
      changes.push({ kind: 'corrected', headline });
    }
  }
  for (const headline of held.values()) changes.push({ kind: 'withdrawn', headline });
  return changes;
}

export interface Announcer {
  announce(headlines: readonly FeedHeadline[]): void;
  stop(): void;
}

/** A listener must get through a message before the next one comes. */
const BETWEEN = 5000;

/** Hands on what is new in one message, and what comes meanwhile in the next. */
export function createAnnouncer(say: (headlines: readonly FeedHeadline[]) => void): Announcer {
  let waiting: readonly FeedHeadline[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function next(): void {
    // Said once; nobody who reads through the page later is to find it there.
    say(waiting);
    timer = waiting.length > 0 ? setTimeout(next, BETWEEN) : undefined;
    waiting = [];
  }

  return {
    announce(headlines) {
      if (headlines.length === 0) return;
      waiting = [...waiting, ...headlines];
      if (timer === undefined) next();
    },
    stop: () => clearTimeout(timer),
  };
}
