import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../shared/problem.ts';
import { entries, FakeSocket, HUB_NOW, item, snapshot } from './fake-socket.ts';
import { openFeed, type Feed, type FeedState } from './feed.ts';

const refusal = new Problem('channel_unknown', 'no').toDocument();

let socket: FakeSocket;
let feed: Feed;
/** What listeners are told, once a burst is over. */
function told(): FeedState {
  vi.advanceTimersByTime(100);
  return feed.state;
}
const ids = () => told().channels.breaking?.headlines.map(({ id }) => id);

function open(channels = ['breaking'], known?: FeedState): void {
  feed = openFeed({
    hub: 'https://hub.example',
    channels,
    known,
    connect: (_, options) => (socket = new FakeSocket(options)).asSocket,
    random: () => 1,
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
    expect(socket.arrive()).toEqual({ channels: { breaking: null } });
    expect(feed.state.status).toBe('connecting');
    socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    expect(feed.state.status).toBe('live');
    expect(ids()).toEqual(['item-2', 'item-1']);
  });

  test('H1 one who comes back names the position it reached and keeps its board meanwhile', () => {
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.receive('entries', entries([2, item(2)]));
    socket.lose('transport close');
    expect(told().status).toBe('offline');
    expect(ids()).toEqual(['item-2', 'item-1']);
    expect(socket.handshake()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 2 } } });
    socket.receive('entries', entries());
    expect(told().status).toBe('live');
  });

  test('H1 a hub that closes the link is called again, after a random wait of at most 20 s', () => {
    socket.lose('io server disconnect');
    vi.advanceTimersByTime(20_000);
    expect(socket.connects).toBe(1);
  });

  test('H1 a position that the hub cannot read is forgotten', () => {
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.refuse('bad_position');
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
    expect(told().channels.breaking?.headlines[0]?.headline).toBe('مصحح');
  });

  test('H2 a hole is asked for once, and nothing beyond it is shown until it is filled', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.receive('entries', entries([3, item(3)]));
    socket.receive('entries', entries([4, item(4)]));
    expect(ids()).toEqual(['item-1']);
    expect(socket.asked()).toEqual([
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
    for (const [outlined, asked] of [
      [outline, []],
      [{ ...outline, boardSize: 5 }, [ask]],
      [{ ...outline, title: 'عاجل' }, [ask]],
      [{ ...outline, ids: ['item-2', 'item-0'] }, [ask]],
      [{ ...outline, ids: ['item-2'] }, [ask]],
    ] as const) {
      open();
      socket.arrive();
      socket.receive('snapshot', snapshot(1, [item(1)]));
      socket.receive('entries', { ...entries([2, item(2)]), outline: outlined });
      expect(socket.sent.map(({ body }) => body)).toEqual(asked);
      expect(ids()).toEqual(['item-2', 'item-1']);
      feed.close();
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
    socket.refuse('channel_unknown');
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

  test('H6 one who moves shows its board as live, and resumes where it was', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.receive('drain', { afterMs: 700 });
    const seen: string[] = [];
    feed.subscribe(({ status }) => seen.push(status));
    vi.advanceTimersByTime(1_000);
    expect(socket.arrive()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 1 } } });
    socket.receive('entries', entries([2, item(2)]));
    expect(ids()).toEqual(['item-2', 'item-1']);
    expect(new Set(seen)).toEqual(new Set(['live']));
  });

  test('H6 a hub that was lost before its time is not left once more', () => {
    socket.arrive();
    socket.receive('drain', { afterMs: 700 });
    socket.lose('transport close');
    socket.arrive();
    vi.advanceTimersByTime(60_000);
    expect(socket.disconnects).toBe(0);
  });
});

