import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../shared/problem.ts';
import { entries, HUB_NOW, item, snapshot } from './fake-socket.ts';
import {
  closeWindows,
  follower,
  hubOfRound,
  leader,
  openWindows,
  pass,
  settle,
  Window,
} from './fake-window.ts';

beforeEach(openWindows);
afterEach(closeWindows);

describe('the tickers of a page', () => {
  test('H1 share one connection until the last one leaves', async () => {
    const page = await leader();
    const second = page.ticker();
    expect(page.ids).toEqual(['item-1']);
    page.ticker('sport');
    expect(page.view).toMatchObject({ status: 'connecting' });
    expect(page.socket.asked()).toEqual([['subscribe', { channel: 'sport', position: null }]]);
    second.leave();
    second.leave();
    expect(page.sockets).toHaveLength(1);
    expect(page.isConnected).toBe(true);
    expect(second.now()).toBe(HUB_NOW);
    for (const membership of page.memberships) membership.leave();
    expect([page.isConnected, page.listeners.size]).toEqual([false, 0]);
    page.ticker();
    await settle();
    expect([page.isConnected, page.listeners.size]).toEqual([true, 3]);
  });

  test('H1 leave nothing behind when they leave before the lock is there', async () => {
    const grants: (() => unknown)[] = [];
    const request = (...[, , hold]: [string, unknown, () => unknown]) => {
      grants.push(hold);
      return new Promise(() => undefined);
    };
    const page = new Window({ navigator: { locks: { request } as unknown as LockManager } });
    page.ticker().leave();
    await grants[0]?.();
    expect(page.sockets).toEqual([]);
  });

  test('H1 hear only of their own channel', async () => {
    const page = await leader();
    page.ticker('sport');
    const heard = page.views.length;
    page.socket.receive('snapshot', snapshot(4, [item(4)], { channel: 'sport' }));
    await pass(100);
    expect(page.views).toHaveLength(heard + 1);
    const problem = new Problem('channel_unknown', 'no').toDocument();
    page.socket.receive('closed', { channel: 'sport', problem });
    await pass(100);
    expect(page.views).toHaveLength(heard + 2);
    expect(page.view).toMatchObject({ status: 'refused', problem: { code: 'channel_unknown' } });
  });

  test('H1 a hub that is no address, or a channel with an odd name, harms nobody', async () => {
    const page = new Window();
    for (const odd of ['', '//', 'javascript:alert(1)', 'ftp://hub.example']) {
      page.join(odd, 'breaking', (view) => page.views.push(view)).leave();
      expect(page.view).toMatchObject({ status: 'refused', problem: { code: 'hub_invalid' } });
    }
    page.ticker('constructor');
    await settle();
    expect(page.view).toEqual({ status: 'connecting' });
    expect(page.sockets).toHaveLength(1);
  });

  test('H1 a page in the back/forward cache holds nothing open, and resumes', async () => {
    const page = await leader();
    page.event('pagehide');
    await settle();
    expect([page.isConnected, page.buses.size, vi.getTimerCount()]).toEqual([false, 0, 0]);
    expect((await globalThis.navigator.locks.query()).held).toEqual([]);
    page.ticker('sport');
    await settle();
    expect(page.isConnected).toBe(false);
    page.event('pageshow');
    page.event('pageshow');
    await settle();
    expect(page.sockets).toHaveLength(2);
    expect(page.socket.arrive()).toEqual({
      channels: { breaking: { epoch: 'e1', seq: 1 }, sport: null },
    });
    expect(page.views.some(({ status, channel }) => status === 'connecting' && channel)).toBe(true);
  });
});

