/** A proxy that loses answers: the hub has done what was asked, and whoever asked never hears of it. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Forgetful {
  readonly url: string;
  /** Answers of the hub that were lost so far. */
  readonly lost: number;
  /** So many answers to come are lost; those to GET are not. */
  lose(count: number): void;
  close(): Promise<void>;
}

export async function openForgetful(hub: string): Promise<Forgetful> {
  let toLose = 0;
  let lost = 0;

  function pass(asked: IncomingMessage, answered: ServerResponse): void {
    const { method, url, headers } = asked;
    const onward = request(`${hub}${url ?? ''}`, { method, headers }, (answer) => {
      if (method === 'GET' || toLose === 0) {
        answered.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(answered);
        return;
      }
      toLose -= 1;
      answer.resume().once('end', () => {
        lost += 1;
        asked.socket.destroy();
      });
    });
    onward.on('error', () => asked.socket.destroy());
    asked.pipe(onward);
  }

  const server = createServer(pass).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get lost() {
      return lost;
    },
    lose(count) {
      toLose = count;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
