/**
 * Several workers on one port. The session of a polling viewer lives in one of them, but the kernel
 * spreads connections, and a proxy puts many viewers on one and one viewer on many. So each session
 * id ends with the number of its worker, and a request that came to another one is handed over.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { Agent, createServer, ServerResponse, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { relayRequest, relayUpgrade, type Relayed } from './relay.ts';

/** This worker's place among the others. */
export interface Neighbourhood {
  readonly number: number;
  readonly count: number;
  /** Of this user alone: each worker listens here under its number. */
  readonly folder: string;
}

/** How the sessions of this worker are named, and what happens before the hub looks for one. */
export interface Sessions {
  newId(): string;
  /** How much this worker has handed over that is still under way. */
  readonly relayed: number;
  /** `next` lets the hub itself answer. */
  route(request: IncomingMessage, response: ServerResponse, next: () => void): void;
}

export interface Neighbours {
  readonly sessions: Sessions;
  /** Takes what the others hand over. */
  open(): Promise<void>;
  /** Also cuts off whom this worker had handed over: they come back to another. */
  close(): void;
}

const SESSION_BYTES = 15;
/** Handed-over connections that may wait: when the room is full, a Unix socket refuses at once. */
const BACKLOG = 4_096;
/** ms for which a connection to another worker is kept unused. */
const IDLE_LIMIT = 5_000;

/** Where the worker of that number takes what the others hand over. */
export function socketOf({ folder }: Pick<Neighbourhood, 'folder'>, number: number): string {
  return join(folder, `${number}.sock`);
}

export function openNeighbours(server: Server, place: Neighbourhood): Neighbours {
  const pathOf = (number: number): string => socketOf(place, number);
  const relayed = new Set<() => void>();
  const heads = new WeakMap<IncomingMessage, Uint8Array>();
  server.prependListener('upgrade', (request, _socket, head) => heads.set(request, head));
  // Connections are kept for the next request, and it is for those who opened them to close them: the
  // other side might do it just as one is used, which would cost a viewer its session.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: Infinity, timeout: IDLE_LIMIT });
  const door = createServer({ keepAliveTimeout: 0 });
  door.on('request', (...one) => server.emit('request', ...one));
  door.on('upgrade', (...one) => server.emit('upgrade', ...one));

  function route(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    const number = workerOf(request);
    const isForeign = number !== place.number && number >= 1 && number <= place.count;
    // With an upgrade the hub is given no true response.
    const answer = response instanceof ServerResponse ? response : undefined;
    const hasForm = answer ? isPolling(request) : isBodilessGet(request);
    if (!isForeign || !hasForm) {
      next();
      return;
    }
    // A session whose worker is gone is unknown, and that is what the hub answers.
    const one: Relayed = { request, path: pathOf(number), failed: next };
    const cut = answer
      ? relayRequest(one, answer, agent)
      : relayUpgrade(one, heads.get(request) ?? new Uint8Array());
    relayed.add(cut);
    (answer ?? request.socket).once('close', () => relayed.delete(cut));
  }

  return {
    sessions: {
      get relayed() {
        return relayed.size;
      },
      newId: () => `${randomBytes(SESSION_BYTES).toString('base64url')}.${place.number}`,
      route,
    },
    async open() {
      const path = pathOf(place.number);
      // Left behind by a predecessor that was killed.
      rmSync(path, { force: true });
      door.listen({ path, backlog: BACKLOG });
      await once(door, 'listening');
    },
    close() {
      door.close();
      for (const cut of relayed) cut();
      agent.destroy();
    },
  };
}

/** The session that a request names, as Engine.IO reads it; '' where that makes a new one. */
export function sessionOf({ url = '' }: IncomingMessage): string {
  if (!url.includes('sid=')) return '';
  // Of several Engine.IO takes the last too; what follows a # is none of the query.
  return URL.parse(url, 'http://hub')?.searchParams.getAll('sid').at(-1) ?? '';
}

/** 0: the request names no session, or one that no worker can have made. */
function workerOf(request: IncomingMessage): number {
  return Number(/\.(\d{1,2})$/.exec(sessionOf(request))?.[1] ?? 0);
}

function isPolling(request: IncomingMessage): boolean {
  return request.method === 'POST' || isBodilessGet(request);
}

/** A body where none belongs is nothing that the hub reads, and passed on it could pass for a request. */
function isBodilessGet({ method, headers }: IncomingMessage): boolean {
  const hasBody = 'transfer-encoding' in headers || (headers['content-length'] ?? '0') !== '0';
  return method === 'GET' && !hasBody;
}
