/** The desk, live, on a hub: the namespace, the presence, and the day of how many watch. */
import type { Attendance } from '../../shared/attendance.ts';
import type { Store } from '../store/store.ts';
import { ORIGINS as ORIGINS_KEPT, type Channels } from './attendance-hour.ts';
import { openAttendance } from './attendance.ts';
import type { Audience } from './audience.ts';
import type { Berths } from './berth.ts';
import { createCensus, elsewhere, largest } from './census.ts';
import {
  openDeskNamespace,
  type DeskNamespace,
  type DeskNamespacePorts,
} from './desk-namespace.ts';
import { openDeskPresence } from './desk-presence.ts';
import type { SocketServer } from './socket-server.ts';

export interface DeskHubPorts extends DeskNamespacePorts {
  readonly store: Store;
  /** Unlike any other node's. */
  readonly node: string;
  readonly now: () => number;
  /** ms between two counts of a day; unset: five minutes. */
  readonly countEvery?: number | undefined;
}

export interface DeskHub extends Pick<DeskNamespace, 'drain'> {
  /** Who watches a channel, of all nodes. Rejects with `wire_unavailable`. */
  attendance(channel: string): Promise<Attendance>;
  close(): Promise<void>;
}

/** Origins of a channel that are told apart live. */
const ORIGINS = 50;

interface Inside {
  readonly io: SocketServer;
  readonly audience: Pick<Audience, 'of'>;
  readonly berthOf: Berths;
}

export async function openDeskHub(
  { io, audience, berthOf }: Inside,
  ports: DeskHubPorts,
): Promise<DeskHub> {
  const { boards, store, node, now, failed, countEvery: every } = ports;
  const censusOf = createCensus((channel) =>
    audience.of(channel).map(({ conn }) => berthOf(conn).site),
  );

  function censuses(most: number): Channels {
    const all = boards.channels().map(({ name }) => [name, censusOf(name, most)] as const);
    return Object.fromEntries(all.filter(([, { count }]) => count > 0));
  }

  /** Here all others are one with those who come from no page. */
  function watching(): Record<string, Record<string, number>> {
    const all = Object.entries(censuses(ORIGINS)).map(([name, census]) => {
      const { '': none = 0, ...byOrigin } = census.byOrigin;
      const rest = none + elsewhere(census);
      return [name, { ...byOrigin, ...(rest > 0 && { '': rest }) }] as const;
    });
    return Object.fromEntries(all);
  }

  const presence = await openDeskPresence({ store, node, now, watching, failed });
  const book = await openAttendance({
    ...{ store, node, now, failed, every },
    watching: () => censuses(ORIGINS_KEPT),
  });
  const namespace = await openDeskNamespace(io, presence, ports);
  return {
    drain: namespace.drain,
    async attendance(channel) {
      await presence.asked();
      const { count, byOrigin } = presence.viewers(channel);
      return {
        count,
        byOrigin: largest(Object.entries(byOrigin), ORIGINS),
        every: book.every / 1_000,
        day: await book.day(channel),
      };
    },
    async close() {
      namespace.close();
      await presence.stop();
      await book.stop();
    },
  };
}