describe('the tabs of a site', () => {
  test('H1 share one connection, and each channel that any of them wants is followed', async () => {
    const first = await leader();
    const second = await follower();
    const third = await follower('sport');
    expect([second.sockets, third.sockets]).toEqual([[], []]);
    expect(second.ids).toEqual(['item-1']);
    expect(second.memberships[0]?.now()).toBe(HUB_NOW);
    expect(first.socket.asked()).toEqual([['subscribe', { channel: 'sport', position: null }]]);
    const before = second.view?.channel?.headlines[0];
    await pass(100);
    first.socket.receive('entries', entries([2, item(2)]));
    await settle();
    expect(second.ids).toEqual(['item-2', 'item-1']);
    expect(second.view?.channel?.headlines[1]).toBe(before);
    third.memberships[0]?.leave();
    await settle();
    expect(first.socket.asked().at(-1)).toEqual(['unsubscribe', { channel: 'sport' }]);
  });

  test('H1 when the leader leaves, the next one goes on from its positions', async () => {
    const first = await leader();
    const second = await follower();
    const third = await follower('sport');
    first.socket.receive('snapshot', snapshot(5, [item(5)], { channel: 'sport' }));
    await pass(100);
    first.event('pagehide');
    await settle();
    expect([first.isConnected, second.isConnected, third.isConnected]).toEqual([
      false,
      true,
      false,
    ]);
    const sport = { epoch: 'e1', seq: 5 };
    expect(second.socket.arrive()).toEqual({
      channels: { breaking: { epoch: 'e1', seq: 1 }, sport },
    });
    second.socket.receive('entries', entries([2, item(2)]));
    await settle();
    expect(second.ids).toEqual(['item-2', 'item-1']);
    expect(third.ids).toEqual(['item-5']);
    first.event('pageshow');
    await settle();
    expect([first.isConnected, first.ids]).toEqual([false, ['item-2', 'item-1']]);
  });

  test('H1 a leader that sleeps loses its place to a tab that is seen, and follows when it wakes', async () => {
    const first = await leader();
    first.ticker('sport');
    const second = await follower();
    await pass(19_000);
    for (const bus of first.buses) bus.onmessage = null;
    await pass(1_000);
    await pass(2_900);
    expect(second.isConnected).toBe(false);
    await pass(100);
    expect([first.isConnected, second.isConnected]).toEqual([false, true]);
    expect(second.socket.arrive()).toEqual({
      channels: { breaking: { epoch: 'e1', seq: 1 }, sport: null },
    });
    second.memberships[0]?.leave();
    await settle();
    expect(first.isConnected).toBe(true);
  });

  test('H1 a hidden tab waits without a timer, and looks for its leader when it is shown', async () => {
    const first = await leader();
    const second = new Window();
    second.document.hidden = true;
    second.ticker();
    await settle();
    expect(second.ids).toEqual(['item-1']);
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(0);
    for (const bus of first.buses) bus.onmessage = null;
    second.document.hidden = false;
    second.event('visibilitychange');
    await pass(3_000);
    expect([first.isConnected, second.isConnected]).toEqual([false, true]);
  });

  test('H2 a leader that speaks once more after its loss brings nothing old back', async () => {
    const first = await leader();
    const second = await follower();
    const old = { status: 'live', refused: {}, offset: 0, channels: first.view && {} };
    first.socket.receive('entries', entries([2, item(2)]));
    await pass(100);
    const [bus] = first.buses;
    const board = {
      ...first.view?.channel,
      headlines: [item(1)],
      position: { epoch: 'e1', seq: 1 },
    };
    bus?.postMessage({ state: { ...old, channels: { breaking: board } } });
    await settle();
    expect(second.ids).toEqual(['item-2', 'item-1']);
  });

  test('H1 what other scripts of the site say to the tabs throws nothing', async () => {
    const first = await leader();
    const second = await follower();
    const stranger = new BroadcastChannel(`ajil.1 ${hubOfRound()}`);
    const channels = { breaking: { headlines: 7 } };
    const state = { channels, refused: {}, offset: 0, status: 'live' };
    const cycle: Record<string, unknown> = { ...state, channels: {} };
    cycle['channels'] = { breaking: { headlines: [cycle] } };
    for (const said of [null, 7, 'x', [], {}, { channels: [{}, 7] }, { state }, { state: cycle }]) {
      stranger.postMessage(said);
      await settle();
    }
    const third = await follower('sport');
    stranger.postMessage({ state: { ...state, channels: { sport: { headlines: 7 } } } });
    stranger.postMessage({ state: { ...state, channels: { sport: { headlines: [7] } } } });
    stranger.postMessage({ tab: 'ghost', channels: ['ghost'] });
    await settle();
    expect(third.view).toEqual({ status: 'connecting' });
    expect(first.socket.asked().at(-1)).toEqual([
      'subscribe',
      { channel: 'ghost', position: null },
    ]);
    first.memberships[0]?.leave();
    await settle();
    expect(second.socket.handshake()).toMatchObject({ channels: { breaking: {}, sport: null } });
    expect(second.socket.handshake()).not.toHaveProperty('channels.ghost');
    stranger.close();
    expect([first.ids, second.ids]).toEqual([['item-1'], ['item-1']]);
  });

  test('H1 a leader that cannot reach the hub is replaced by a tab that is seen', async () => {
    const first = await leader();
    const second = await follower();
    first.socket.lose('transport close');
    await pass(100);
    expect(second.view?.status).toBe('offline');
    await pass(20_000);
    await pass(3_000);
    expect([first.isConnected, second.isConnected]).toEqual([false, true]);
    expect(second.ids).toEqual(['item-1']);
  });
});

describe('a browser without locks or channels', () => {
  const denied = new DOMException('an opaque origin', 'SecurityError');
  function deny(): never {
    throw denied;
  }
  const cases: [string, object][] = [
    ['knows no locks', { navigator: {} }],
    ['denies locks', { navigator: { locks: { request: () => Promise.reject(denied) } } }],
    ['knows no channels', { BroadcastChannel: undefined }],
    ['denies channels', { BroadcastChannel: deny }],
  ];
  test.each(cases)('H1 a page whose browser %s has a connection of its own', async (_, over) => {
    for (const page of [new Window(over), new Window(over)]) {
      page.ticker();
      await settle();
      expect(page.sockets).toHaveLength(1);
      page.socket.arrive();
      page.socket.receive('snapshot', snapshot(1, [item(1)]));
      await pass(100);
      expect(page.ids).toEqual(['item-1']);
    }
  });
});
