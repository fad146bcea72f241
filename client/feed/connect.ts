/** How a feed reaches its hub: Socket.IO, and the patience with which it tries again. */
import {
  io,
  type Manager,
  type ManagerOptions,
  type Socket,
  type SocketOptions,
} from 'socket.io-client';
import type { ClientEvents, Handshake, ServerEvents } from '../../shared/protocol.ts';

export type FeedSocket = Pick<
  Socket<ServerEvents, ClientEvents>,
  'on' | 'emit' | 'connect' | 'disconnect' | 'active' | 'connected'
>;
export type ConnectOptions = Partial<ManagerOptions & SocketOptions>;

/** ms. */
const RETRY = { first: 500, most: 20_000 } as const;

/**
 * How long to wait after so many failures in a row: anything from nothing to a limit that doubles each time
 * (full jitter). A hub that restarts must not meet all of its viewers in the same second.
 */
export function retryDelay(failures: number, random: () => number): number {
  return random() * Math.min(RETRY.first * 2 ** failures, RETRY.most);
}

export function connectWithSocketIo(
  hub: string,
  options: ConnectOptions,
  random = Math.random,
): FeedSocket {
  const socket = io(hub, options);
  spreadRetries(socket.io, random);
  return socket;
}

/**
 * Socket.IO's own jitter ends at its limit: after eight failures nearly everybody waits 20 s to the
 * millisecond, and after a thousand (six hours) half of them do not wait at all. So each wait is set beforehand.
 */
function spreadRetries(manager: Manager, random: () => number): void {
  const setNext = (failures: number): void => {
    manager.reconnectionDelayMax(retryDelay(failures, random));
  };
  manager.on('reconnect_attempt', (attempt) => setNext(attempt + 1));
  manager.on('reconnect', () => setNext(1));
  setNext(1);
}

export function connectOptions(
  auth: (send: (handshake: Handshake) => void) => void,
): ConnectOptions {
  return {
    // WebSocket first costs one round trip less; where a proxy breaks it, polling follows.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    auth,
    // More than the longest wait, which then decides; see `spreadRetries`.
    reconnectionDelay: RETRY.most,
    randomizationFactor: 0,
    // A feed's socket is its own: its channels stand in its handshake. Pages share feeds (join.ts).
    forceNew: true,
  };
}
