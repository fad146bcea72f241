import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPage, type FakePage } from './fake-page.ts';
import { entries, HUB_NOW, item, snapshot } from './fake-socket.ts';
import { type FeedState } from './feed.ts';

let page: FakePage;
beforeEach(() => {
  page = openPage();
});
afterEach(() => {
  page.close();
});

describe('arriving and coming back', () => {
  test('H1 a newcomer asks for a snapshot and shows it', () => {
    expect(page.socket.arrive()).toEqual({ channels: { breaking: null } });
    expect(page.feed.state.status).toBe('connecting');
    page.socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    expect(page.feed.state.status).toBe('live');
    expect(page.ids()).toEqual(['item-2', 'item-1']);
  });

  test('H1 one who comes back names the position it reached and keeps its board meanwhile', () => {
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.socket.receive('entries', entries([2, item(2)]));
    page.socket.lose('transport close');
    expect(page.told().status).toBe('offline');
    expect(page.ids()).toEqual(['item-2', 'item-1']);
    expect(page.socket.handshake()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 2 } } });
    page.socket.receive('entries', entries());
    expect(page.told().status).toBe('live');
  });

  test('H1 a hub that closes the link is called again, after a random wait of at most 20 s', () => {
    page.socket.lose('io server disconnect');
    vi.advanceTimersByTime(20_000);
    expect(page.socket.connects).toBe(1);
  });

  test('H1 a position that the hub cannot read is forgotten', () => {
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.socket.refuse('bad_position');
    vi.advanceTimersByTime(20_000);
    expect(page.socket.connects).toBe(1);
    expect(page.socket.handshake()).toEqual({ channels: { breaking: null } });
  });
});

describe('in order', () => {
  test('H2 repeats change nothing and an older version never replaces a newer one', () => {
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.socket.receive('entries', entries([2, item(1, { version: 2, headline: 'مصحح' })]));
    page.socket.receive('entries', entries([1, item(1)], [2, item(1)]));
    expect(page.told().channels.breaking?.headlines[0]?.headline).toBe('مصحح');
  });

  test('H2 a hole is asked for once, and nothing beyond it is shown until it is filled', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.socket.receive('entries', entries([3, item(3)]));
    page.socket.receive('entries', entries([4, item(4)]));
    expect(page.ids()).toEqual(['item-1']);
    expect(page.socket.asked()).toEqual([
      ['subscribe', { channel: 'breaking', position: { epoch: 'e1', seq: 1 } }],
    ]);
    page.socket.receive('entries', entries([2, item(2)], [3, item(3)], [4, item(4)]));
    expect(page.ids()).toEqual(['item-4', 'item-3', 'item-2']);
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
      page.open();
      page.socket.arrive();
      page.socket.receive('snapshot', snapshot(1, [item(1)]));
      page.socket.receive('entries', { ...entries([2, item(2)]), outline: outlined });
      expect(page.socket.sent.map(({ body }) => body)).toEqual(asked);
      expect(page.ids()).toEqual(['item-2', 'item-1']);
      page.feed.close();
    }
  });

  test('H2 a withdrawn headline leaves, and one of another channel is ignored', () => {
    page.socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    const { id, language, firstCreated, versionCreated } = item(2);
    const gone = { id, language, firstCreated, versionCreated, version: 2 };
    page.socket.receive('entries', entries([3, { ...gone, pubStatus: 'canceled' }]));
    page.socket.receive('snapshot', snapshot(9, [item(9)], { channel: 'sport' }));
    expect(page.ids()).toEqual(['item-1']);
  });

  test('H2 a headline expires by the hub’s clock, without a message', () => {
    const expires = new Date(HUB_NOW + 30_000).toISOString();
    page.socket.receive('snapshot', snapshot(2, [item(2, { expires }), item(1)]));
    vi.advanceTimersByTime(29_000);
    expect(page.ids()).toEqual(['item-2', 'item-1']);
    vi.advanceTimersByTime(1_100);
    expect(page.ids()).toEqual(['item-1']);
  });
});

