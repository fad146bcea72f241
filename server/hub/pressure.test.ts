import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS } from '../../shared/channel.ts';
import { openBareHub, type BareHub } from '../../tests/support/bare-hub.ts';
import { aHeadline } from '../../tests/support/headlines.ts';
import { joinLine, openLine, type Line } from '../../tests/support/line.ts';
import { openNode, type TestNode } from '../../tests/support/node.ts';
import { openPoll, type Poll } from '../../tests/support/poll.ts';
import { until } from '../../tests/support/until.ts';
import { SLOW_AT } from './pressure.ts';

let leftovers: AsyncDisposableStack;
beforeEach(() => void (leftovers = new AsyncDisposableStack()));
afterEach(() => leftovers.disposeAsync());

const next = () => new Promise(setImmediate);
const KB = 'x'.repeat(1_000);

describe('who takes nothing', () => {
  const CAP = 64 * 1024;
  let hub: BareHub;
  let cuts: number;
  const reasons: string[] = [];
  beforeEach(async () => {
    cuts = 0;
    reasons.length = 0;
    hub = await openBareHub({ cap: CAP, onCut: () => (cuts += 1) });
    leftovers.use({ [Symbol.asyncDispose]: () => hub.close() });
    hub.io.on('connection', (viewer) => {
      viewer.on('disconnect', (reason) => reasons.push(reason));
    });
  });

  const tellAll = (text: string): void => {
    hub.io.emit('drain', { afterMs: 0, ...{ text } });
  };

  it('H4 is cut off with its own reason by WebSocket, and costs the others nothing', async () => {
    const stuck = await hub.come();
    const honest = await hub.come();
    stuck.line.pause();
    let rounds = 0;
    for (; hub.pressure.cutOff === 0 && rounds < 50_000; rounds += 1) {
      tellAll(KB.repeat(30));
      await next();
    }
    // Its memory is freed at once, not when the network gives it up.
    expect(stuck.tcp.destroyed).toBe(true);
    expect(reasons).toEqual(['slow']);
    expect([cuts, hub.pressure.cutOff]).toEqual([1, 1]);
    await next();
    expect(stuck.viewer.conn).toMatchObject({ readyState: 'closed', writeBuffer: [] });
    expect(hub.io.engine.clientsCount).toBe(1);
    await honest.told();
    expect(honest.line.heard.filter((packet) => packet.includes(KB))).toHaveLength(rounds);
    stuck.line.resume();
    await until(() => stuck.line.closed, 'its end to hear of it');
  });

  it('H4 is cut off by polling too, as soon as more than the cap is held back', async () => {
    const poll = leftovers.adopt(await openPoll(hub.url), (one) => one.close());
    await poll.send('40');
    await poll.read();
    const [viewer] = hub.io.sockets.sockets.values();
    let bytes = 0;
    while (hub.pressure.cutOff === 0 && bytes < 10 * CAP) {
      tellAll(KB);
      bytes += KB.length;
    }
    expect(bytes).toBeGreaterThan(CAP * 0.8);
    expect(bytes).toBeLessThanOrEqual(CAP + 2 * KB.length);
    expect(reasons).toEqual(['slow']);
    await next();
    expect(viewer?.conn).toMatchObject({ readyState: 'closed', writeBuffer: [] });
  });

  it('H4 is cut off by what was written and what is held back together', async () => {
    const { tcp, viewer } = await hub.come();
    tcp.cork();
    // Half of the cap is written past Socket.IO; then one packet of its own makes the others wait.
    for (let n = 0; n < 32; n += 1) tellAll(KB);
    viewer.emit('drain', { afterMs: 1 });
    viewer.emit('drain', { afterMs: 2 });
    for (let n = 0; n < 20; n += 1) tellAll(KB);
    expect(tcp.writableLength).toBeLessThan(CAP);
    expect(hub.pressure.cutOff).toBe(0);
    for (let n = 0; n < 20; n += 1) tellAll(KB);
    expect(tcp.writableLength).toBeLessThan(CAP);
    expect([hub.pressure.cutOff, reasons]).toEqual([1, ['slow']]);
  });

  it('H4 may be told its boards, however many bytes, and is cut off by the cap beyond them', async () => {
    const { tcp, viewer } = await hub.come();
    tcp.cork();
    const parcel = hub.adapter.parcel('snapshot', KB.repeat(300));
    hub.pressure.greet(viewer.conn, 1, () => {
      hub.adapter.hand(parcel, viewer);
      return { bytes: parcel.frame.length };
    });
    for (let n = 0; n < 60; n += 1) tellAll(KB);
    expect(hub.pressure.cutOff).toBe(0);
    for (let n = 0; n < 6; n += 1) tellAll(KB);
    expect(hub.pressure.cutOff).toBe(1);
  });

  it('H4 a greeting that fails leaves its connection under the cap', async () => {
    const { tcp, viewer } = await hub.come();
    tcp.cork();
    const greet = (): unknown =>
      hub.pressure.greet(viewer.conn, 1, () => {
        throw new Error('no board');
      });
    expect(greet).toThrow('no board');
    for (let n = 0; n < 66; n += 1) tellAll(KB);
    expect(hub.pressure.cutOff).toBe(1);
  });
});

