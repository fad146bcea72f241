/** What happens to a connection before it is a viewer's: whether it comes in, and in how few writes. */
import type { EventEmitter } from 'node:events';
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Gate } from './gate.ts';
import { sessionOf, type Sessions } from './neighbours.ts';
import { turnAway } from './turn-away.ts';

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Holds back what is written to a stream until `setImmediate`: by then it is complete. Each write of its
 * own costs the kernel as much as a whole broadcast costs a viewer.
 */
export type Cork = (stream: Duplex) => void;

export function createCork(): Cork {
  let corked: Duplex[] = [];

  function release(): void {
    const streams = corked;
    corked = [];
    for (const stream of streams) stream.uncork();
  }

  return (stream) => {
    if (corked.length === 0) setImmediate(release);
    stream.cork();
    corked.push(stream);
  };
}

/**
 * The answer 101 and Engine.IO's greeting go out as one. Not sooner than the headers of the 101 are made:
 * a refusal is written and the connection destroyed at once, with all that is still held back.
 */
export function corkUpgrades(engine: EventEmitter, cork: Cork): void {
  engine.on('initial_headers', (_headers: unknown, { headers, socket }: IncomingMessage) => {
    if (headers.upgrade !== undefined) cork(socket);
  });
}

export interface DoorPorts {
  readonly gate: Gate;
  /** Where a request comes from, for counting. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Where the port is shared with other workers. */
  readonly sessions: Sessions | undefined;
}

/** The one middleware of Engine.IO: each of its own would cost every viewer two promises. */
export function createDoor({ gate, addressOf, sessions }: DoorPorts): Middleware {
  return (request, response, next) => {
    const enter = (): void => {
      if (response instanceof ServerResponse) allowPages(request, response, next);
      else forgetUpgrade(response, next);
    };
    // A request of a connection that is there, or an upgrade for one, names it. Read as Engine.IO does:
    // with an empty name, say, it makes a new one.
    const isNew = sessionOf(request) === '';
    const isPolling = response instanceof ServerResponse;
    const refusal = isNew ? gate.refusal({ address: addressOf(request), isPolling }) : undefined;
    if (refusal) turnAway(request, response, refusal);
    else if (sessions && !isNew) sessions.route(request, response, enter);
    else enter();
  };
}

/** Public data, no cookies (CORS): which pages may show a channel is checked per channel. */
function allowPages(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method !== 'OPTIONS') {
    next();
    return;
  }
  // A page with a client that adds headers of its own asks first.
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  const asked = request.headers['access-control-request-headers'];
  if (asked !== undefined) response.setHeader('Access-Control-Allow-Headers', asked);
  response.setHeader('Access-Control-Max-Age', '86400');
  response.writeHead(204).end();
}

/**
 * For an upgrade, Engine.IO makes up a response that stays with the TCP connection, and keeps the request
 * with all its headers: a third of what a viewer costs.
 */
function forgetUpgrade(response: object, next: () => void): void {
  Object.assign(response, { req: null });
  next();
}
