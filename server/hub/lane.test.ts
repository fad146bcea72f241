import { Socket as Tcp } from 'node:net';
import type { Socket } from 'socket.io';
import { afterEach, beforeEach, expect, it, vi, type MockInstance } from 'vitest';
import { openStage, type Stage } from '../../tests/support/adapter-stage.ts';
import { bytesWaiting, isFree, laneOf, type Lane } from './lane.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage('our adapter');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stage.close();
});

/** The chunks that were written to TCP connections of this server, with their connections. */
function spyOnWrites(): (readonly [Tcp, unknown])[] {
  const writes: (readonly [Tcp, unknown])[] = [];
  for (const tcp of stage.tcp) {
    const spy: MockInstance<(chunk: Uint8Array | string) => boolean> = vi.spyOn(tcp, 'write');
    const write = spy.getMockImplementation() ?? Tcp.prototype.write.bind(tcp);
    spy.mockImplementation((chunk) => {
      writes.push([tcp, chunk]);
      return write(chunk);
    });
  }
  return writes;
}

it('H3 a broadcast is one piece of memory, written once to each idle WebSocket', async () => {
  const guests = [];
  for (let n = 0; n < 5; n += 1) guests.push(await stage.come('websocket'));
  const writes = spyOnWrites();
  stage.io.emit('news', 'خبر');
  expect(new Set(writes.map(([tcp]) => tcp)).size).toBe(5);
  expect(writes).toHaveLength(5);
  expect(new Set(writes.map(([, chunk]) => chunk)).size).toBe(1);
  vi.restoreAllMocks();
  await stage.finish(guests);
  for (const { heard } of guests) expect(heard).toEqual(['news خبر']);
});

/** A lane on which a frame keeps its place. */
function freeLaneOf(conn: object): Lane | undefined {
  const lane = laneOf(conn);
  return lane && isFree(lane) ? lane : undefined;
}

it('H2 who polls, who has not upgraded yet and who is closing has no free lane', async () => {
  const polling = await stage.come('polling');
  expect(laneOf(polling.socket.conn)).toBeUndefined();
  const upgrading = await stage.come('upgrade');
  const { conn } = upgrading.socket;
  if (conn.transport.name === 'polling') expect(laneOf(conn)).toBeUndefined();
  await vi.waitUntil(() => conn.transport.name === 'websocket');
  expect(freeLaneOf(conn)?.tcp).toBeInstanceOf(Tcp);
  conn.close();
  expect(freeLaneOf(conn)).toBeUndefined();
});

it('H2 who holds packets back has no free lane until they are written', async () => {
  const { socket } = await stage.come('websocket');
  const tcp = freeLaneOf(socket.conn)?.tcp;
  tcp?.cork();
  // The first is written to the connection, the second waits for the first to be gone.
  socket.emit('one');
  expect(freeLaneOf(socket.conn)?.tcp).toBe(tcp);
  socket.emit('two');
  expect(freeLaneOf(socket.conn)).toBeUndefined();
  tcp?.uncork();
  await vi.waitUntil(() => freeLaneOf(socket.conn)?.tcp === tcp);
});

it('H4 all that the network has not taken counts, held back or written', async () => {
  const { socket } = await stage.come('websocket');
  const { conn } = socket;
  expect(bytesWaiting(conn, Infinity)).toBe(0);
  const tcp = laneOf(conn)?.tcp;
  tcp?.cork();
  stage.io.emit('news', 'ع'.repeat(5_000));
  const written = bytesWaiting(conn, Infinity);
  expect(written).toBe(tcp?.writableLength);
  expect(written).toBeGreaterThan(10_000);
  socket.emit('own', '1');
  const behind = bytesWaiting(conn, Infinity);
  socket.emit('own', 'ع'.repeat(5_000));
  socket.emit('own', Buffer.alloc(7_000));
  const all = bytesWaiting(conn, Infinity);
  expect(all - behind).toBeGreaterThan(17_000);
  expect(all - behind).toBeLessThan(18_000);
  // Who asks for less is not made to wait for the rest.
  expect(bytesWaiting(conn, behind)).toBeLessThan(behind + 10_500);
  tcp?.uncork();
});

function insideOf(of: object, key: string): object {
  const value: unknown = Reflect.get(of, key);
  if (typeof value === 'object' && value !== null) return value;
  throw new Error(`There is no ${key} inside`);
}

const without = (key: string, of: object): object =>
  Object.fromEntries(Object.entries(of).filter(([name]) => name !== key));

function copyOf({ conn }: Socket): {
  readyState: string;
  writeBuffer: unknown[];
  transport: object;
} {
  const { socket, perMessageDeflate } = Object.assign(
    { socket: undefined, perMessageDeflate: undefined },
    conn.transport,
  );
  return { readyState: 'open', writeBuffer: [], transport: { socket, perMessageDeflate } };
}

it('H2 a connection that is built otherwise inside has no lane', async () => {
  const { socket } = await stage.come('websocket');
  const like = copyOf(socket);
  expect(freeLaneOf(like)?.tcp).toBeInstanceOf(Tcp);
  const others = [
    {},
    without('writeBuffer', like),
    { ...like, writeBuffer: {} },
    without('transport', like),
    { ...like, transport: null },
    { ...like, transport: without('socket', like.transport) },
    { ...like, transport: { ...like.transport, socket: {} } },
    { ...like, transport: { ...like.transport, socket: { readyState: 1 } } },
    { ...like, transport: { ...like.transport, socket: { readyState: 1, _socket: {} } } },
    { ...like, transport: without('perMessageDeflate', like.transport) },
    { ...like, transport: { ...like.transport, perMessageDeflate: {} } },
  ];
  expect(others.filter((other) => laneOf(other) !== undefined)).toEqual([]);
  // Nothing may follow a farewell.
  const _socket = insideOf(insideOf(like.transport, 'socket'), '_socket');
  const closing = { ...like.transport, socket: { readyState: 2, _socket } };
  expect(laneOf({ ...like, transport: closing })?.tcp).toBe(_socket);
  expect(freeLaneOf({ ...like, transport: closing })).toBeUndefined();
});
