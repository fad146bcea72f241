/**
 * One live connection to a hub, for any page: it connects, resumes where it was, fills holes and
 * tells its listeners what every channel shows now. It knows no framework and touches no document.
 */
import type { UsableHeadline } from '../../shared/headline.ts';
import type { ProblemDocument } from '../../shared/problem.ts';
import type { Handshake, TickerItem } from '../../shared/protocol.ts';
import { createChannel, type Channel } from './channel.ts';
import {
  connectOptions,
  connectWithSocketIo,
  RETRY,
  type ConnectOptions,
  type FeedSocket,
} from './connect.ts';
import { problemOf } from './problem-of.ts';

export type FeedHeadline = TickerItem<UsableHeadline>;
export type FeedStatus = 'connecting' | 'live' | 'offline' | 'refused';

export interface FeedChannel {
  readonly title: string;
  readonly language: string;
  readonly headlines: readonly FeedHeadline[];
}

export interface FeedState {
  readonly status: FeedStatus;
  /** A channel is here once the hub has sent its board. */
  readonly channels: Readonly<Record<string, FeedChannel>>;
  readonly problem?: ProblemDocument;
}

export interface FeedOptions {
  /** The hub's origin. */
  readonly hub: string;
  readonly channels: readonly string[];
  readonly connect?: (hub: string, options: ConnectOptions) => FeedSocket;
  /** The page's clock, ms since 1970. It may be wrong by hours: only differences are used. */
  readonly now?: () => number;
}

export interface Feed {
  readonly state: FeedState;
  /** The hub's time, as well as this page can know it. */
  now(): number;
  /** Calls at once and after each change; returns the way to stop. */
  subscribe(listener: (state: FeedState) => void): () => void;
  close(): void;
}

/** Longer waits overflow `setTimeout`, and a page's clock may be set right in the meantime. */
const LONGEST_SLEEP = 600_000;

export function openFeed(options: FeedOptions): Feed {
  return new LiveFeed(options);
}

type Timer = ReturnType<typeof setTimeout>;

class LiveFeed implements Feed {
  readonly #clock: () => number;
  readonly #socket: FeedSocket;
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Set<(state: FeedState) => void>();
  readonly #waiting = new Set<Timer>();
  #state: FeedState = { status: 'connecting', channels: {} };
  /** Hub's clock minus the page's. */
  #offset = 0;
  #attempts = 0;
  #expiry: Timer | undefined;

  constructor({ hub, channels, connect = connectWithSocketIo, now = Date.now }: FeedOptions) {
    this.#clock = now;
    for (const name of channels) this.#channels.set(name, createChannel());
    this.#socket = connect(
      hub,
      connectOptions((send) => send(this.#handshake())),
    );
    this.#hearBoards();
    this.#hearLink();
  }

  get state(): FeedState {
    return this.#state;
  }

  now(): number {
    return this.#clock() + this.#offset;
  }

  subscribe(listener: (state: FeedState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    clearTimeout(this.#expiry);
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#listeners.clear();
    this.#channels.clear();
    this.#socket.disconnect();
    // The farewell itself is news of a change, and must not start a timer again.
    clearTimeout(this.#expiry);
  }

  #handshake(): Handshake {
    const channels = [...this.#channels].map(([name, { position }]) => [name, position] as const);
    return { channels: Object.fromEntries(channels) };
  }

  #hearBoards(): void {
    this.#socket.on('snapshot', (snapshot) => {
      const channel = this.#channels.get(snapshot.channel);
      if (!channel) return;
      const hubTime = Date.parse(snapshot.now);
      if (!Number.isNaN(hubTime)) this.#offset = hubTime - this.#clock();
      channel.reset(snapshot);
      this.#heard();
    });
    this.#socket.on('entries', (entries) => {
      const channel = this.#channels.get(entries.channel);
      if (!channel) return;
      const whole = channel.apply(entries, this.now());
      this.#heard();
      if (!whole) this.#askAgain(entries.channel, channel);
    });
    this.#socket.on('closed', ({ channel, problem }) => this.#drop(channel, problem));
  }

  #hearLink(): void {
    this.#socket.on('connect', () => {
      for (const channel of this.#channels.values()) channel.asking = false;
    });
    this.#socket.on('drain', ({ afterMs }) => {
      this.#later(afterMs, () => {
        this.#socket.disconnect();
        this.#socket.connect();
      });
    });
    this.#socket.on('disconnect', (reason) => {
      if (this.#state.status === 'refused') return;
      this.#change('offline');
      if (reason === 'io server disconnect') this.#reconnectLater();
    });
    this.#socket.on('connect_error', (error) => this.#failed(problemOf(error)));
  }

  #heard(): void {
    this.#attempts = 0;
    this.#change('live');
  }

  #failed(problem: ProblemDocument | undefined): void {
    if (!problem) {
      this.#change('offline');
    } else if (problem.code === 'bad_position' && this.#forgetPositions()) {
      this.#reconnectLater();
    } else if (problem.retryable) {
      this.#change('offline', problem);
      this.#reconnectLater();
    } else {
      this.#change('refused', problem);
    }
  }

  /** False when there was none: then asking anew would be refused in the same way, for ever. */
  #forgetPositions(): boolean {
    const known = [...this.#channels].filter(([, { position }]) => position !== null);
    for (const [name] of known) this.#channels.set(name, createChannel());
    return known.length > 0;
  }

  /** While one question is under way every live entry looks like a gap: one question is enough. */
  #askAgain(name: string, channel: Channel): void {
    if (channel.asking) return;
    channel.asking = true;
    this.#socket.emit('subscribe', { channel: name, position: channel.position }, (answer) => {
      channel.asking = false;
      if (!answer.problem) return;
      if (answer.problem.retryable) {
        this.#later(this.#backoff(), () => this.#askAgain(name, channel));
      } else {
        this.#drop(name, answer.problem);
      }
    });
  }

  #drop(name: string, problem: ProblemDocument): void {
    if (!this.#channels.delete(name)) return;
    this.#change(this.#channels.size === 0 ? 'refused' : this.#state.status, problem);
    if (this.#channels.size === 0) this.#socket.disconnect();
  }

  #change(status: FeedStatus, problem?: ProblemDocument): void {
    const now = this.now();
    const channels: Record<string, FeedChannel> = {};
    let expiry = Infinity;
    for (const [name, channel] of this.#channels) {
      const view = channel.view(now);
      if (view) channels[name] = view;
      expiry = Math.min(expiry, channel.nextExpiry(now));
    }
    this.#state = { status, channels, ...(problem ? { problem } : {}) };
    this.#wakeFor(expiry - now);
    for (const listener of this.#listeners) listener(this.#state);
  }

  /** Headlines leave by the hub's clock and without a message, so the hub need not send one. */
  #wakeFor(delay: number): void {
    clearTimeout(this.#expiry);
    if (delay === Infinity) return;
    const wake = () => this.#change(this.#state.status, this.#state.problem);
    this.#expiry = setTimeout(wake, Math.min(delay + 1, LONGEST_SLEEP));
  }

  #later(delay: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      action();
    }, delay);
    this.#waiting.add(timer);
  }

  #backoff(): number {
    this.#attempts += 1;
    return Math.random() * Math.min(RETRY.first * 2 ** this.#attempts, RETRY.most);
  }

  /** Socket.IO reconnects by itself when a link breaks, but not when the hub itself said no. */
  #reconnectLater(): void {
    this.#later(this.#backoff(), () => this.#socket.connect());
  }
}
