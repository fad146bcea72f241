/**
 * What lies beneath a viewer's connection: the one place that knows the insides of engine.io 6.6 and
 * ws 8. Nothing here is assumed: where another version looks otherwise inside, there is no lane, and
 * packets go the way that Socket.IO itself sends them.
 */
import { Socket } from 'node:net';

/** The shortest way to a viewer: the TCP socket of its WebSocket. */
export interface Lane {
  readonly tcp: Socket;
  /** The parts of the connection that tell whether the lane may be used; see `isFree`. */
  readonly conn: Insides;
  readonly websocket: WebSocketInsides;
}

interface Insides {
  readonly transport: object;
  /** Packets that Engine.IO holds back. */
  readonly writeBuffer: readonly unknown[];
}

interface Transport {
  readonly socket: object;
  readonly perMessageDeflate: unknown;
}

interface WebSocketInsides {
  readonly readyState: number;
}

/** `WebSocket.OPEN`. */
const OPEN = 1;

/** undefined for a connection that polls, that compresses, or that is built otherwise inside. */
export function laneOf(conn: object): Lane | undefined {
  if (!hasInsides(conn)) return undefined;
  const { transport } = conn;
  // Compressed messages are written later than they were sent: a frame of ours would overtake them.
  if (!isTransport(transport) || transport.perMessageDeflate) return undefined;
  const { socket: websocket } = transport;
  if (!isWebSocket(websocket)) return undefined;
  const tcp = tcpOf(websocket);
  return tcp && { tcp, conn, websocket };
}

/**
 * Whether a frame that is written to the lane now keeps its place: all earlier packets were written
 * there too, and the connection has said no farewell yet. Asked at once: a connection can change its transport.
 */
export function isFree({ conn, websocket }: Lane): boolean {
  return conn.writeBuffer.length === 0 && websocket.readyState === OPEN;
}

/**
 * Bytes that the network has not taken yet; counts no further than `enough`, since a connection that
 * is asked often may hold thousands of packets.
 */
export function bytesWaiting(conn: object, enough: number): number {
  let bytes = laneOf(conn)?.tcp.writableLength ?? 0;
  if (!hasInsides(conn)) return bytes;
  for (const packet of conn.writeBuffer) {
    if (bytes > enough) break;
    bytes += bytesOf(packet);
  }
  return bytes;
}

/**
 * Ends a connection whose network takes nothing. Not by a farewell: that would wait behind all the
 * rest for half a minute, and the memory with it. `reason` is what Socket.IO's `disconnect` says.
 */
export function cut(conn: object, reason: string): void {
  const tcp = laneOf(conn)?.tcp;
  if ('onClose' in conn && typeof conn.onClose === 'function') {
    Reflect.apply(conn.onClose, conn, [reason]);
  } else if ('close' in conn && typeof conn.close === 'function') {
    Reflect.apply(conn.close, conn, [true]);
  }
  // Only TCP can be reset; what else a hub listens on is ended as it is.
  if (tcp?.remoteFamily) tcp.resetAndDestroy();
  else tcp?.destroy();
}

function hasInsides(conn: object): conn is Insides {
  return (
    'writeBuffer' in conn &&
    Array.isArray(conn.writeBuffer) &&
    'transport' in conn &&
    isObject(conn.transport)
  );
}

function isTransport(transport: object): transport is Transport {
  return 'perMessageDeflate' in transport && 'socket' in transport && isObject(transport.socket);
}

function isWebSocket(value: object): value is WebSocketInsides {
  return 'readyState' in value && typeof value.readyState === 'number';
}

function tcpOf(websocket: object): Socket | undefined {
  if (!('_socket' in websocket)) return undefined;
  return websocket._socket instanceof Socket ? websocket._socket : undefined;
}

/** Bytes of memory that even an empty packet takes. */
const PACKET = 64;

/** Of a packet that Engine.IO holds back: its data, and the object itself. */
function bytesOf(packet: unknown): number {
  if (!isObject(packet) || !('data' in packet)) return PACKET;
  const { data } = packet;
  if (typeof data === 'string') return PACKET + Buffer.byteLength(data);
  return PACKET + (data instanceof Uint8Array ? data.length : 0);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
