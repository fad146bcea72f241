import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ADAPTERS,
  openStage,
  ROUTES,
  type Guest,
  type Stage,
} from '../../tests/support/adapter-stage.ts';
import { joinLine } from '../../tests/support/line.ts';
import { until } from '../../tests/support/until.ts';

// What Socket.IO promises of its broadcasts, asked of its own adapter and of ours alike.

let stage: Stage;
afterEach(() => stage.close());

describe.each(ADAPTERS)('%s', (name) => {
  beforeEach(async () => {
    stage = await openStage(name);
  });

  describe.each(ROUTES)('by %s', (route) => {
    let guests: [Guest, Guest, Guest];
    beforeEach(async () => {
      const come = () => stage.come(route);
      guests = await Promise.all([come(), come(), come()]);
      void guests[0].socket.join(['red']);
      void guests[1].socket.join(['red', 'green']);
    });
    const heard = () => guests.map((guest) => guest.heard);

    it('H2 tells all, rooms, and all but some, each once', async () => {
      const { io } = stage;
      const [first, second] = guests;
      io.emit('all', 1);
      io.to('red').emit('red', 1);
      io.to(['green', 'red', 'nobody']).emit('both', 1);
      io.to('nobody').emit('none');
      io.except('green').emit('except', 1);
      io.to('red').except('green').emit('red-only', 1);
      io.except(['red', 'nobody']).emit('rest', 1);
      first.socket.broadcast.emit('others', 1);
      second.socket.to('red').emit('neighbours', 1);
      io.local.emit('local', 1);
      io.compress(false).emit('plain', 1);
      await stage.finish(guests);
      expect(heard()).toEqual([
        [
          'all 1',
          'red 1',
          'both 1',
          'except 1',
          'red-only 1',
          'neighbours 1',
          'local 1',
          'plain 1',
        ],
        ['all 1', 'red 1', 'both 1', 'others 1', 'local 1', 'plain 1'],
        ['all 1', 'except 1', 'rest 1', 'others 1', 'local 1', 'plain 1'],
      ]);
    });

    it('H2 keeps the order of bytes and texts, of broadcasts and single words', async () => {
      const expected: string[] = [];
      for (let n = 0; n < 200; n += 1) {
        if (n % 3 === 0) stage.io.emit('text', n);
        else if (n % 3 === 1) stage.io.emit('bytes', Buffer.from(`${n}`));
        else for (const { socket } of guests) socket.emit('own', n);
        expected.push(`${['text', 'bytes', 'own'][n % 3]} ${n}`);
        if (n % 20 === 0) await new Promise(setImmediate);
      }
      await stage.finish(guests);
      expect(heard()).toEqual([expected, expected, expected]);
    });

    it('H2 collects the acknowledgements of all', async () => {
      const [{ client, heard: told }, other] = guests;
      const answers: unknown = await stage.io.timeout(5_000).to('red').emitWithAck('ask', 'خبر');
      expect(new Set(Array.isArray(answers) ? answers : [])).toEqual(
        new Set([client.id, other.client.id]),
      );
      expect(told).toEqual(['ask خبر']);
    });

    it('H2 tells every listener for outgoing packets, also behind one that removes itself', async () => {
      const [{ socket }] = guests;
      const calls: unknown[] = [];
      const once = (...sent: unknown[]): void => {
        calls.push(['once', ...sent]);
        socket.offAnyOutgoing(once);
      };
      socket.onAnyOutgoing(once);
      socket.onAnyOutgoing((...sent: unknown[]) => calls.push(['always', ...sent]));
      stage.io.emit('news', 1, { two: 2 });
      stage.io.to('red').emit('more');
      expect(calls).toEqual([
        ['once', 'news', 1, { two: 2 }],
        ['always', 'news', 1, { two: 2 }],
        ['always', 'more'],
      ]);
      await stage.finish(guests);
    });

    it('H2 sees who joins and leaves in the middle of a broadcast', async () => {
      const [first, second, third] = guests;
      first.socket.onAnyOutgoing((event: string) => {
        if (event === 'one') void third.socket.join('red');
        if (event === 'two') void second.socket.leave('red');
        if (event === 'three') void second.socket.join('blue');
      });
      stage.io.to('red').emit('one');
      stage.io.to('red').emit('two');
      stage.io.to(['red', 'blue']).emit('three');
      await stage.finish(guests);
      expect(heard()).toEqual([
        ['one', 'two', 'three'],
        ['one', 'three'],
        ['one', 'two', 'three'],
      ]);
    });

    it('H2 sees who disconnects in the middle of a broadcast', async () => {
      const [first, second, third] = guests;
      first.socket.onAnyOutgoing((event: string) => {
        if (event === 'one') second.socket.disconnect();
        if (event === 'two') third.socket.disconnect(true);
      });
      stage.io.emit('one');
      stage.io.emit('two');
      await stage.finish(guests);
      await until(() => !second.client.connected && !third.client.connected, 'both to be gone');
      expect(heard()).toEqual([['one', 'two'], [], ['one']]);
    });

    it('H2 keeps namespaces apart', async () => {
      const desk = await stage.come(route, '/desk');
      stage.io.emit('news', 1);
      stage.io.of('/desk').emit('desk', 1);
      void desk.socket.join('red');
      stage.io.of('/desk').to('red').emit('desk', 2);
      await stage.finish([...guests, desk]);
      expect(desk.heard).toEqual(['desk 1', 'desk 2']);
      expect(heard()).toEqual([['news 1'], ['news 1'], ['news 1']]);
    });

    it('H2 moves, counts and ends sockets by their rooms', async () => {
      const { io } = stage;
      const [first, second, third] = guests;
      io.in('green').socketsJoin('blue');
      io.in('red').except('green').socketsLeave('red');
      io.to('blue').emit('blue');
      io.to('red').emit('red');
      const ids = async (room: string) => (await io.in(room).fetchSockets()).map(({ id }) => id);
      expect(await ids('red')).toEqual([second.socket.id]);
      expect((await io.fetchSockets()).map(({ id }) => id)).toEqual(
        [first, second, third].map(({ socket }) => socket.id),
      );
      io.in('blue').disconnectSockets(true);
      await until(() => !second.client.connected, 'the second one to be gone');
      io.emit('late');
      await stage.finish(guests);
      expect(heard()).toEqual([['late'], ['blue', 'red'], ['late']]);
    });
  });

  it('H2 a volatile broadcast passes by who cannot be written to, and nothing else does', async () => {
    const [ready, polling] = await Promise.all([stage.come('websocket'), stage.come('polling')]);
    await until(() => polling.socket.conn.transport.writable, 'a poll to wait');
    stage.io.volatile.emit('first');
    // The one poll is answered; until the next there is no way.
    stage.io.volatile.emit('second');
    stage.io.emit('third');
    await stage.finish([ready, polling]);
    expect(polling.heard).toEqual(['first', 'third']);
    expect(ready.heard.at(0)).toBe('first');
    expect(ready.heard.at(-1)).toBe('third');
  });

  it.each([true, false])('H3 an answer to a poll is compressed as asked: %s', async (isAsked) => {
    const poll = `${stage.url}/socket.io/?EIO=4&transport=polling`;
    const greeting = await (await fetch(poll)).text();
    const session = `${poll}&sid=${/"sid":"([^"]+)"/.exec(greeting)?.[1] ?? ''}`;
    await fetch(session, { method: 'POST', body: '40' });
    await (await fetch(session)).text();
    stage.io.compress(isAsked).emit('long', 'خبر '.repeat(1_000));
    const answer = await fetch(session, { headers: { 'accept-encoding': 'gzip' } });
    expect(await answer.text()).toContain('خبر خبر');
    expect(answer.headers.get('content-encoding')).toBe(isAsked ? 'gzip' : null);
  });

  it('H2 keeps the order for a reader who stops and goes on', async () => {
    const line = await joinLine(stage.url, '40');
    const [socket] = stage.io.of('/').sockets.values();
    const [tcp] = stage.tcp;
    if (!socket || !tcp) throw new Error('Nobody came');
    line.pause();
    const filling = 'م'.repeat(32_000);
    const expected: string[] = [];
    for (let n = 0; n < 250; n += 1) {
      if (n % 4 === 1) socket.emit('own', n, filling);
      else stage.io.emit('all', n, filling);
      expected.push(`${n % 4 === 1 ? 'own' : 'all'} ${n}`);
      if (n % 10 === 0) await new Promise(setImmediate);
    }
    expect(tcp.writableLength).toBeGreaterThan(0);
    line.resume();
    const told = () => line.heard.filter((packet) => packet.startsWith('42['));
    // Also once the way is free again.
    await until(() => told().length === 250, 'all that was held back');
    stage.io.emit('all', 250);
    await until(() => told().length === 251, 'the last one');
    const seen = told().map((packet) => /^42\["(\w+)",(\d+)/.exec(packet)?.slice(1).join(' '));
    expect(seen).toEqual([...expected, 'all 250']);
    line.close();
  });
});
