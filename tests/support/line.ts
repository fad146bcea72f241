/**
 * A viewer that is nothing but a TCP connection with a WebSocket on it: far lighter than a client of
 * Socket.IO, and it can do what that cannot: stop reading, or read a few bytes at a time.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { CONNECT, ENGINE_PATH, frameOf, upgradeRequest } from './raw-link.ts';
import { until } from './until.ts';

export interface Line {
  /** Engine.IO's packets, as they came. */
  readonly heard: readonly string[];
  readonly closed: boolean;
  /** Resolves when it is closed, by whomever. */
  readonly ended: Promise<unknown>;
  /** Tells its end of the connection from all others that the hub has. */
  readonly port: number;
  send(packet: string): void;
  /** Any frame, also one that is no packet. */
  write(frame: Uint8Array): void;
  /** How many WebSocket pongs came. */
  readonly pongs: number;
  pause(): void;
  resume(): void;
  /** While it is paused: takes at most so many bytes from the network. */
  sip(bytes: number): void;
  close(): void;
}

export interface LineOptions {
  readonly path?: string;
  /** Instead of keeping what comes in `heard`. */
  readonly onPacket?: (packet: string) => void;
}

const CLOSE = 8;
const PONG = 10;
const TEXT = 1;

export async function openLine(hub: string, options: LineOptions = {}): Promise<Line> {
  const { hostname, port } = new URL(hub);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const heard: string[] = [];
  const hear = options.onPacket ?? ((packet: string) => heard.push(packet));
  let pongs = 0;
  let isPaused = false;
  let isUpgraded = false;
  const read = frameReader((opcode, payload) => {
    if (opcode === PONG) pongs += 1;
    else if (opcode === TEXT) hear(payload.toString());
    else if (opcode === CLOSE) socket.destroy();
  });
  let head = Buffer.alloc(0);

  function take(chunk: Buffer): void {
    if (isUpgraded) {
      read(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    // A refusal ends the connection, unless a proxy that passed it on keeps it for the next request.
    if (!head.toString('latin1', 0, end).startsWith('HTTP/1.1 101 ')) {
      socket.destroy();
      return;
    }
    isUpgraded = true;
    read(head.subarray(end + 4));
  }

  // What comes may make the test pause it.
  const next = (): Buffer | undefined => (isPaused ? undefined : chunkOf(socket.read()));
  function drink(): void {
    for (let chunk = next(); chunk; chunk = next()) take(chunk);
  }

  socket.on('readable', drink);
  // The hub may well hang up while something is being written to it.
  socket.on('error', () => undefined);
  socket.on('end', () => socket.destroy());
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  socket.write(upgradeRequest(options.path ?? ENGINE_PATH));
  return {
    heard,
    ended,
    get closed() {
      return socket.closed;
    },
    get pongs() {
      return pongs;
    },
    port: socket.localPort ?? 0,
    send(packet) {
      socket.write(frameOf({ opcode: TEXT, payload: Buffer.from(packet) }));
    },
    write(frame) {
      socket.write(frame);
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      drink();
    },
    sip(bytes) {
      const chunk = chunkOf(socket.read(Math.min(bytes, socket.readableLength)));
      if (chunk) take(chunk);
    },
    close() {
      socket.destroy();
    },
  };
}

/** A line on which the hub has let a viewer in. */
export async function joinLine(hub: string, connectPacket = CONNECT): Promise<Line> {
  const line = await openLine(hub);
  await until(() => line.heard.length > 0, 'the greeting of the hub');
  line.send(connectPacket);
  await until(() => line.heard.some((packet) => packet.startsWith('40{')), 'the hub to let it in');
  return line;
}

export function openLines(hub: string, count: number): Promise<Line[]> {
  return Promise.all(Array.from({ length: count }, () => joinLine(hub)));
}

/** After how many ms a line was asked to leave; undefined: it was not. */
export function timeOf({ heard }: Line): number | undefined {
  const notice = heard.find((packet) => packet.startsWith('42["drain"'));
  return notice === undefined ? undefined : Number(/"afterMs":(\d+)/.exec(notice)?.[1]);
}

function chunkOf(read: unknown): Buffer | undefined {
  return Buffer.isBuffer(read) ? read : undefined;
}

type Take = (opcode: number, payload: Buffer) => void;

/** Takes frames from a server apart (RFC 6455, 5.2), in whatever pieces they come. */
function frameReader(take: Take): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let held = 0;
  /** Bytes without which it is of no use to look again: a frame may come in a thousand pieces. */
  let wanted = 2;

  return (chunk) => {
    pieces.push(chunk);
    held += chunk.length;
    if (held < wanted) return;
    let rest = Buffer.concat(pieces);
    for (wanted = sizeOf(rest); rest.length >= wanted; wanted = sizeOf(rest)) {
      const [first = 0] = rest;
      take(first & 0x0f, rest.subarray(headOf(rest), wanted));
      rest = rest.subarray(wanted);
    }
    pieces = [rest];
    held = rest.length;
  };
}

function headOf(bytes: Buffer): number {
  const [, length = 0] = bytes;
  return length < 126 ? 2 : length === 126 ? 4 : 10;
}

/** Of the frame that begins here; where it does not say so yet, more than there is. */
function sizeOf(bytes: Buffer): number {
  if (bytes.length < 2) return 2;
  const head = headOf(bytes);
  if (bytes.length < head) return head;
  if (head === 2) return head + (bytes[1] ?? 0);
  return head + (head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
}
