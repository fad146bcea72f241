import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../shared/problem.ts';
import { openPage, type FakePage } from './fake-page.ts';
import { entries, item, snapshot } from './fake-socket.ts';

const refusal = new Problem('channel_unknown', 'no').toDocument();

let page: FakePage;
beforeEach(() => {
  page = openPage();
});
afterEach(() => {
  page.close();
});

describe('a set of channels that changes', () => {
  const sport = (seq: number) => snapshot(seq, [item(seq)], { channel: 'sport' });

  test('H1 a channel added to a live link is asked for, one dropped is left', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.feed.follow(['breaking', 'sport']);
    page.feed.follow(['sport']);
    expect(page.socket.asked()).toEqual([
      ['subscribe', { channel: 'sport', position: null }],
      ['unsubscribe', { channel: 'breaking' }],
    ]);
    page.socket.receive('snapshot', sport(7));
    expect(Object.keys(page.told().channels)).toEqual(['sport']);
  });

  test('H1 what changes while the link is made is made good when it is there', () => {
    page.socket.handshake();
    page.feed.follow(['sport']);
    expect(page.socket.sent).toEqual([]);
    page.socket.connected = true;
    page.socket.receive('connect');
    expect(page.socket.asked()).toEqual([
      ['unsubscribe', { channel: 'breaking' }],
      ['subscribe', { channel: 'sport', position: null }],
    ]);
  });

  test('H1 a channel that is refused does not take the others down', () => {
    page.feed.close();
    page.open(['breaking', 'secret']);
    expect(page.socket.handshake()).toEqual({ channels: { breaking: null, secret: null } });
    page.socket.refuse('origin_forbidden');
    expect(page.told().status).toBe('connecting');
    expect(page.socket.connects).toBe(1);
    expect(page.socket.arrive()).toEqual({ channels: {} });
    const problem = new Problem('origin_forbidden', 'no').toDocument();
    page.socket.sent[1]?.acknowledge({ problem });
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    expect(page.told()).toMatchObject({ status: 'live', refused: { secret: problem } });
    page.socket.lose('transport close');
    expect(page.socket.handshake()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 1 } } });
  });

  test('H1 a feed whose only channel was refused connects again for another', () => {
    page.socket.handshake();
    page.socket.refuse('channel_unknown');
    expect(page.told().status).toBe('refused');
    page.feed.follow(['sport']);
    expect(page.feed.state).toMatchObject({ status: 'connecting', refused: {} });
    expect(page.socket.connects).toBe(1);
    expect(page.socket.arrive()).toEqual({ channels: { sport: null } });
  });

  test('H1 a channel that closes leaves the others, and a hub that is busy is asked again', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.feed.follow(['breaking', 'sport']);
    page.socket.sent[0]?.acknowledge({ problem: { ...refusal, retryable: true } });
    vi.advanceTimersByTime(20_000);
    expect(page.socket.sent).toHaveLength(2);
    page.socket.receive('closed', { channel: 'breaking', problem: refusal });
    expect(page.told()).toMatchObject({ status: 'live', refused: { breaking: refusal } });
    page.socket.receive('closed', { channel: 'sport', problem: refusal });
    expect(page.told().status).toBe('refused');
    expect(page.socket.disconnects).toBe(1);
  });

  test('H1 a feed goes on from what another one knew', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(4, [item(4)]));
    const known = structuredClone(page.told());
    page.feed.close();
    page.open(['breaking'], known);
    expect(page.ids()).toEqual(['item-4']);
    expect(page.feed.now()).toBe(Date.now() + 5 * 3_600_000);
    expect(page.socket.arrive()).toEqual({ channels: { breaking: { epoch: 'e1', seq: 4 } } });
    page.socket.receive('entries', entries([5, item(5)]));
    expect(page.ids()).toEqual(['item-5', 'item-4']);
    page.feed.follow([]);
    page.feed.follow(['breaking']);
    expect(page.socket.asked().at(-1)).toEqual([
      'subscribe',
      { channel: 'breaking', position: null },
    ]);
    expect(page.ids()).toBeUndefined();
  });

  test('H1 a board of another page that could not be resumed there is not resumed here', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(4, [item(4)]));
    const look = { title: 'عاجل', language: 'ar', boardSize: 3 };
    page.socket.receive('entries', { ...entries(), outline: { ...look, ids: [] } });
    const known = page.told();
    page.feed.close();
    page.open(['breaking'], known);
    expect(page.ids()).toEqual(['item-4']);
    expect(page.socket.arrive()).toEqual({ channels: { breaking: null } });
  });

  test('H2 a question that was lost with its link is asked again, one that is due without waits', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(1, [item(1)]));
    page.socket.receive('entries', entries([3, item(3)]));
    page.socket.sent[0]?.acknowledge({ problem: { ...refusal, retryable: true } });
    page.socket.lose('transport close');
    vi.advanceTimersByTime(20_000);
    expect(page.socket.sent).toHaveLength(1);
    page.socket.arrive();
    for (const sent of [2, 3]) {
      page.socket.receive('entries', entries([3, item(3)]));
      expect(page.socket.sent).toHaveLength(sent);
      page.socket.lose('transport close');
      page.socket.arrive();
    }
  });

  test('H1 a position of another page that the hub cannot read is forgotten, its board stays', () => {
    page.socket.arrive();
    page.socket.receive('snapshot', snapshot(4, [item(4)]));
    const known = page.told();
    page.feed.close();
    page.open([], known);
    page.socket.arrive();
    page.feed.follow(['breaking']);
    page.socket.sent[0]?.acknowledge({ problem: { ...refusal, code: 'bad_position' } });
    vi.advanceTimersByTime(20_000);
    expect(page.socket.asked()[1]).toEqual(['subscribe', { channel: 'breaking', position: null }]);
    expect(page.socket.sent).toHaveLength(2);
  });
});
