/**
 * One live connection to a hub, for any page: it connects, resumes where it was, fills holes and
 * tells its listeners what every channel shows now. It knows no framework and touches no document.
 */
import { PROTOCOL_VERSION, type Entries, type Snapshot } from '../../shared/protocol.ts';
import {
  connectOptions,
  connectWithSocketIo,
  type ConnectOptions,
  type FeedSocket,
} from './connect.ts';
import { createFollowing, type Following } from './following.ts';
import { guarded } from './guarded.ts';
import { createPace, type Pace } from './pace.ts';
import { createPatience, type Patience } from './patience.ts';
import { problemOf } from './problem-of.ts';
import {
  keep,
  own,
  type FeedChannel,
  type FeedProblem,
  type FeedState,
  type FeedStatus,
} from './state.ts';

export type { FeedChannel, FeedHeadline, FeedProblem, FeedState, FeedStatus } from './state.ts';

export interface FeedOptions {
  /** The hub's origin. */
  readonly hub: string;
  readonly channels: readonly string[];
  /** What another feed last said: boards are shown at once, and resumed instead of sent anew. */
  readonly known?: FeedState | undefined;
  readonly connect?: (hub: string, options: ConnectOptions) => FeedSocket;
  /** The page's clock, ms since 1970. It may be wrong by hours: only differences are used. */
  readonly now?: () => number;
  readonly random?: () => number;
}

export interface Feed {
  /** As listeners were last told. */
  readonly state: FeedState;
  /** The hub's time, as well as this page can know it. */
  now(): number;
  /** The channels wanted from now on, in place of those before. */
  follow(channels: readonly string[]): void;
  /** Calls at once and after each change, at most every 100 ms; returns the way to stop. */
  subscribe(listener: (state: FeedState) => void): () => void;
  close(): void;
}

export function openFeed(options: FeedOptions): Feed {
  return new LiveFeed(options);
}

class LiveFeed implements Feed {
  readonly #clock: () => number;
  readonly #socket: FeedSocket;
  readonly #following: Following;
  readonly #patience: Patience;
  readonly #pace: Pace;
  readonly #listeners = new Set<(state: FeedState) => void>();
  #link: Pick<FeedState, 'status' | 'problem'> = { status: 'connecting' };
  #state: FeedState;
  #offset: number;
  /** How many were made so far. */
  #links = 0;

  constructor(options: FeedOptions) {
    const {
      hub,
      known,
      connect = connectWithSocketIo,
      now = Date.now,
      random = Math.random,
    } = options;
    this.#clock = now;
    this.#offset = known?.offset ?? 0;
    this.#state = { channels: {}, refused: {}, offset: 0, ...known, ...this.#link };
    this.#patience = createPatience(random);
    this.#pace = createPace(() => this.#tell(), now);
    this.#following = createFollowing({
      known: this.#state.channels,
      socket: () => this.#socket,
      patience: this.#patience,
      onRefusal: (problem) => this.#narrowed(problem),
    });
    this.#socket = connect(
      hub,
      connectOptions((send) => send(this.#following.handshake())),
    );
    this.#hearBoards();
    this.#hearLink();
    this.follow(options.channels);
  }

  get state(): FeedState {
    return this.#state;
  }

  now(): number {
    return this.#clock() + this.#offset;
  }

  follow(channels: readonly string[]): void {
    this.#following.want(channels);
    if (this.#link.status === 'refused' && this.#following.channels.size > 0) {
      this.#link = { status: 'connecting' };
    }
    if (!this.#patience.waits) this.#open();
    this.#pace.now();
  }

  subscribe(listener: (state: FeedState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#pace.stop();
    this.#patience.stop();
    this.#listeners.clear();
    this.#socket.disconnect();
  }

  #hearBoards(): void {
    const { channels, ask, refuse } = this.#following;
    const snapshot = guarded((sent: Snapshot) => {
      const channel = channels.get(sent.channel);
      if (!channel) return;
      if ((sent.protocol ?? 0) > PROTOCOL_VERSION) {
        refuse(sent.channel, { code: 'protocol_newer', retryable: false });
        return;
      }
      const hubTime = Date.parse(sent.now);
      if (!Number.isNaN(hubTime)) this.#offset = hubTime - this.#clock();
      channel.reset(sent);
      this.#heard();
    });
    const entries = guarded((sent: Entries) => {
      const channel = channels.get(sent.channel);
      if (!channel) return;
      const whole = channel.apply(sent, this.now());
      this.#heard();
      if (!whole) ask(sent.channel);
    });
    this.#socket.on('snapshot', snapshot);
    this.#socket.on('entries', entries);
    this.#socket.on(
      'closed',
      guarded(({ channel, problem }) => refuse(channel, problem)),
    );
  }

  #hearLink(): void {
    this.#socket.on('connect', () => {
      this.#links += 1;
      this.#following.linked();
    });
    this.#socket.on(
      'drain',
      guarded(({ afterMs }) => {
        const link = this.#links;
        this.#patience.later(afterMs, () => {
          // Meanwhile the link may have been lost, and another made to a hub that stays.
          if (link === this.#links) this.#move();
        });
      }),
    );
    this.#socket.on('disconnect', (reason) => {
      if (reason === 'io client disconnect') return;
      this.#change('offline');
      if (reason === 'io server disconnect') this.#openLater();
    });
    this.#socket.on('connect_error', (error) => this.#failed(problemOf(error)));
  }

  #heard(): void {
    this.#patience.succeed();
    this.#change('live');
  }

  #failed(problem: FeedProblem | undefined): void {
    if (!problem) {
      this.#change('offline');
    } else if (this.#following.forget(problem)) {
      this.#openLater();
    } else if (problem.retryable) {
      this.#change('offline', problem);
      this.#openLater();
    } else {
      this.#following.refuseHandshake(problem);
      this.#open();
    }
  }

  /** One channel less. */
  #narrowed(problem: FeedProblem): void {
    if (this.#following.channels.size > 0) {
      this.#change(this.#link.status);
    } else {
      this.#change('refused', problem);
      this.#socket.disconnect();
    }
  }

  #change(status: FeedStatus, problem?: FeedProblem): void {
    this.#link = { status, ...(problem && { problem }) };
    this.#pace.soon();
  }

  #tell(): number {
    const now = this.now();
    const channels: Record<string, FeedChannel> = {};
    let expiry = Infinity;
    for (const [name, channel] of this.#following.channels) {
      const view = channel.view(now);
      if (view) channels[name] = keep(own(this.#state.channels, name), view);
      expiry = Math.min(expiry, channel.nextExpiry(now));
    }
    const refused = Object.fromEntries(this.#following.refused);
    this.#state = { ...this.#link, channels, refused, offset: this.#offset };
    for (const listener of this.#listeners) listener(this.#state);
    // Headlines leave by the hub's clock and without a message, so the hub need not send one.
    return expiry + 1 - now;
  }

  /** Socket.IO reconnects by itself when a link breaks, but not when the hub itself said no. */
  #openLater(): void {
    this.#patience.retry(() => this.#open());
  }

  #move(): void {
    this.#socket.disconnect();
    this.#open();
  }

  /** A second CONNECT on one link would be refused for good. */
  #open(): void {
    if (this.#following.channels.size > 0 && !this.#socket.active) this.#socket.connect();
  }
}
