/**
 * The viewers: who connects gets each channel's board or just what it missed, then every entry.
 * All of it comes from the boards' memory (H1), and an entry is encoded once per node (H3).
 */
import type { Server as HttpServer } from 'node:http';
import type { Boards } from '../boards/boards.ts';
import type { Log } from '../telemetry/log.ts';
import { createAdmission } from './admission.ts';
import { createAudience } from './audience.ts';
import { createBerths } from './berth.ts';
import { createCork } from './door.ts';
import type { Sessions } from './neighbours.ts';
import { createParcels } from './parcels.ts';
import { createPressure } from './pressure.ts';
import { openReception } from './reception.ts';
import { openSocketServer } from './socket-server.ts';

export interface Hub {
  readonly viewers: number;
  /** Viewers that were cut off for being too slow, since the start. */
  readonly slow: number;
  close(): Promise<void>;
}

export interface HubPorts {
  readonly server: HttpServer;
  readonly boards: Boards;
  readonly publicUrl: () => string;
  readonly log: Log;
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Further ones are refused; unset: none is. */
  readonly maxViewers?: number;
  /** Where this hub shares its port with others. */
  readonly sessions?: Sessions | undefined;
  /** Viewers that are told in one go; see `Audience`. */
  readonly seats?: number;
}

export function openHub(ports: HubPorts): Hub {
  const {
    server,
    boards,
    publicUrl,
    log,
    now,
    random,
    maxViewers = Infinity,
    sessions,
    seats,
  } = ports;
  const pressure = createPressure(() => {
    log.debug('a viewer was cut off: its network takes nothing');
  });
  const cork = createCork();
  const berthOf = createBerths(pressure.check);
  const { io, adapter } = openSocketServer({
    server,
    berthOf,
    pressure,
    cork,
    maxViewers,
    sessions,
    log,
    random,
  });
  const parcels = createParcels(boards, adapter.parcel.bind(adapter), now);
  const elapsed = performance.now.bind(performance);
  const failed = (error: unknown): void => {
    log.error({ error }, 'viewers could not be told what is new');
  };
  const audience = createAudience({ boards, adapter, parcels, elapsed, failed, seats });
  const admission = createAdmission(boards, publicUrl);
  openReception(io, { admission, audience, berthOf, pressure, cork, log });

  /** New settings may have taken the channel away from some sites. */
  function dismissForbidden(channel: string): void {
    for (const viewer of audience.of(channel)) {
      const forbidden = admission.refusal(berthOf(viewer.conn).site, channel);
      if (forbidden) audience.dismiss(viewer, channel, forbidden);
    }
  }

  boards.listen({
    ...audience,
    renewed(channel) {
      if (boards.channel(channel).allowedOrigins) dismissForbidden(channel);
      audience.renewed(channel);
    },
  });

  return {
    get viewers() {
      return io.engine.clientsCount;
    },
    get slow() {
      return pressure.cutOff;
    },
    async close() {
      audience.stop();
      await io.close();
    },
  };
}