describe('refusals and moves', () => {
  test('H1 a refusal is final and says why', () => {
    page.socket.refuse('channel_unknown');
    vi.advanceTimersByTime(60_000);
    expect(page.feed.state).toMatchObject({
      status: 'refused',
      problem: { code: 'channel_unknown' },
    });
    expect(page.socket.connects).toBe(0);
  });

  test('H1 a network failure is not a refusal', () => {
    page.socket.receive('connect_error', new Error('websocket error'));
    expect(page.feed.state.status).toBe('offline');
  });

  test('H1 a draining hub is left at the time it named', () => {
    page.socket.receive('drain', { afterMs: 700 });
    vi.advanceTimersByTime(699);
    expect(page.socket.disconnects).toBe(0);
    vi.advanceTimersByTime(1);
    expect([page.socket.disconnects, page.socket.connects]).toEqual([1, 1]);
  });

  test('H6 one who moves shows its board as live, and resumes where it was', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.socket.receive('drain', { afterMs: 700 });
    const seen: string[] = [];
    page.feed.subscribe(({ status }) => seen.push(status));
    vi.advanceTimersByTime(1_000);
    expect(page.socket.arrive()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 1 } } });
    page.socket.receive('entries', entries([2, item(2)]));
    expect(page.ids()).toEqual(['item-2', 'item-1']);
    expect(new Set(seen)).toEqual(new Set(['live']));
  });

  test('H6 a hub that was lost before its time is not left once more', () => {
    page.socket.arrive();
    page.socket.receive('drain', { afterMs: 700 });
    page.socket.lose('transport close');
    page.socket.arrive();
    vi.advanceTimersByTime(60_000);
    expect(page.socket.disconnects).toBe(0);
  });
});

describe('towards the page', () => {
  test('H2 500 entries within a second are told at most every 100 ms, the last one too', () => {
    page.socket.arrive();
    const states: FeedState[] = [];
    page.feed.subscribe((state) => states.push(state));
    page.socket.receive('snapshot', snapshot(0, []));
    expect(states).toHaveLength(2);
    for (let seq = 1; seq <= 500; seq += 1) {
      vi.advanceTimersByTime(2);
      page.socket.receive('entries', entries([seq, item(seq)]));
    }
    expect(page.ids()?.[0]).toBe('item-500');
    expect(states.length).toBeGreaterThan(9);
    expect(states.length).toBeLessThan(15);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('H2 what did not change stays the same object', () => {
    page.feed.close();
    page.open(['breaking', 'sport']);
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    const before = page.told();
    page.socket.receive('snapshot', snapshot(2, [item(2), item(1)]));
    page.socket.receive('snapshot', snapshot(9, [item(9)], { channel: 'sport' }));
    const after = page.told();
    expect(after.channels.breaking).toBe(before.channels.breaking);
    page.socket.receive('snapshot', snapshot(3, [item(2, { version: 2 }), item(1)]));
    const [second, first] = page.told().channels.breaking?.headlines ?? [];
    expect(first).toBe(before.channels.breaking?.headlines[1]);
    expect(second?.version).toBe(2);
  });

  test('H1 a hub of a newer protocol is refused, and its boards are not shown', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', { ...snapshot(1, [item(1)]), protocol: 2 });
    expect(page.told()).toMatchObject({
      status: 'refused',
      channels: {},
      refused: { breaking: { code: 'protocol_newer' } },
    });
    expect(page.socket.disconnects).toBe(1);
    page.feed.follow(['sport', 'local']);
    page.socket.arrive();
    page.socket.receive('snapshot', { ...snapshot(1, []), channel: 'sport', protocol: 2 });
    expect(page.socket.asked().at(-1)).toEqual(['unsubscribe', { channel: 'sport' }]);
  });

  test('H2 a clock that is set back does not silence the feed', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    vi.setSystemTime(HUB_NOW - 9 * 3_600_000);
    page.socket.receive('entries', entries([2, item(2)]));
    expect(page.feed.state.channels.breaking?.headlines).toHaveLength(2);
  });

  test('H2 nothing that a hub sends throws into the page', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    const odd = [undefined, null, 0, {}, { channel: 'breaking' }, { channel: 'breaking', now: {} }];
    for (const event of ['snapshot', 'entries', 'closed', 'drain']) {
      for (const sent of odd) {
        expect(() => {
          page.socket.receive(event, sent);
        }).not.toThrow();
      }
    }
    page.socket.receive('connect_error', new Error('odd'));
    vi.advanceTimersByTime(60_000);
  });

  test('H1 a closed feed leaves no timer and tells nobody', () => {
    const listener = vi.fn();
    page.feed.subscribe(listener);
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.socket.receive('snapshot', snapshot(2, [item(2)]));
    page.socket.receive('drain', { afterMs: 50 });
    listener.mockClear();
    page.feed.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(page.socket.disconnects).toBe(1);
    expect(listener).not.toHaveBeenCalled();
  });
});
