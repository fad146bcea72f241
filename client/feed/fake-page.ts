/** A page with a feed, whose socket the test plays; its clock is five hours slow: nothing may depend on it. */
import { vi } from 'vitest';
import { FakeSocket, HUB_NOW } from './fake-socket.ts';
import { openFeed, type Feed, type FeedState } from './feed.ts';

export interface FakePage {
  /** The last that the feed has opened. */
  readonly socket: FakeSocket;
  readonly feed: Feed;
  /** What listeners are told, once a burst is over. */
  told(): FeedState;
  /** The headlines that are shown. */
  ids(): string[] | undefined;
  /** A feed in place of the one before. */
  open(channels?: string[], known?: FeedState): void;
  close(): void;
}

export function openPage(): FakePage {
  vi.useFakeTimers({ now: HUB_NOW - 5 * 3_600_000 });
  let socket: FakeSocket | undefined;
  let feed = begin(['breaking']);

  function begin(channels: string[], known?: FeedState): Feed {
    return openFeed({
      hub: 'https://hub.example',
      channels,
      known,
      connect: (_, options) => (socket = new FakeSocket(options)).asSocket,
      random: () => 1,
    });
  }

  function told(): FeedState {
    vi.advanceTimersByTime(100);
    return feed.state;
  }

  return {
    get socket() {
      if (!socket) throw new Error('The feed has no socket');
      return socket;
    },
    get feed() {
      return feed;
    },
    told,
    ids: () => told().channels.breaking?.headlines.map(({ id }) => id),
    open(channels = ['breaking'], known) {
      feed = begin(channels, known);
    },
    close() {
      feed.close();
      vi.useRealTimers();
    },
  };
}
