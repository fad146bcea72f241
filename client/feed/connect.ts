/** How a feed reaches its hub: Socket.IO, and the patience with which it tries again. */
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { ClientEvents, Handshake, ServerEvents } from '../../shared/protocol.ts';

export type FeedSocket = Pick<
  Socket<ServerEvents, ClientEvents>,
  'on' | 'emit' | 'connect' | 'disconnect' | 'active' | 'connected'
>;
export type ConnectOptions = Partial<ManagerOptions & SocketOptions>;

export const RETRY = { first: 500, most: 20_000 } as const;
export function connectWithSocketIo(hub: string, options: ConnectOptions): FeedSocket {
  return io(hub, options);
}

export function connectOptions(
  auth: (send: (handshake: Handshake) => void) => void,
): ConnectOptions {
  return {
    // WebSocket first costs one round trip less; where a proxy breaks it, polling follows.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    auth,
    reconnectionDelay: RETRY.first,
    reconnectionDelayMax: RETRY.most,
    // Full jitter: a hub that restarts must not meet all of its viewers in the same second.
    randomizationFactor: 1,
    // A feed's socket is its own: its channels stand in its handshake. Pages share feeds (join.ts).
    forceNew: true,
  };
}
