/**
 * The viewers: who connects gets each channel's board or just what it missed, then every entry.
 * All of it comes from the boards' memory (H1), and an entry is encoded once per node (H3).
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Boards } from '../boards/boards.ts';
import type { Log } from '../telemetry/log.ts';
import { createAddresses } from './addresses.ts';
import { createAdmission } from './admission.ts';
import { createAsks } from './asks.ts';
import { createAudience } from './audience.ts';
import { createBerths } from './berth.ts';
import { createCork } from './door.ts';
import { openDeskHub, type DeskHub, type DeskHubPorts } from './desk-hub.ts';
import { openDrain } from './drain.ts';
import { createFarewell } from './farewell.ts';
import { createGate } from './gate.ts';
import type { Sessions } from './neighbours.ts';
import { createParcels } from './parcels.ts';
import { createPressure } from './pressure.ts';
import { openReception } from './reception.ts';
import { openSocketServer } from './socket-server.ts';
import { countRefusals, NO_TALLY, type HubTally } from './tally.ts';
import type { Viewer } from './viewer.ts';

export interface Hub {
  readonly viewers: number;
  /** Viewers by the name of their transport: `websocket`, `polling`. Looks at each of them. */
  transports(): ReadonlyMap<string, number>;
  /** Viewers that were cut off for being too slow, since the start. */
  readonly slow: number;
  /**
   * From now on nobody comes in. Those who are here are told to leave one after another within so many
   * ms, and go on until then; resolves when nobody is left, or on `part`.
   */
  drain(within: number): Promise<void>;
  /** The people's namespace; closed before the hub is. */
  openDesk(ports: Omit<DeskHubPorts, 'boards' | 'addressOf' | 'now'>): Promise<DeskHub>;
  /** Parts with everybody at once, each with all that there is to tell; those who dawdle are cut off. */
  part(): Promise<void>;
  close(): Promise<void>;
}

export interface HubPorts {
  readonly server: HttpServer;
  readonly boards: Boards;
  readonly publicUrl: () => string;
  /** Where a request comes from, for counting. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly log: Log;
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Further ones are refused; unset: none is. */
  readonly maxViewers?: number;
  /** The same; unset: as many as come. */
  readonly maxConnectsPerSecond?: number;
  /** The same of one address; unset: no limit. */
  readonly maxViewersPerAddress?: number;
  readonly maxConnectsPerAddress?: number;
  /** Where this hub shares its port with others. */
  readonly sessions?: Sessions | undefined;
  /** Viewers that are told in one go; see `Audience`. */
  readonly seats?: number;
  /** What one connection may ask for at once; see `Asks`. */
  readonly asksAtOnce?: number;
  /** Unset: nothing is counted. */
  readonly tally?: HubTally;
}

export function openHub(ports: HubPorts): Hub {
  const {
    server,
    boards,
    publicUrl,
    addressOf,
    log,
    now,
    random,
    maxViewers = Infinity,
    maxConnectsPerSecond = Infinity,
    maxViewersPerAddress = Infinity,
    maxConnectsPerAddress = Infinity,
    sessions,
    seats,
    asksAtOnce,
    tally = NO_TALLY,
  } = ports;
  const elapsed = performance.now.bind(performance);
  const count = (): number => io.engine.clientsCount;
  const addresses = createAddresses({ maxViewersPerAddress, maxConnectsPerAddress, elapsed });
  const limits = { maxViewers, maxConnectsPerSecond, addresses };
  const gate = countRefusals(createGate({ count, ...limits, elapsed, random }), tally);
  const pressure = createPressure(() => {
    tally.cutOff();
    log.debug('a viewer was cut off: its network takes nothing');
  });
  const cork = createCork();
  const berthOf = createBerths(pressure.check);
  const { io, adapter } = openSocketServer({
    server,
    berthOf,
    pressure,
    cork,
    gate,
    addressOf,
    sessions,
    log,
    random,
  });
  const parcels = createParcels(boards, adapter.parcel.bind(adapter), now);
  const failed = (error: unknown): void => {
    log.error({ error }, 'viewers could not be told what is new');
  };
  const audience = createAudience({ boards, adapter, parcels, elapsed, failed, seats, tally });
  const admission = createAdmission(boards, publicUrl);
  const counting = { addresses, addressOf, asks: createAsks(elapsed, asksAtOnce), tally };
  openReception(io, { admission, audience, berthOf, pressure, cork, ...counting, log });

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

  const viewers = io.of('/');
  const farewell = createFarewell({ audience, viewers, failed });
  const leaving = new AbortController();
  const parting: { drained?: Promise<void>; desk?: DeskHub } = {};

  async function drain(within: number): Promise<void> {
    gate.close();
    const tell = (viewer: Viewer, afterMs: number): void => {
      adapter.hand(adapter.parcel('drain', { afterMs }), viewer);
    };
    const isDone = (): boolean => viewers.sockets.size === 0 && (sessions?.relayed ?? 0) === 0;
    const when = { within, elapsed, random, signal: leaving.signal };
    const gone = openDrain({ guests: viewers, tell, part: farewell.part, isDone, ...when });
    await Promise.all([gone, parting.desk?.drain(when)]);
  }

  async function part(): Promise<void> {
    gate.close();
    leaving.abort();
    await farewell.partAll();
  }

  return {
    get viewers() {
      return io.engine.clientsCount;
    },
    transports() {
      const counts = new Map<string, number>();
      for (const { conn } of viewers.sockets.values()) {
        const { name } = conn.transport;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return counts;
    },
    get slow() {
      return pressure.cutOff;
    },
    async openDesk(own) {
      const ports = { boards, addressOf, now, ...own };
      parting.desk = await openDeskHub({ io, audience, berthOf }, ports);
      return parting.desk;
    },
    drain: (within) => (parting.drained ??= drain(within)),
    part,
    async close() {
      await part();
      audience.stop();
      await io.close();
    },
  };
}