describe('a set of channels that changes', () => {
  const sport = (seq: number) => snapshot(seq, [item(seq)], { channel: 'sport' });

  test('H1 a channel added to a live link is asked for, one dropped is left', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(1, [item(1)]));
    feed.follow(['breaking', 'sport']);
    feed.follow(['sport']);
    expect(socket.asked()).toEqual([
      ['subscribe', { channel: 'sport', position: null }],
      ['unsubscribe', { channel: 'breaking' }],
    ]);
    socket.receive('snapshot', sport(7));
    expect(Object.keys(told().channels)).toEqual(['sport']);
  });

  test('H1 what changes while the link is made is made good when it is there', () => {
    socket.handshake();
    feed.follow(['sport']);
    expect(socket.sent).toEqual([]);
    socket.connected = true;
    socket.receive('connect');
    expect(socket.asked()).toEqual([
      ['unsubscribe', { channel: 'breaking' }],
      ['subscribe', { channel: 'sport', position: null }],
    ]);
  });

  test('H1 a channel that is refused does not take the others down', () => {
    feed.close();
    open(['breaking', 'secret']);
    expect(socket.handshake()).toEqual({ channels: { breaking: null, secret: null } });
    socket.refuse('origin_forbidden');
    expect(told().status).toBe('connecting');
    expect(socket.connects).toBe(1);
    expect(socket.arrive()).toEqual({ channels: {} });
    const problem = new Problem('origin_forbidden', 'no').toDocument();
    socket.sent[1]?.acknowledge({ problem });
    socket.receive('snapshot', snapshot(1, [item(1)]));
    expect(told()).toMatchObject({ status: 'live', refused: { secret: problem } });
    socket.lose('transport close');
    expect(socket.handshake()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 1 } } });
  });

  test('H1 a feed whose only channel was refused connects again for another', () => {
    socket.handshake();
    socket.refuse('channel_unknown');
    expect(told().status).toBe('refused');
    feed.follow(['sport']);
    expect(feed.state).toMatchObject({ status: 'connecting', refused: {} });
    expect(socket.connects).toBe(1);
    expect(socket.arrive()).toEqual({ channels: { sport: null } });
  });

  test('H1 a channel that closes leaves the others, and a hub that is busy is asked again', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(1, [item(1)]));
    feed.follow(['breaking', 'sport']);
    socket.sent[0]?.acknowledge({ problem: { ...refusal, retryable: true } });
    vi.advanceTimersByTime(20_000);
    expect(socket.sent).toHaveLength(2);
    socket.receive('closed', { channel: 'breaking', problem: refusal });
    expect(told()).toMatchObject({ status: 'live', refused: { breaking: refusal } });
    socket.receive('closed', { channel: 'sport', problem: refusal });
    expect(told().status).toBe('refused');
    expect(socket.disconnects).toBe(1);
  });

  test('H1 a feed goes on from what another one knew', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(4, [item(4)]));
    const known = structuredClone(told());
    feed.close();
    open(['breaking'], known);
    expect(ids()).toEqual(['item-4']);
    expect(feed.now()).toBe(Date.now() + 5 * 3_600_000);
    expect(socket.arrive()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 4 } } });
    socket.receive('entries', entries([5, item(5)]));
    expect(ids()).toEqual(['item-5', 'item-4']);
    feed.follow([]);
    feed.follow(['breaking']);
    expect(socket.asked().at(-1)).toEqual(['subscribe', { channel: 'breaking', position: null }]);
    expect(ids()).toBeUndefined();
  });

  test('H1 a board of another page that could not be resumed there is not resumed here', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(4, [item(4)]));
    const look = { title: 'عاجل', language: 'ar', boardSize: 3 };
    socket.receive('entries', { ...entries(), outline: { ...look, ids: [] } });
    const known = told();
    feed.close();
    open(['breaking'], known);
    expect(ids()).toEqual(['item-4']);
    expect(socket.arrive()).toEqual({ channels: { breaking: null } });
  });

  test('H2 a question that was lost with its link is asked again, one that is due without waits', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.receive('entries', entries([3, item(3)]));
    socket.sent[0]?.acknowledge({ problem: { ...refusal, retryable: true } });
    socket.lose('transport close');
    vi.advanceTimersByTime(20_000);
    expect(socket.sent).toHaveLength(1);
    socket.arrive();
    for (const sent of [2, 3]) {
      socket.receive('entries', entries([3, item(3)]));
      expect(socket.sent).toHaveLength(sent);
      socket.lose('transport close');
      socket.arrive();
    }
  });

  test('H1 a position of another page that the hub cannot read is forgotten, its board stays', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(4, [item(4)]));
    const known = told();
    feed.close();
    open([], known);
    socket.arrive();
    feed.follow(['breaking']);
    socket.sent[0]?.acknowledge({ problem: { ...refusal, code: 'bad_position' } });
    vi.advanceTimersByTime(20_000);
    expect(socket.asked()[1]).toEqual(['subscribe', { channel: 'breaking', position: null }]);
    expect(socket.sent).toHaveLength(2);
  });
});

