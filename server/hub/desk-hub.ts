/** The desk, live, on a hub: the namespace and the presence together. */
import type { Store } from '../store/store.ts';
import type { Audience } from './audience.ts';
import type { Berths } from './berth.ts';
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
}

export interface DeskHub extends Pick<DeskNamespace, 'drain'> {
  close(): Promise<void>;
}

/** Origins of a channel that are told apart, and characters of one. */
const ORIGINS = 50;
const LONGEST = 200;

interface Inside {
  readonly io: SocketServer;
  readonly audience: Pick<Audience, 'of'>;
  readonly berthOf: Berths;
}

export async function openDeskHub(
  { io, audience, berthOf }: Inside,
  ports: DeskHubPorts,
): Promise<DeskHub> {
  const { boards, store, node, now, failed } = ports;

  function watching(): Record<string, Record<string, number>> {
    const all: Record<string, Record<string, number>> = {};
    for (const { name } of boards.channels()) {
      const of: Record<string, number> = {};
      for (const { conn } of audience.of(name)) {
        const site = berthOf(conn).site ?? '';
        // A stranger may call itself anything: past so many, all others are one.
        const origin = site.length <= LONGEST && (site in of || Object.keys(of).length < ORIGINS);
        const key = origin ? site : '';
        of[key] = (of[key] ?? 0) + 1;
      }
      if (Object.keys(of).length > 0) all[name] = of;
    }
    return all;
  }

  const presence = await openDeskPresence({ store, node, now, watching, failed });
  const namespace = await openDeskNamespace(io, presence, ports);
  return {
    drain: namespace.drain,
    async close() {
      namespace.close();
      await presence.stop();
    },
  };
}
