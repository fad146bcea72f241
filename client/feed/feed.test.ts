import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CanceledHeadline, UsableHeadline } from '../../shared/headline.ts';
import type { Acknowledgement, Snapshot } from '../../shared/protocol.ts';
import { Problem } from '../../shared/problem.ts';
import type { ConnectOptions, FeedSocket } from './connect.ts';
import { openFeed, type Feed } from './feed.ts';

type Listener = (...args: unknown[]) => void;

/** A socket without a network: the test says what arrives and reads what was sent. */
class FakeSocket {
  readonly active = true;
  readonly sent: { event: string; body: unknown; acknowledge: (a: Acknowledgement) => void }[] = [];
  readonly listeners = new Map<string, Listener>();
  connects = 0;
  disconnects = 0;
  options: ConnectOptions = {};

  on(event: string, listener: Listener): this {
    this.listeners.set(event, listener);
    return this;
  }
  emit(event: string, body: unknown, acknowledge: (a: Acknowledgement) => void): this {
    this.sent.push({ event, body, acknowledge });
    return this;
  }
  connect(): this {
    this.connects += 1;
    return this;
  }
  disconnect(): this {
    this.disconnects += 1;
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
}

const HUB_NOW = Date.UTC(2026, 10, 24, 12);

function item(n: number, over: Partial<UsableHeadline> = {}): UsableHeadline {
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

function snapshot(seq: number, headlines: UsableHeadline[], over: Partial<Snapshot> = {}) {
  const now = new Date(HUB_NOW).toISOString();
  const look = { title: 'أخبار عاجلة', language: 'ar', boardSize: 3 };
  return { channel: 'breaking', epoch: 'e1', seq, now, headlines, ...look, ...over };
}

function entries(...pairs: [number, UsableHeadline | CanceledHeadline][]) {
  const list = pairs.map(([seq, headline]) => ({ seq, headline }));
  return { channel: 'breaking', epoch: 'e1', entries: list };
}

let socket: FakeSocket;
let feed: Feed;
const ids = () => feed.state.channels.breaking?.headlines.map(({ id }) => id);

function open(): void {
  socket = new FakeSocket();
  feed = openFeed({
    hub: 'https://hub.example',
    channels: ['breaking'],
    connect: (_, options) => {
      socket.options = options;
      return socket as unknown as FeedSocket;
    },
  });
}

beforeEach(() => {
  // The page's clock is five hours slow: nothing may depend on it.
  vi.useFakeTimers({ now: HUB_NOW - 5 * 3_600_000 });
  open();
});
afterEach(() => {
  feed.close();
  vi.useRealTimers();
});

describe('arriving and coming back', () => {
  test('H1 a newcomer asks for a snapshot and shows it', () => {
    expect(socket.handshake()).toEqual({ channels: { breaking: null } });
    expect(feed.state.status).toBe('connecting');
    socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    expect(feed.state.status).toBe('live');
    expect(ids()).toEqual(['item-2', 'item-1']);
  });

  test('H1 one who comes back names the position it reached and keeps its board meanwhile', () => {
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.receive('entries', entries([2, item(2)]));
    socket.receive('disconnect', 'transport close');
    expect(feed.state.status).toBe('offline');
    expect(ids()).toEqual(['item-2', 'item-1']);
    expect(socket.handshake()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 2 } } });
    socket.receive('entries', entries());
    expect(feed.state.status).toBe('live');
  });

  test('H1 a hub that closes the link is called again, after a random wait of at most 20 s', () => {
    socket.receive('disconnect', 'io server disconnect');
    vi.advanceTimersByTime(20_000);
    expect(socket.connects).toBe(1);
  });

  test('H1 a position that the hub cannot read is forgotten', () => {
    socket.receive('snapshot', snapshot(1, [item(1)]));
    const data = new Problem('bad_position', 'no').toDocument();
    socket.receive('connect_error', Object.assign(new Error('no'), { data }));
    vi.advanceTimersByTime(20_000);
    expect(socket.connects).toBe(1);
    expect(socket.handshake()).toEqual({ channels: { breaking: null } });
  });
});

