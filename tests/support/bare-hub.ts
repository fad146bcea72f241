/** The hub's Socket.IO with its adapter and its sense of pressure, and nothing that would speak first. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket as Tcp } from 'node:net';
import { createBerths } from '../../server/hub/berth.ts';
import type { FanoutAdapter } from '../../server/hub/fanout-adapter.ts';
import { createPressure, type Pressure } from '../../server/hub/pressure.ts';
import { openSocketServer, type SocketServer } from '../../server/hub/socket-server.ts';
import type { Viewer } from '../../server/hub/viewer.ts';
import { openLog, type Log } from '../../server/telemetry/log.ts';
import { joinLine, type Line } from './line.ts';
import { until } from './until.ts';

export interface Visitor {
  readonly line: Line;
  readonly viewer: Viewer;
  /** The hub's end of its connection. */
  readonly tcp: Tcp;
  /** What it heard since it came, once all that was sent has arrived. */
  told(): Promise<readonly string[]>;
}

export interface BareHub {
  readonly io: SocketServer;
  readonly adapter: FanoutAdapter;
  readonly pressure: Pressure;
  readonly url: string;
  come(): Promise<Visitor>;
  close(): Promise<void>;
}

export interface BareHubOptions {
  readonly cap?: number;
  readonly log?: Log;
  readonly onCut?: () => void;
}

export async function openBareHub(options: BareHubOptions = {}): Promise<BareHub> {
  const { log = openLog('silent'), onCut = () => undefined } = options;
  const server = createServer();
  const tcp = new Map<number | undefined, Tcp>();
  server.on('connection', (socket) => tcp.set(socket.remotePort, socket));
  const pressure = createPressure(onCut, options.cap);
  const cork = (): void => undefined;
  const berthOf = createBerths(pressure.check);
  const { io, adapter } = openSocketServer({
    server,
    berthOf,
    pressure,
    cork,
    log,
    addressOf: () => '127.0.0.1',
    gate: { refusal: () => undefined, close: () => undefined },
    sessions: undefined,
    random: Math.random,
  });
  // As the hub's reception does it: what is sent to a connection counts from the beginning.
  io.engine.on('connection', berthOf);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  let fences = 0;

  return {
    io,
    adapter,
    pressure,
    url,
    async come() {
      const line = await joinLine(url, '40');
      const id = /^40\{"sid":"([^"]+)"/.exec(line.heard[1] ?? '')?.[1] ?? '';
      const viewer = io.sockets.sockets.get(id);
      const end = tcp.get(line.port);
      if (!viewer || !end) throw new Error('The hub does not know the viewer');
      const told = async (): Promise<readonly string[]> => {
        fences += 1;
        const fence = `42["drain",{"afterMs":${fences}}]`;
        viewer.emit('drain', { afterMs: fences });
        await until(() => line.heard.includes(fence), 'all that was sent to arrive');
        return line.heard.slice(2).filter((packet) => !packet.startsWith('42["drain"'));
      };
      return { line, viewer, tcp: end, told };
    },
    async close() {
      for (const socket of tcp.values()) socket.destroy();
      await io.close();
    },
  };
}
