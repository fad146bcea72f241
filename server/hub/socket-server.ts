/** Socket.IO as the hub runs it: its own adapter, no more memory and no more writes than needed. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Namespace } from 'socket.io';
import { Adapter } from 'socket.io-adapter';
import type { ClientEvents, ServerEvents } from '../../shared/protocol.ts';
import type { Log } from '../telemetry/log.ts';
import type { Berths } from './berth.ts';
import { corkUpgrades, createDoor, type Cork } from './door.ts';
import { FanoutAdapter } from './fanout-adapter.ts';
import type { Gate } from './gate.ts';
import { laneOf } from './lane.ts';
import type { Sessions } from './neighbours.ts';
import type { Pressure } from './pressure.ts';
import type { Connection, ViewerData } from './viewer.ts';

export type SocketServer = Server<ClientEvents, ServerEvents, Record<string, never>, ViewerData>;

export interface SocketServerPorts {
  readonly server: HttpServer;
  readonly berthOf: Berths;
  readonly pressure: Pressure;
  readonly cork: Cork;
  readonly gate: Gate;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly sessions: Sessions | undefined;
  readonly log: Log;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Bytes of one packet from a viewer: far above any honest one, so that most excess gets an answer. */
const PACKET_LIMIT = 64 * 1024;
/** ms between two heartbeats of a connection; each has its own, so that no storm repeats itself in them. */
const HEARTBEAT = { least: 20_000, most: 25_000, step: 250 };

export function openSocketServer(ports: SocketServerPorts): {
  io: SocketServer;
  adapter: FanoutAdapter;
} {
  const { server, berthOf, pressure, cork, gate, addressOf, sessions, log, random } = ports;
  const io: SocketServer = new Server(server, {
    serveClient: false,
    maxHttpBufferSize: PACKET_LIMIT,
    // Socket.IO calls it with `new`, which an arrow function does not take.
    adapter: function createAdapter(nsp: Namespace) {
      // Of the viewers there are many; who else comes has a namespace of its own.
      return nsp.name === '/' ? new FanoutAdapter(nsp, berthOf, pressure) : new Adapter(nsp);
    },
  });
  corkUpgrades(io.engine, cork);
  io.engine.use(createDoor({ gate, addressOf, sessions }));
  if (sessions) io.engine.generateId = sessions.newId;
  spreadHeartbeats(io.engine.opts, random);
  warnOfStrangers(io.engine, log);
  const { adapter } = io.of('/');
  if (adapter instanceof FanoutAdapter) return { io, adapter };
  throw new TypeError('Socket.IO took another adapter');
}

/** Looks at the first WebSocket: who polls has nothing inside that could be familiar. */
function warnOfStrangers(engine: SocketServer['engine'], log: Log): void {
  function look(conn: Connection): void {
    if (conn.transport.name !== 'websocket') return;
    engine.off('connection', look);
    if (laneOf(conn)) return;
    log.warn('This version of Socket.IO is built otherwise inside: each broadcast costs more');
  }
  engine.on('connection', look);
}

/**
 * Engine.IO reads the interval anew for each connection, tells the client, and keeps to it. Steps, since
 * Node keeps one queue for all timers of the same length.
 */
function spreadHeartbeats(options: { pingInterval?: number }, random: () => number): void {
  const { least, most, step } = HEARTBEAT;
  const steps = (most - least) / step + 1;
  Object.defineProperty(options, 'pingInterval', {
    get: () => least + step * Math.floor(random() * steps),
  });
}
