/** A middlebox as in many offices: it passes HTTP on to the hub and breaks every WebSocket; it may lose answers too. */
import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Relay extends AsyncDisposable {
  readonly url: string;
  readonly refusedUpgrades: number;
  /** What is asked reaches the hub, and no answer comes back. */
  loseAnswers(isLosing: boolean): void;
}

export async function openRelay(hub: string): Promise<Relay> {
  let refusedUpgrades = 0;
  let isLosing = false;
  const server = createServer((request, response) => {
    const { method, headers, url = '/' } = request;
    const onward = send(new URL(url, hub), { method, headers }, (answer) => {
      if (isLosing) {
        answer.resume();
        response.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    // A poll that the page gives up is given up on the other side too.
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  server.on('upgrade', (_, socket: Duplex) => {
    refusedUpgrades += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get refusedUpgrades() {
      return refusedUpgrades;
    },
    loseAnswers(is) {
      isLosing = is;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
