/** How this node parts with viewers, so that none misses what was told to the others, and all come back. */
import type { Socket as Tcp } from 'node:net';
import type { Audience } from './audience.ts';
import { laneOf } from './lane.ts';
import type { Connection, Viewer, Viewers } from './viewer.ts';

export interface Farewell {
  /** Closes the connection of a viewer, behind all that was sent to it. */
  part(viewer: Viewer): void;
  /** The same for all who are here; resolves when they are gone, or were given time enough. */
  partAll(): Promise<void>;
}

export interface FarewellPorts {
  readonly audience: Audience;
  readonly viewers: Viewers;
  /** Told when a viewer could not be told something: a mistake of ours. */
  readonly failed: (error: unknown) => void;
}

/** ms for a viewer to take what is on its way to it, and to close its side. */
const PATIENCE = 1_000;

export function createFarewell({ audience, viewers, failed }: FarewellPorts): Farewell {
  function part(viewer: Viewer): void {
    try {
      audience.settle(viewer);
    } catch (error) {
      // It comes back with its position.
      failed(error);
    }
    partFrom(viewer.conn);
  }

  return {
    part,
    async partAll() {
      const all = [...viewers.sockets.values()];
      if (all.length === 0) return;
      const gone = all.map((viewer) => goneOf(viewer));
      for (const viewer of all) part(viewer);
      await within(PATIENCE, Promise.all(gone));
    },
  };
}

/** Closes a connection, behind all that was sent to it. */
export function partFrom(conn: Connection): void {
  const tcp = laneOf(conn)?.tcp;
  if (tcp) limit(tcp);
  // Not `socket.disconnect()`: that a stock client takes for a decision, and stays away for good.
  conn.close();
}

/** Engine.IO is done with a WebSocket once it has said farewell; the other side may hold TCP for 30 s. */
function limit(tcp: Tcp): void {
  const timer = setTimeout(() => tcp.destroy(), PATIENCE);
  tcp.once('close', () => clearTimeout(timer));
}

function goneOf(viewer: Viewer): Promise<void> {
  return new Promise((resolve) => viewer.once('disconnect', () => resolve()));
}

/** Who polls gets the rest by its next request, and may never make one. */
async function within(limitMs: number, done: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, limitMs, undefined);
  await Promise.race([done, promise]);
  clearTimeout(timer);
}
