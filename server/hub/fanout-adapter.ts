/**
 * Socket.IO's adapter for this node's own sockets: a packet is encoded once, framed once, and that one
 * piece of memory is written to the TCP socket of each viewer. A stock broadcast walks through five
 * layers for every viewer instead; docs/decisions/fan-out.md says what they cost.
 *
 * **The danger** is order. A frame may be written past Socket.IO only where Socket.IO itself holds
 * nothing back for that viewer (`freeTcpOf`); all others (polling, upgrading, busy, closing) take the stock
 * path, behind what waits there.
 */
import type { Namespace } from 'socket.io';
import { Adapter, type BroadcastOptions, type Room, type SocketId } from 'socket.io-adapter';
import { freeTcpOf, type Berth, type Berths } from './berth.ts';
import { textFrame } from './frame.ts';
import type { Pressure } from './pressure.ts';
import type { Viewer, Viewers } from './viewer.ts';

type Packet = Parameters<Viewers['server']['encoder']['encode']>[0];

/** An event as it goes out, the same for as many viewers as there are. */
export interface Parcel {
  /** The event's name and its arguments. */
  readonly event: readonly unknown[];
  /** As Engine.IO takes it. */
  readonly text: string;
  /** As a WebSocket carries it. */
  readonly frame: Buffer;
  /** Engine.IO's, for who takes the stock path. */
  readonly options: { readonly compress: true; readonly wsPreEncodedFrame: readonly Buffer[] };
}

export class FanoutAdapter extends Adapter {
  declare readonly nsp: Viewers;
  readonly #berthOf: Berths;
  readonly #pressure: Pressure;
  /**
   * The viewers of each room. Socket.IO's own `rooms` hold ids, and from an id to a TCP socket it is nine
   * objects in nine places of the memory: a third of a broadcast.
   */
  readonly #berths = new Map<Room, Set<Berth>>();

  constructor(nsp: Namespace, berthOf: Berths, pressure: Pressure) {
    super(nsp);
    this.#berthOf = berthOf;
    this.#pressure = pressure;
  }

  /** Encodes an event of this namespace (Socket.IO protocol 5: type 2). The arguments must hold no binary. */
  parcel(...event: readonly [string, ...unknown[]]): Parcel {
    const { name } = this.nsp;
    return parcelOf(`2${name === '/' ? '' : `${name},`}${JSON.stringify(event)}`, event);
  }

  /**
   * To every viewer in a room, now and in order with all that was sent to them before. Viewers who joined
   * it once they were connected; `onAnyOutgoing` is not told, since for each viewer it would have to be
   * looked for.
   */
  deliver(parcel: Parcel, room: Room): void {
    for (const berth of this.#berths.get(room) ?? []) this.#send(parcel, berth);
  }

  /** To one viewer. */
  hand(parcel: Parcel, viewer: Viewer): void {
    // A copy: a listener may remove itself.
    for (const listener of [...viewer.listenersAnyOutgoing()]) {
      listener.apply(viewer, [...parcel.event]);
    }
    this.#send(parcel, this.#berthOf(viewer.conn));
  }

  #send({ text, frame, options }: Parcel, berth: Berth): void {
    const tcp = freeTcpOf(berth);
    if (!tcp) {
      berth.conn.write(text, options);
      return;
    }
    tcp.write(frame);
    if (tcp.writableLength > 0) this.#pressure.check(berth.conn);
  }

  override addAll(id: SocketId, rooms: Set<Room>): void {
    void super.addAll(id, rooms);
    const viewer = this.nsp.sockets.get(id);
    if (!viewer) return;
    for (const room of rooms) {
      // A room of one's own is for messages to oneself.
      if (room === id) continue;
      const berths = this.#berths.get(room) ?? new Set();
      this.#berths.set(room, berths.add(this.#berthOf(viewer.conn)));
    }
  }

  override del(id: SocketId, room: Room): void {
    this.#vacate(id, room);
    void super.del(id, room);
  }

  override delAll(id: SocketId): void {
    for (const room of this.sids.get(id) ?? []) this.#vacate(id, room);
    super.delAll(id);
  }

  #vacate(id: SocketId, room: Room): void {
    const viewer = this.nsp.sockets.get(id);
    const berths = this.#berths.get(room);
    if (!viewer || !berths?.delete(this.#berthOf(viewer.conn))) return;
    if (berths.size === 0) this.#berths.delete(room);
  }

  override broadcast(packet: Packet, options: BroadcastOptions): void {
    const addressed = { ...packet, nsp: this.nsp.name };
    const encoded: readonly unknown[] = this.nsp.server.encoder.encode(addressed);
    const [text, ...binary] = encoded;
    const { volatile, compress } = options.flags ?? {};
    if (typeof text !== 'string' || binary.length > 0 || volatile || compress === false) {
      super.broadcast(packet, options);
      return;
    }
    const event: readonly unknown[] = Array.isArray(packet.data) ? packet.data : [];
    const parcel = parcelOf(text, event);
    for (const viewer of this.#targets(options)) this.hand(parcel, viewer);
  }

  /** As Socket.IO has it: each socket once, of some rooms or of all; who leaves meanwhile is left out. */
  *#targets({ rooms, except }: BroadcastOptions): Iterable<Viewer> {
    const passed = new Set<SocketId>();
    for (const room of except ?? []) {
      for (const id of this.rooms.get(room) ?? []) passed.add(id);
    }
    for (const room of rooms.size > 0 ? rooms : [undefined]) {
      // Not before its turn: a room may be made meanwhile.
      const ids = room === undefined ? this.sids.keys() : this.rooms.get(room);
      for (const id of ids ?? []) {
        const socket = passed.has(id) ? undefined : this.nsp.sockets.get(id);
        if (!socket) continue;
        passed.add(id);
        yield socket;
      }
    }
  }
}

/** `text` is Socket.IO's packet; Engine.IO puts a 4 before it, its sign for a message. */
function parcelOf(text: string, event: readonly unknown[]): Parcel {
  const frame = textFrame(`4${text}`);
  return { event, text, frame, options: { compress: true, wsPreEncodedFrame: [frame] } };
}
