/** A bare Socket.IO server with an adapter of choice, real clients, and what each of them heard. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket as Tcp } from 'node:net';
import { Server, type Namespace, type Socket } from 'socket.io';
import { Adapter } from 'socket.io-adapter';
import { io as openClient, type Socket as Client } from 'socket.io-client';
import { createBerths } from '../../server/hub/berth.ts';
import { FanoutAdapter } from '../../server/hub/fanout-adapter.ts';
import { createPressure } from '../../server/hub/pressure.ts';
import { until } from './until.ts';

export const ADAPTERS = ['the stock adapter', 'our adapter'] as const;
export type AdapterName = (typeof ADAPTERS)[number];
/** `upgrade`: comes by polling, and becomes a WebSocket while it is being told things. */
export const ROUTES = ['websocket', 'polling', 'upgrade'] as const;
export type Route = (typeof ROUTES)[number];

export interface Guest {
  readonly client: Client;
  readonly socket: Socket;
  /** Every event with its arguments, as one text. */
  readonly heard: readonly string[];
}

export interface Stage {
  readonly io: Server;
  readonly url: string;
  readonly tcp: ReadonlySet<Tcp>;
  come(route: Route, namespace?: string): Promise<Guest>;
  /** Waits until everyone still here has heard all that was sent up to now. */
  finish(guests: readonly Guest[]): Promise<void>;
  close(): Promise<void>;
}

const TRANSPORTS = {
  websocket: ['websocket'],
  polling: ['polling'],
  upgrade: ['polling', 'websocket'],
};

export async function openStage(name: AdapterName): Promise<Stage> {
  const server = createServer();
  const tcp = new Set<Tcp>();
  server.on('connection', (socket) => {
    tcp.add(socket);
    socket.once('close', () => tcp.delete(socket));
  });
  const pressure = createPressure(() => undefined, Infinity);
  const berthOf = createBerths(pressure.check);
  const io = new Server(server, {
    serveClient: false,
    adapter: function createAdapter(nsp: Namespace) {
      return name === 'our adapter' ? new FanoutAdapter(nsp, berthOf, pressure) : new Adapter(nsp);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const clients: Client[] = [];

  return {
    io,
    url,
    tcp,
    async come(route, namespace = '/') {
      // Before the client: nobody hears of a namespace that is opened too late.
      const nsp = io.of(namespace);
      const client = openClient(`${url}${namespace}`, {
        transports: TRANSPORTS[route],
        forceNew: true,
        reconnection: false,
      });
      clients.push(client);
      const heard: string[] = [];
      client.onAny((event: string, ...sent: unknown[]) => {
        const acknowledge = sent.find((one) => typeof one === 'function');
        if (event !== 'end')
          heard.push([event, ...sent.filter((one) => one !== acknowledge)].join(' '));
        if (acknowledge) Reflect.apply(acknowledge, undefined, [client.id]);
      });
      await until(() => client.connected, 'the client to be let in');
      const socket = nsp.sockets.get(client.id ?? '');
      if (!socket) throw new Error('The server does not know the client');
      return { client, socket, heard };
    },
    async finish(guests) {
      await Promise.all(
        guests.map(async ({ client, socket }) => {
          if (!socket.connected) return;
          const ended = new Promise((resolve) => client.once('end', resolve));
          socket.emit('end');
          await ended;
        }),
      );
    },
    async close() {
      for (const client of clients) client.disconnect();
      for (const socket of tcp) socket.destroy();
      await io.close();
    },
  };
}