describe('towards the page', () => {
  test('H2 500 entries within a second are told at most every 100 ms, the last one too', () => {
    socket.arrive();
    const states: FeedState[] = [];
    feed.subscribe((state) => states.push(state));
    socket.receive('snapshot', snapshot(0, []));
    expect(states).toHaveLength(2);
    for (let seq = 1; seq <= 500; seq += 1) {
      vi.advanceTimersByTime(2);
      socket.receive('entries', entries([seq, item(seq)]));
    }
    expect(ids()?.[0]).toBe('item-500');
    expect(states.length).toBeGreaterThan(9);
    expect(states.length).toBeLessThan(15);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('H2 what did not change stays the same object', () => {
    feed.close();
    open(['breaking', 'sport']);
    socket.arrive();
    socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    const before = told();
    socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    socket.receive('snapshot', snapshot(9, [item(9)], { channel: 'sport' }));
    const after = told();
    expect(after.channels.breaking).toBe(before.channels.breaking);
    socket.receive('snapshot', snapshot(3, [item(2, { version: 2 }), item(1)]));
    const [second, first] = told().channels.breaking?.headlines ?? [];
    expect(first).toBe(before.channels.breaking?.headlines[1]);
    expect(second?.version).toBe(2);
  });

  test('H1 a hub of a newer protocol is refused, and its boards are not shown', () => {
    socket.arrive();
    socket.receive('snapshot', { ...snapshot(1, [item(1)]), protocol: 2 });
    expect(told()).toMatchObject({
      status: 'refused',
      channels: {},
      refused: { breaking: { code: 'protocol_newer' } },
    });
    expect(socket.disconnects).toBe(1);
    feed.follow(['sport', 'local']);
    socket.arrive();
    socket.receive('snapshot', { ...snapshot(1, []), channel: 'sport', protocol: 2 });
    expect(socket.asked().at(-1)).toEqual(['unsubscribe', { channel: 'sport' }]);
  });

  test('H2 a clock that is set back does not silence the feed', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(1, [item(1)]));
    vi.setSystemTime(HUB_NOW - 9 * 3_600_000);
    socket.receive('entries', entries([2, item(2)]));
    expect(feed.state.channels.breaking?.headlines).toHaveLength(2);
  });

  test('H2 nothing that a hub sends throws into the page', () => {
    socket.arrive();
    socket.receive('snapshot', snapshot(1, [item(1)]));
    const odd = [undefined, null, 0, {}, { channel: 'breaking' }, { channel: 'breaking', now: {} }];
    for (const event of ['snapshot', 'entries', 'closed', 'drain']) {
      for (const sent of odd) {
        expect(() => {
          socket.receive(event, sent);
        }).not.toThrow();
      }
    }
    socket.receive('connect_error', new Error('odd'));
    vi.advanceTimersByTime(60_000);
  });

  test('H1 a closed feed leaves no timer and tells nobody', () => {
    const listener = vi.fn();
    feed.subscribe(listener);
    socket.arrive();
    socket.receive('snapshot', snapshot(1, [item(1)]));
    socket.receive('snapshot', snapshot(2, [item(2)]));
    socket.receive('drain', { afterMs: 50 });
    listener.mockClear();
    feed.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(socket.disconnects).toBe(1);
    expect(listener).not.toHaveBeenCalled();
  });
});
