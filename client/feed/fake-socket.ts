/** For tests: a socket without a network. The test says what arrives and reads what was sent. */
import type { CanceledHeadline, UsableHeadline } from '../../shared/headline.ts';
import { Problem, type ProblemCode } from '../../shared/problem.ts';
import type { Acknowledgement, Snapshot } from '../../shared/protocol.ts';
import type { ConnectOptions, FeedSocket } from './connect.ts';

type Listener = (...args: unknown[]) => void;

export class FakeSocket {
  readonly options: ConnectOptions;
  readonly sent: { event: string; body: unknown; acknowledge: (a: Acknowledgement) => void }[] = [];
  readonly listeners = new Map<string, Listener>();
  active = true;
  connected = false;
  connects = 0;
  disconnects = 0;

  constructor(options: ConnectOptions) {
    this.options = options;
  }
  /** What `connect` of a feed returns. */
  get asSocket(): FeedSocket {
    return this as unknown as FeedSocket;
  }
  on(event: string, listener: Listener): this {
    this.listeners.set(event, listener);
    return this;
  }
  emit(event: string, body: unknown, acknowledge: (a: Acknowledgement) => void): this {
    this.sent.push({ event, body, acknowledge });
    return this;
  }
  connect(): this {
    this.active = true;
    this.connects += 1;
    return this;
  }
  disconnect(): this {
    this.disconnects += 1;
    this.active = false;
    if (this.connected) this.lose('io client disconnect');
    return this;
  }
  receive(event: string, ...args: unknown[]): void {
    this.listeners.get(event)?.(...args);
  }
  handshake(): unknown {
    let sent: unknown;
    const { auth } = this.options;
    if (typeof auth === 'function') auth((data) => (sent = data));
    return sent;
  }
  /** The hub takes the handshake. */
  arrive(): unknown {
    const handshake = this.handshake();
    this.connected = true;
    this.receive('connect');
    return handshake;
  }
  lose(reason: string): void {
    this.connected = false;
    if (reason === 'io server disconnect') this.active = false;
    this.receive('disconnect', reason);
  }
  /** The hub refuses the handshake. */
  refuse(code: ProblemCode): void {
    this.active = false;
    const data = new Problem(code, 'no').toDocument();
    this.receive('connect_error', Object.assign(new Error('no'), { data }));
  }
  asked(): unknown[] {
    return this.sent.map(({ event, body }) => [event, body]);
  }
}

export const HUB_NOW = Date.UTC(2026, 10, 24, 12);

export function item(n: number, over: Partial<UsableHeadline> = {}): UsableHeadline {
  const created = new Date(HUB_NOW - 60_000 + n).toISOString();
  return {
    id: `item-${n}`,
    version: 1,
    pubStatus: 'usable',
    headline: `خبر ${n}`,
    language: 'ar',
    urgency: 5,
    pinned: false,
    firstCreated: created,
    versionCreated: created,
    ...over,
  };
}

export function snapshot(
  seq: number,
  headlines: UsableHeadline[],
  over: Partial<Snapshot> = {},
): Snapshot {
  const now = new Date(HUB_NOW).toISOString();
  const look = { title: 'أخبار عاجلة', language: 'ar', boardSize: 3 };
  return { channel: 'breaking', epoch: 'e1', seq, now, headlines, ...look, ...over };
}

export function entries(...pairs: [number, UsableHeadline | CanceledHeadline][]) {
  const list = pairs.map(([seq, headline]) => ({ seq, headline }));
  return { channel: 'breaking', epoch: 'e1', entries: list };
}