describe('at a hub', () => {
  const CHANNELS = Array.from({ length: 50 }, (_, n) => `channel-${n}`);
  let node: TestNode;

  const open = async (names: readonly string[]): Promise<void> => {
    const channels = names.map((name) => ({ name, title: 'قناة', ...CHANNEL_DEFAULTS }));
    // Who asks slowly enough for `asks.ts` comes to the same.
    const options = { channels, asksAtOnce: Infinity };
    node = leftovers.adopt(await openNode(options), (one) => one.close());
  };
  const openBoards = async (): Promise<void> => {
    await open(CHANNELS);
    const publishing = CHANNELS.flatMap((channel) =>
      Array.from({ length: 20 }, () =>
        node.publish(aHeadline({ headline: 'خبر '.repeat(70) }), channel),
      ),
    );
    await Promise.all(publishing);
  };
  const corkedEnd = (line: Line) => {
    const tcp = node.tcp.get(line.port);
    if (!tcp) throw new Error('The hub does not know the line');
    tcp.cork();
    return tcp;
  };
  const FIFTY = `40${JSON.stringify({ channels: Object.fromEntries(CHANNELS.map((name) => [name, null])) })}`;
  const boardsIn = (packets: readonly string[]) =>
    packets.filter((packet) => packet.startsWith('42["snapshot"')).length;

  it('H1 H4 fifty boards at once cut nobody off whose network is slow', async () => {
    await openBoards();
    const line = leftovers.adopt(await openLine(node.url), (one) => one.close());
    await until(() => line.heard.length > 0, 'the greeting');
    const tcp = corkedEnd(line);
    line.send(FIFTY);
    await until(() => tcp.writableLength > 2 * SLOW_AT, 'the boards to be written');
    await node.publish(aHeadline(), 'channel-7');
    expect(node.hub.slow).toBe(0);
    tcp.uncork();
    await until(() => line.heard.at(-1)?.startsWith('42["entries"') === true, 'the entry');
    expect(boardsIn(line.heard)).toBe(50);
    // The boards are allowed for, and no more.
    corkedEnd(line);
    for (let n = 0; node.hub.slow === 0 && n < 3_000; n += 1) {
      await node.publish(aHeadline({ headline: KB }), 'channel-1');
    }
    expect(node.hub.slow).toBe(1);
  });

  it('H1 H4 fifty boards at once cut nobody off who polls', async () => {
    await openBoards();
    const poll = leftovers.adopt(await openPoll(node.url), (one) => one.close());
    await poll.send(FIFTY);
    await node.publish(aHeadline(), 'channel-7');
    expect(node.hub.slow).toBe(0);
    const told: string[] = [];
    const isWhole = async (): Promise<boolean> => {
      told.push(...(await poll.read()));
      return told.some((packet) => packet.startsWith('42["entries"'));
    };
    await until(isWhole, 'the entry');
    expect(boardsIn(told)).toBe(50);
  });

  it('H1 H4 fifty channels asked for one by one cut nobody off, but asked for again and again', async () => {
    await openBoards();
    const poll = leftovers.adopt(await openPoll(node.url), (one) => one.close());
    const inEach = (event: string): string =>
      CHANNELS.map((channel, n) => `42${n}${JSON.stringify([event, { channel }])}`).join('\x1e');
    await poll.send('40{}');
    await poll.send(inEach('subscribe'));
    expect([node.hub.slow, node.hub.viewers]).toEqual([0, 1]);
    // What it was told still waits; leaving and coming back allows for no more than as much again.
    for (let n = 0; n < 4; n += 1) {
      await poll.send(inEach('unsubscribe'));
      await poll.send(inEach('subscribe'));
    }
    expect([node.hub.slow, node.hub.viewers]).toEqual([1, 0]);
  });

  it.each([
    ['strange namespaces', () => '40/nowhere,'],
    ['a channel', (n: number) => `42${n}["subscribe",{"channel":"breaking"}]`],
    ['a channel that is not there', (n: number) => `42${n}["subscribe",{"channel":"nowhere"}]`],
    ['the end of a channel', (n: number) => `42${n}["unsubscribe",{"channel":"breaking"}]`],
  ])('H4 who asks endlessly for %s and reads no answer is cut off', async (_, ask) => {
    await open(['breaking']);
    const line = await joinLine(node.url);
    corkedEnd(line);
    for (let n = 0; !line.closed && n < 20_000; n += 1) {
      line.send(ask(n));
      if (n % 100 === 0) await next();
    }
    await until(() => line.closed, 'the line to be cut off');
    expect([node.hub.slow, node.hub.viewers]).toEqual([1, 0]);
  });

  it('H4 who asks endlessly by polling and never polls is cut off', async () => {
    await open(['breaking']);
    const poll: Poll = leftovers.adopt(await openPoll(node.url), (one) => one.close());
    await poll.send('40{"channels":{"breaking":null}}');
    const asked = Array<string>(500).fill('40/nowhere,').join('\x1e');
    for (let n = 0; node.hub.slow === 0 && n < 100; n += 1) await poll.send(asked);
    expect([node.hub.slow, node.hub.viewers]).toEqual([1, 0]);
  });
});
