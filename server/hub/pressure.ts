/**
 * Who cannot keep up: a viewer whose network does not take what is written to it would hold all of it in
 * this node's memory, since neither Socket.IO nor Node sets an end to that. Past the cap it is cut
 * off (H4); it comes back with its position and gets what it missed, or the board.
 */
import { PROTOCOL_LIMITS } from '../../shared/protocol.ts';
import { bytesWaiting, cut } from './lane.ts';
import type { Connection } from './viewer.ts';

interface Told {
  readonly bytes: number;
}

/** What is allowed for. */
interface Allowance extends Told {
  readonly boards: number;
}

export interface Pressure {
  /** How many were cut off since the start. */
  readonly cutOff: number;
  /**
   * Tells a connection what its handshake asked for. That may be fifty boards, which says nothing of its
   * network: the bytes that `tell` returns are allowed for beyond the cap from then on.
   */
  greet<T extends Told>(conn: Connection, boards: number, tell: () => T): T;
  /** The same for one more channel. */
  serve<T extends Told>(conn: Connection, tell: () => T): T;
  /** Cuts the connection off where it holds too much. */
  check(conn: Connection): void;
}

/** Bytes: some three hundred headlines, or the boards of thirty channels. */
export const SLOW_AT = 256 * 1024;

/** Of one connection: or leaving and asking again would raise what is allowed for without an end. */
const MOST_BOARDS = 2 * PROTOCOL_LIMITS.channelsPerViewer;

/** `onCut` is told after the connection has ended. */
export function createPressure(onCut: () => void, cap = SLOW_AT): Pressure {
  const allowances = new WeakMap<Connection, Allowance>();
  let cutOff = 0;
  let greeted: Connection | undefined;

  function check(conn: Connection): void {
    if (conn === greeted) return;
    const most = cap + (allowances.get(conn)?.bytes ?? 0);
    if (conn.readyState !== 'open' || bytesWaiting(conn, most) <= most) return;
    cutOff += 1;
    cut(conn, 'slow');
    onCut();
  }

  function allow<T extends Told>(conn: Connection, least: Allowance, tell: () => T): T {
    const before = allowances.get(conn) ?? { boards: 0, bytes: 0 };
    const boards = before.boards + least.boards;
    if (boards > MOST_BOARDS) return tell();
    greeted = conn;
    try {
      const told = tell();
      if (told.bytes > least.bytes) {
        allowances.set(conn, { boards, bytes: before.bytes + told.bytes });
      }
      return told;
    } finally {
      greeted = undefined;
    }
  }

  return {
    get cutOff() {
      return cutOff;
    },
    // Most are told little, once: remembering that would cost more than it is worth.
    greet: (conn, boards, tell) => allow(conn, { boards, bytes: cap / 2 }, tell),
    serve: (conn, tell) => allow(conn, { boards: 1, bytes: 0 }, tell),
    check,
  };
}
