/** Socket.IO protocol 5 without its binary half: the hub sends JSON and nothing else. */
import { Emitter } from '@socket.io/component-emitter';

export const protocol = 5;

/** The binary types are here because Socket.IO compares with them; no packet has one. */
export const PacketType = {
  CONNECT: 0,
  DISCONNECT: 1,
  EVENT: 2,
  ACK: 3,
  CONNECT_ERROR: 4,
  BINARY_EVENT: 5,
  BINARY_ACK: 6,
} as const;

export interface SocketPacket {
  readonly type: number;
  readonly nsp: string;
  readonly id?: number | undefined;
  readonly data?: unknown;
}

/** What Socket.IO tells its own listeners: a hub must not be able to send it. */
const RESERVED = [
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
];

/** `<type>[<namespace>,][<id>][<JSON>]` */
const PACKET = /^([0-4])(?:(\/[^,]*),?)?(\d*)(.*)$/s;

function isObject(data: unknown): boolean {
  return Object.prototype.toString.call(data) === '[object Object]';
}

function isEvent(data: unknown): boolean {
  if (!Array.isArray(data)) return false;
  const [name] = data as unknown[];
  return typeof name === 'number' || (typeof name === 'string' && !RESERVED.includes(name));
}

/** By type. */
const FITS: readonly ((data: unknown) => boolean)[] = [
  isObject,
  () => false,
  isEvent,
  Array.isArray,
  (data) => typeof data === 'string' || isObject(data),
];

export class Encoder {
  encode({ type, nsp, id, data }: SocketPacket): [string] {
    const place = nsp === '/' ? '' : `${nsp},`;
    return [`${type}${place}${id ?? ''}${data == null ? '' : JSON.stringify(data)}`];
  }
}

/** Throws at what is no packet; Socket.IO then closes the connection and opens another. */
export class Decoder extends Emitter<object, object, { decoded: (packet: SocketPacket) => void }> {
  add(text: string): void {
    const [, type, nsp = '/', id, json] = PACKET.exec(text) ?? [];
    if (type === undefined) throw new Error('no packet');
    const packet = { type: Number(type), nsp, ...(id ? { id: Number(id) } : {}) };
    if (!json) {
      this.emitReserved('decoded', packet);
      return;
    }
    const data: unknown = JSON.parse(json);
    if (!FITS[packet.type]?.(data)) throw new Error('invalid payload');
    this.emitReserved('decoded', { ...packet, data });
  }

  /** Nothing is kept between two packets. */
  destroy(): void {}
}
