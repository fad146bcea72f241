/** Everyone who connects: checked, greeted with what they asked for, and answered from then on. */
import type { IncomingMessage } from 'node:http';
import { asProblem, Problem } from '../../shared/problem.ts';
import type { Acknowledgement, Position } from '../../shared/protocol.ts';
import type { Log } from '../telemetry/log.ts';
import type { Addresses } from './addresses.ts';
import { limitChannels, type Admission, type Asked } from './admission.ts';
import type { Asks } from './asks.ts';
import type { Audience } from './audience.ts';
import { freeTcpOf, type Berths } from './berth.ts';
import type { Cork } from './door.ts';
import type { Pressure } from './pressure.ts';
import type { SocketServer } from './socket-server.ts';
import type { HubTally } from './tally.ts';
import type { Connection, Viewer } from './viewer.ts';

export interface ReceptionPorts {
  readonly admission: Admission;
  readonly audience: Audience;
  readonly berthOf: Berths;
  readonly pressure: Pressure;
  readonly cork: Cork;
  readonly addresses: Addresses;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly asks: Asks;
  readonly log: Log;
  readonly tally: HubTally;
}

/** ms that a node has to learn what a viewer knows already. */
const CATCH_UP = 250;

/** What is asked in it was answered, and Socket.IO would keep it for good. */
const NO_HANDSHAKE = Object.freeze({ headers: {}, query: {}, auth: {} });

export function openReception(io: SocketServer, ports: ReceptionPorts): void {
  const { admission, audience, berthOf, pressure, cork, addresses, addressOf, asks, log, tally } =
    ports;
  function problemOf(error: unknown): Problem {
    const problem = asProblem(error);
    if (problem.code === 'internal') log.error({ error }, 'a viewer could not be served');
    return problem;
  }

  /** A stranger's packet may come without a request, and without a function to answer to. */
  function answer(sent: readonly unknown[], act: (asked: unknown) => Acknowledgement): void {
    const acknowledge = sent.at(-1);
    let reply: Acknowledgement;
    try {
      reply = act(sent[0]);
    } catch (error) {
      reply = { problem: problemOf(error).toDocument() };
    }
    if (isCallback(acknowledge)) acknowledge(reply);
  }

  /** Tells a viewer what it asked for; returns the bytes. */
  function tell(viewer: Viewer, { channel, after }: Asked): number {
    try {
      return audience.enter(viewer, channel, after).bytes;
    } catch (error) {
      // Deleted between the check and now.
      audience.dismiss(viewer, channel, problemOf(error));
      return 0;
    }
  }

  /** Tells a viewer all that it asked for in its handshake. */
  function greet(viewer: Viewer, asked: readonly Asked[]): { bytes: number } {
    let bytes = 0;
    for (const one of asked) {
      if (audience.isAhead(one.channel, one.after)) awaitLog(viewer, one);
      else bytes += tell(viewer, one);
    }
    return { bytes };
  }

  /**
   * A node may be a moment behind the one that a viewer comes from. Its board would take the newest headline
   * away again, or a correction back (H2); most often it can say a few ms later what comes next.
   */
  function awaitLog(viewer: Viewer, asked: Asked): void {
    const { channel } = asked;
    viewer.data.awaited = (viewer.data.awaited ?? new Set()).add(channel);
    setTimeout(() => {
      if (!viewer.connected || !viewer.data.awaited?.delete(channel)) return;
      pressure.serve(viewer.conn, () => ({ bytes: tell(viewer, asked) }));
    }, CATCH_UP);
  }

  function subscribe(viewer: Viewer, asked: unknown): Position {
    const { channel, after } = admission.request(berthOf(viewer.conn).site, asked);
    // Its own room, named by its id, is among its rooms and makes up for the new one.
    const isNew = !audience.has(viewer, channel);
    if (isNew) limitChannels(viewer.rooms.size);
    viewer.data.awaited?.delete(channel);
    const enter = () => audience.enter(viewer, channel, after);
    return (isNew ? pressure.serve(viewer.conn, enter) : enter()).position;
  }

  // One for all, as those of viewers.
  function onClose(this: Connection): void {
    const { household } = berthOf(this);
    if (household) addresses.leave(household);
  }

  io.engine.on('connection', (conn: Connection) => {
    const berth = berthOf(conn);
    berth.site = admission.siteOf(conn.request.headers);
    berth.household = addresses.arrive(addressOf(conn.request));
    conn.once('close', onClose);
    // Engine.IO keeps the first request for as long as the connection lasts.
    Object.assign(conn, { request: null });
  });

  io.use((viewer, next) => {
    const berth = berthOf(viewer.conn);
    try {
      // Socket.IO itself lets one connection in as often as its CONNECT stands in one polling body, and
      // sends it every entry as often.
      if (berth.isTaken) throw new Problem('invalid', 'This connection has its viewer');
      const isFirst = !berth.isUsed;
      berth.isUsed = true;
      if (!isFirst) asks.count(berth);
      const asked = admission.handshake(berth.site, viewer.handshake.auth);
      if (!isFirst) asks.count(berth, asked.length);
      viewer.data.asked = asked;
      berth.isTaken = true;
      // Socket.IO's answer and the boards go out as one.
      const tcp = freeTcpOf(berth);
      if (tcp) cork(tcp);
      next();
    } catch (error) {
      const problem = problemOf(error);
      tally.refused(problem.code);
      next(refusal(problem));
    }
  });

  // The same three for all: closures of their own would cost every viewer memory.
  function onDisconnect(this: Viewer): void {
    berthOf(this.conn).isTaken = false;
  }
  function onSubscribe(this: Viewer, ...sent: unknown[]): void {
    answer(sent, (asked) => {
      asks.count(berthOf(this.conn));
      return subscribe(this, asked);
    });
  }
  function onUnsubscribe(this: Viewer, ...sent: unknown[]): void {
    answer(sent, (asked) => {
      asks.count(berthOf(this.conn));
      const channel = admission.named(asked);
      this.data.awaited?.delete(channel);
      audience.leave(this, channel);
      return {};
    });
  }

  io.on('connection', (viewer) => {
    const asked = viewer.data.asked ?? [];
    pressure.greet(viewer.conn, asked.length, () => greet(viewer, asked));
    viewer.data.asked = undefined;
    Object.assign(viewer, { handshake: NO_HANDSHAKE });
    viewer.on('disconnect', onDisconnect);
    viewer.on('subscribe', onSubscribe);
    viewer.on('unsubscribe', onUnsubscribe);
  });
}

function isCallback(value: unknown): value is (reply: Acknowledgement) => void {
  return typeof value === 'function';
}

/** As Socket.IO carries it to the `connect_error` of a client. */
function refusal(problem: Problem): Error {
  return Object.assign(new Error(problem.message), { data: problem.toDocument() });
}
