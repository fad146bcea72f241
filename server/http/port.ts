/** The port that a server listens on. */
import { once } from 'node:events';
import type { Server } from 'node:net';
import { StartFault } from '../start-fault.ts';

export interface Place {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Connections that wait to be accepted, in a storm of viewers; the kernel lowers it to `somaxconn`. */
const BACKLOG = 4_096;

/**
 * Gives the port. `isShared`: with every other process of this user that says so too, and the kernel
 * spreads the connections. Problem: a `StartFault` that says why it cannot be opened.
 */
export async function listen(server: Server, { host, port }: Place, isShared = false) {
  try {
    server.listen({ host, port, backlog: BACKLOG, reusePort: isShared });
    await once(server, 'listening');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const reason =
      why === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${why})`;
    throw new StartFault([`PORT ${port} on ${host} ${reason}`]);
  }
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
