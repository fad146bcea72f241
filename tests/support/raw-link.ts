/** Connections that say what no Socket.IO client would: below its protocol, and below WebSocket's. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from './until.ts';

export type RawPacket = string | Uint8Array<ArrayBuffer>;

/** An open WebSocket at the place of Socket.IO; the packets are the caller's own. */
export interface RawLink {
  /** The hub's text messages. */
  readonly heard: readonly string[];
  readonly closed: boolean;
  send(packet: RawPacket): void;
  /** Joins as a viewer does. What is sent sooner than the hub's answer would end the connection. */
  join(): Promise<void>;
  /** Waits until the hub has dealt with all that was sent: it answers what comes after, or hung up. */
  settle(): Promise<void>;
  close(): void;
}

/** What a well-behaved viewer sends first. */
export const CONNECT = '40{"channels":{"breaking":null}}';

export const ENGINE_PATH = '/socket.io/?EIO=4&transport=websocket';

export async function openLink(hub: string, path = ENGINE_PATH): Promise<RawLink> {
  const socket = new WebSocket(`${hub.replace(/^http/, 'ws')}${path}`);
  const heard: string[] = [];
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') heard.push(data);
  });
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
  const isClosed = (): boolean => socket.readyState === WebSocket.CLOSED;
  await until(() => isOpen() || isClosed(), 'the WebSocket to open');
  let fences = 0;
  /** A namespace that does not exist is refused by its name, whatever state the link is in. */
  async function fence(): Promise<void> {
    const namespace = `/fence-${(fences += 1)},`;
    socket.send(`40${namespace}`);
    const answered = (): boolean => heard.some((text) => text.startsWith(`44${namespace}`));
    await until(() => answered() || isClosed(), 'the hub to answer or hang up');
  }

  return {
    heard,
    get closed() {
      return isClosed();
    },
    send(packet) {
      socket.send(packet);
    },
    async join() {
      socket.send(CONNECT);
      const answered = (): boolean => heard.some((text) => /^4[04]\{/.test(text));
      await until(() => answered() || isClosed(), 'the hub to answer CONNECT');
    },
    async settle() {
      // Events are handled a tick after they came, so the first answer may overtake theirs; the
      // second cannot.
      await fence();
      await fence();
    },
    close() {
      socket.close();
    },
  };
}

/** A TCP connection; the bytes are the caller's own. */
export interface RawConnection {
  /** All that came, byte for byte. */
  readonly heard: string;
  readonly closed: boolean;
  write(bytes: string | Uint8Array): void;
  /** Ends without a farewell (RST), as a lost network does. */
  reset(): Promise<void>;
}

export async function openConnection(hub: string): Promise<RawConnection> {
  const { hostname, port } = new URL(hub);
  const socket: Socket = connect(Number(port), hostname);
  let heard = '';
  socket.on('data', (data) => (heard += data.toString('latin1')));
  // The hub may well hang up while more is being written to it.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return {
    get heard() {
      return heard;
    },
    get closed() {
      return socket.closed;
    },
    write(bytes) {
      socket.write(bytes);
    },
    async reset() {
      if (socket.closed) return;
      const closed = once(socket, 'close');
      socket.resetAndDestroy();
      await closed;
    },
  };
}

/** What a client that wants a WebSocket writes first. */
export function upgradeRequest(path = ENGINE_PATH): string {
  return [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n');
}

/** A TCP connection on which the WebSocket handshake was made and Engine.IO's greeting came. */
export async function openUpgraded(hub: string): Promise<RawConnection> {
  const connection = await openConnection(hub);
  connection.write(upgradeRequest());
  await until(() => connection.heard.includes('"sid"'), 'the greeting of the hub');
  return connection;
}

export interface Frame {
  /** 1 text, 2 binary, 8 close, 9 ping … */
  readonly opcode: number;
  readonly payload?: Uint8Array;
  readonly final?: boolean;
  readonly masked?: boolean;
  /** The three reserved bits of the first byte. */
  readonly reserved?: number;
  /** A length other than the payload's own. */
  readonly announced?: bigint;
}

/** One WebSocket frame (RFC 6455, 5.2), as wrong as is asked for. */
export function frameOf(frame: Frame): Uint8Array {
  const { opcode, payload = new Uint8Array(), reserved = 0, masked = true } = frame;
  const first = ((frame.final ?? true) ? 0x80 : 0) | (reserved << 4) | opcode;
  const length = frame.announced ?? BigInt(payload.length);
  const maskBit = masked ? 0x80 : 0;
  const header = length < 126n ? [first, maskBit | Number(length)] : [first, maskBit | 127];
  const long = Buffer.alloc(length < 126n ? 0 : 8);
  if (long.length > 0) long.writeBigUInt64BE(length);
  // A mask of zeros leaves the payload as it is.
  const mask = Buffer.alloc(masked ? 4 : 0);
  return Buffer.concat([Buffer.from(header), long, mask, payload]);
}
