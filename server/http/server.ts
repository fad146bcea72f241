/** The HTTP server under the app and the hub: answers, and ends without cutting off whoever is being answered. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';

export interface HttpServer {
  readonly server: Server;
  readonly isWaning: boolean;
  /** From now on each answer is the last of its connection. */
  wane(): void;
  /** The same, and what is still open after the grace is cut. */
  finish(): void;
}

/** ms for requests that are under way when the hub ends. */
const GRACE = 3_000;

export function createHttpServer(answer: Parameters<typeof getRequestListener>[0]): HttpServer {
  const listener = getRequestListener(answer);
  let isWaning = false;
  const server = createServer((request, response) => {
    // `server.close()` ends idle connections only: a publisher that keeps asking would hold the hub.
    if (isWaning) response.setHeader('Connection', 'close');
    void listener(request, response);
  });
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
