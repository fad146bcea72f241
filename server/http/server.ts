/** The HTTP server under the app and the hub: answers, and ends without cutting off whoever is being answered. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';

export interface HttpServer {
  readonly server: Server;
  /** From now on each answer is the last of its connection; what is still open after the grace is cut. */
  finish(): void;
}

/** ms for requests that are under way when the hub ends. */
const GRACE = 3_000;

export function createHttpServer(answer: Parameters<typeof getRequestListener>[0]): HttpServer {
  const listener = getRequestListener(answer);
  let finishing = false;
  const server = createServer((request, response) => {
    // `server.close()` ends idle connections only: a publisher that keeps asking would hold the hub.
    if (finishing) response.setHeader('Connection', 'close');
    void listener(request, response);
  });
  return {
    server,
    finish() {
      finishing = true;
      const cut = setTimeout(() => {
        server.closeAllConnections();
      }, GRACE);
      server.once('close', () => {
        clearTimeout(cut);
      });
    },
  };
}
