/**
 * The tabs of a site share one connection. Whoever holds the site's lock leads: it alone has a feed,
 * and says on the site's channel what the feed says. The others wait for the lock, and take over from
 * the positions last heard. Where the browser has no locks, or denies them, a tab leads itself alone.
 */
import type { Feed } from './feed.ts';
import { guarded } from './guarded.ts';
import { isRecord, isState, keep, own, type FeedState } from './state.ts';

/** What is used of a window. */
export interface Page {
  readonly document: { readonly hidden: boolean };
  readonly navigator: { readonly locks: Pick<LockManager, 'request'> };
  readonly BroadcastChannel: new (name: string) => BroadcastChannel;
  addEventListener(
    type: 'pagehide' | 'pageshow' | 'visibilitychange',
    listener: () => void,
    options: { readonly signal: AbortSignal },
  ): void;
}

export interface TabOptions {
  readonly hub: string;
  readonly channels: readonly string[];
  readonly known: FeedState;
  readonly page: Page;
  readonly open: (channels: readonly string[], known: FeedState) => Feed;
  readonly tell: (state: FeedState) => void;
  readonly random: () => number;
}

export interface Tab {
  follow(channels: readonly string[]): void;
  /** The page was shown or hidden: is the leader still there? */
  look(): void;
  close(): void;
}

/** A phone freezes tabs in the background, and a frozen leader keeps its lock but says nothing. */
const PATIENCE = 3000;
const LOOK_EVERY = 20_000;

export function openTab({ hub, channels, known, page, open, tell, random }: TabOptions): Tab {
  const name = `ajil.1 ${hub}`;
  const tab = random();
  /** What the other tabs want, as far as a leader was told. */
  const others = new Map<unknown, readonly string[]>();
  let state = known;
  let wanted = channels;
  let feed: Feed | undefined;
  let bus: BroadcastChannel | undefined;
  /** Its abort also ends what follows from having asked for the lock. */
  let asked = new AbortController();
  let release: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const followAll = () => feed?.follow([...new Set([wanted, ...others.values()].flat())]);

  /** Nobody sees a hidden tab: it can wait without a timer. */
  function wait(delay: number, act: () => void): void {
    clearTimeout(timer);
    if (!page.document.hidden) timer = setTimeout(act, delay);
  }

  function lead(): void {
    clearTimeout(timer);
    others.clear();
    feed = open(wanted, state);
    feed.subscribe((next) => {
      state = next;
      bus?.postMessage({ state });
      tell(state);
    });
    // The roll call: who else is there says what it wants.
    bus?.postMessage({});
  }

  function look(): void {
    if (feed) return;
    bus?.postMessage({ tab, channels: wanted });
    wait(PATIENCE, () => {
      asked.abort();
      compete({ steal: true });
    });
  }

  function compete(how: LockOptions): void {
    const { signal } = (asked = new AbortController());
    const hold = () =>
      new Promise<void>((resolve) => {
        release = resolve;
        if (signal.aborted) resolve();
        else lead();
      });
    page.navigator.locks
      .request(name, how.steal ? how : { signal }, hold)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        if (!feed) {
          // The browser has locks, but not for this page: an opaque origin.
          lead();
        } else if (error instanceof DOMException) {
          // Stolen, while this tab was asleep.
          feed.close();
          feed = undefined;
          compete({});
          look();
        }
      });
  }

  function adopt(fresh: FeedState): void {
    // A hidden leader tries to come back less often than this tab would.
    if (fresh.status !== 'offline') wait(LOOK_EVERY, look);
    const boards = { ...state.channels };
    for (const [id, board] of Object.entries(fresh.channels)) {
      const old = own(boards, id);
      const [before, after] = [old?.position, board.position];
      // A leader that has slept through the loss of its lock may speak once more.
      const isOld = before && before.epoch === after?.epoch && before.seq > after.seq;
      if (!isOld) boards[id] = keep(old, board);
    }
    state = { ...fresh, channels: boards };
    tell(state);
  }

  function hear(said: unknown): void {
    if (!isRecord(said)) return;
    const { state: news, channels: wish } = said;
    if (Array.isArray(wish)) {
      others.set(said.tab, wish.map(String));
      followAll();
    } else if (!feed && isState(news)) {
      adopt(news);
    } else {
      look();
    }
  }

  try {
    compete({});
    bus = new page.BroadcastChannel(name);
    bus.onmessage = guarded(({ data }) => hear(data));
    look();
  } catch {
    asked.abort();
    lead();
  }

  return {
    follow(next) {
      wanted = next;
      if (feed) followAll();
      else look();
    },
    look,
    close() {
      clearTimeout(timer);
      if (feed) feed.close();
      else bus?.postMessage({ tab, channels: [] });
      asked.abort();
      release?.();
      bus?.close();
    },
  };
}
