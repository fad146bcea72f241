/** The HTTP server under the app and the hub: answers, and ends without cutting off whoever is being answered. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { refuse, refuseBroken } from './broken-request.ts';

export interface HttpServer {
  readonly server: Server;
  readonly isWaning: boolean;
  /** From now on each answer is the last of its connection. */
  wane(): void;
  /** The same, and what is still open after the grace is cut. */
  finish(): void;
}

/** Others that offer an upgrade, such as curl to HTTP/2, are answered as if they had not; Node alone would hang up. */
function isForHub({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/socket.io/');
}

/** ms for requests that are under way when the hub ends. */
const GRACE = 3_000;

export function createHttpServer(answer: Parameters<typeof getRequestListener>[0]): HttpServer {
  const listener = getRequestListener(answer, { errorHandler: refuse });
  let isWaning = false;
  const server = createServer({ shouldUpgradeCallback: isForHub }, (request, response) => {
    // `server.close()` ends idle connections only: a publisher that keeps asking would hold the hub.
    if (isWaning) response.setHeader('Connection', 'close');
    void listener(request, response);
  });
  server.on('clientError', refuseBroken);
  // Who expects what nobody knows gets a plain answer (RFC 9110, 10.1.1, leaves it open).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  const wane = (): void => {
    isWaning = true;
  };
  return {
    server,
    get isWaning() {
      return isWaning;
    },
    wane,
    finish() {
      wane();
      const cut = setTimeout(() => {
        server.closeAllConnections();
      }, GRACE);
      server.once('close', () => {
        clearTimeout(cut);
      });
    },
  };
}