describe('in order', () => {
  test('H2 repeats change nothing and an older version never replaces a newer one', () => {
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.receive('entries', entries([2, item(1, { version: 2, headline: 'مصحح' })]));
    socket.receive('entries', entries([1, item(1)], [2, item(1)]));
    expect(feed.state.channels.breaking?.headlines[0]?.headline).toBe('مصحح');
  });

  test('H2 a hole is asked for once, and nothing beyond it is shown until it is filled', () => {
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.receive('entries', entries([3, item(3)]));
    socket.receive('entries', entries([4, item(4)]));
    expect(ids()).toEqual(['item-1']);
    expect(socket.sent.map(({ event, body }) => [event, body])).toEqual([
      ['subscribe', { channel: 'breaking', position: { epoch: 'e1', seq: 1 } }],
    ]);
    socket.receive('entries', entries([2, item(2)], [3, item(3)], [4, item(4)]));
    expect(ids()).toEqual(['item-4', 'item-3', 'item-2']);
  });

  test('H1 H2 one who was away while more happened than entries tell asks for a snapshot', () => {
    const outline = {
      title: 'أخبار عاجلة',
      language: 'ar',
      boardSize: 3,
      ids: ['item-2', 'item-1'],
    };
    const ask = { channel: 'breaking', position: null };
    for (const [told, asked] of [
      [outline, []],
      [{ ...outline, boardSize: 5 }, [ask]],
      [{ ...outline, title: 'عاجل' }, [ask]],
      [{ ...outline, ids: ['item-2', 'item-0'] }, [ask]],
      [{ ...outline, ids: ['item-2'] }, [ask]],
    ] as const) {
      open();
      socket.receive('snapshot', snapshot(1, [item(1)]));
      socket.receive('entries', { ...entries([2, item(2)]), outline: told });
      expect(socket.sent.map(({ body }) => body)).toEqual(asked);
      expect(ids()).toEqual(['item-2', 'item-1']);
    }
  });

  test('H2 a withdrawn headline leaves, and one of another channel is ignored', () => {
    socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    const { id, language, firstCreated, versionCreated } = item(2);
    const gone = { id, language, firstCreated, versionCreated, version: 2 };
    socket.receive('entries', entries([3, { ...gone, pubStatus: 'canceled' }]));
    socket.receive('snapshot', snapshot(9, [item(9)], { channel: 'sport' }));
    expect(ids()).toEqual(['item-1']);
  });

  test('H2 a headline expires by the hub’s clock, without a message', () => {
    const expires = new Date(HUB_NOW + 30_000).toISOString();
    socket.receive('snapshot', snapshot(2, [item(2, { expires }), item(1)]));
    vi.advanceTimersByTime(29_000);
    expect(ids()).toEqual(['item-2', 'item-1']);
    vi.advanceTimersByTime(1_100);
    expect(ids()).toEqual(['item-1']);
  });
});

describe('refusals and moves', () => {
  test('H1 a refusal is final and says why', () => {
    const data = new Problem('channel_unknown', 'no such channel').toDocument();
    socket.receive('connect_error', Object.assign(new Error('no'), { data }));
    vi.advanceTimersByTime(60_000);
    expect(feed.state).toMatchObject({ status: 'refused', problem: { code: 'channel_unknown' } });
    expect(socket.connects).toBe(0);
  });

  test('H1 a network failure is not a refusal', () => {
    socket.receive('connect_error', new Error('websocket error'));
    expect(feed.state.status).toBe('offline');
  });

  test('H1 a draining hub is left at the time it named', () => {
    socket.receive('drain', { afterMs: 700 });
    vi.advanceTimersByTime(699);
    expect(socket.disconnects).toBe(0);
    vi.advanceTimersByTime(1);
    expect([socket.disconnects, socket.connects]).toEqual([1, 1]);
  });
});
