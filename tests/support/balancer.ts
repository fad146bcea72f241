/**
 * One address in front of several hubs, as a load balancer is: each connection goes to the next hub in turn
 * whose /readyz says that it is ready. It writes down when viewers came, and to which hub.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { ask } from './poll.ts';

/** Where one viewer goes. */
export interface Route {
  readonly url: string;
  /** It is no longer there. */
  end(): void;
}

export interface Balancer {
  readonly url: string;
  /**
   * Sends a viewer straight to a hub, as a balancer does that answers by name: thousands of viewers would
   * otherwise measure nothing but this process, which carries each headline to each of them.
   */
  route(): Route;
  /** When viewers were sent to a hub, ms on the clock of `performance`. */
  arrivals(hub: string): readonly number[];
  /** Viewers of a hub at this moment. */
  present(hub: string): number;
  isReady(hub: string): boolean;
  close(): Promise<void>;
}

interface Node {
  readonly url: string;
  readonly arrivals: number[];
  present: number;
  isReady: boolean;
}

/** ms between two questions to each hub: as often as a supervisor that is in a hurry would ask. */
const PROBE = 100;

export async function openBalancer(hubs: readonly string[]): Promise<Balancer> {
  const nodes = hubs.map((url): Node => ({ url, arrivals: [], present: 0, isReady: false }));
  const sockets = new Set<Socket>();
  let turn = 0;
  let isOver = false;

  function next(): Node | undefined {
    const ready = nodes.filter(({ isReady }) => isReady);
    turn += 1;
    return ready[turn % ready.length];
  }

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  /** Gives what is to be done when the viewer leaves. */
  function count(node: Node): () => void {
    node.arrivals.push(performance.now());
    node.present += 1;
    return () => (node.present -= 1);
  }

  function pass(viewer: Socket, first: Buffer): void {
    const node = next();
    if (!node) {
      viewer.destroy();
      return;
    }
    if (isNewViewer(first)) viewer.once('close', count(node));
    const { hostname, port } = new URL(node.url);
    const onward = connect({ host: hostname, port: Number(port), noDelay: true });
    keep(onward);
    onward.once('close', () => viewer.destroySoon());
    viewer.once('close', () => onward.destroySoon());
    onward.write(first);
    viewer.pipe(onward).pipe(viewer);
  }

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (viewer) => {
    keep(viewer);
    viewer.once('data', (first: Buffer) => {
      viewer.pause();
      pass(viewer, first);
    });
  });
  server.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  async function probe(): Promise<void> {
    await Promise.all(nodes.map(async (node) => void (node.isReady = await isReady(node.url))));
  }
  await probe();
  const probing = watch();
  async function watch(): Promise<void> {
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, PROBE));
      await probe();
    }
  }

  const url = `http://127.0.0.1:${port}`;
  const nodeOf = (hub: string) => nodes.find((node) => node.url === hub);
  return {
    url,
    route() {
      const node = next();
      return node ? { url: node.url, end: count(node) } : { url, end: () => undefined };
    },
    arrivals: (hub) => nodeOf(hub)?.arrivals ?? [],
    present: (hub) => nodeOf(hub)?.present ?? 0,
    isReady: (hub) => nodeOf(hub)?.isReady ?? false,
    async close() {
      isOver = true;
      await probing;
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function isReady(hub: string): Promise<boolean> {
  const answer = await ask(`${hub}/readyz`).catch(() => undefined);
  return answer?.status === 200;
}

/** The first request of a viewer names no session. */
function isNewViewer(first: Buffer): boolean {
  const [line = ''] = first.toString('latin1', 0, 512).split('\r\n', 1);
  return line.startsWith('GET /socket.io/') && !line.includes('sid=');
}
