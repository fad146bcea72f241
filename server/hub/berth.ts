/**
 * Each connection of this node, and what the hub keeps of it: in one place, so that a broadcast to ten
 * thousand viewers looks at two objects of each instead of nine, and waits for memory as often.
 */
import type { Socket } from 'node:net';
import type { Household } from './addresses.ts';
import type { Site } from './admission.ts';
import type { Bucket } from './bucket.ts';
import { isFree, laneOf } from './lane.ts';
import type { Connection } from './viewer.ts';

export interface Berth {
  readonly conn: Connection;
  /** The page that it was opened from; who leaves and comes back over it is the same page. */
  site: Site;
  /** Where it comes from, for as long as it is counted there. */
  household: Household | undefined;
  /** It has its viewer. */
  isTaken: boolean;
  /** It has had a viewer, or somebody who was refused. */
  isUsed: boolean;
  /** What it may ask for, once it has asked. */
  asks: Bucket | undefined;
  /** Of its lane, once it was free. */
  tcp: Socket | undefined;
  /** Socket.IO sent it a packet of its own since the lane was free, and may hold it back. */
  mayHold: boolean;
}

/** The berth of a connection; the same one for as long as the connection lasts. */
export type Berths = (conn: Connection) => Berth;

/** `onPacket` is told of each packet that Socket.IO itself sends, from the first mention of a connection. */
export function createBerths(onPacket: (conn: Connection) => void): Berths {
  const known = new WeakMap<Connection, Berth>();

  function berthOf(conn: Connection): Berth {
    const found = known.get(conn);
    if (found) return found;
    const berth: Berth = {
      conn,
      site: undefined,
      household: undefined,
      isTaken: false,
      isUsed: false,
      asks: undefined,
      tcp: undefined,
      mayHold: true,
    };
    known.set(conn, berth);
    conn.on('packetCreate', onPacketCreate);
    return berth;
  }

  /** One for all: a listener of its own for each connection would cost memory. */
  function onPacketCreate(this: Connection): void {
    berthOf(this).mayHold = true;
    onPacket(this);
  }

  return berthOf;
}

/** Where a frame can be written now so that it keeps its place; undefined: the way of Socket.IO. */
export function freeTcpOf(berth: Berth): Socket | undefined {
  if (berth.mayHold) {
    const lane = laneOf(berth.conn);
    if (!lane || !isFree(lane)) return undefined;
    berth.tcp = lane.tcp;
    berth.mayHold = false;
  }
  // Whoever said farewell has ended its TCP connection as well.
  return berth.tcp?.writable ? berth.tcp : undefined;
}
