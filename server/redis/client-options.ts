/** The options of node-redis that hold for every client. */
import type { RedisAddress, RedisNode } from './address.ts';

/** ms for one attempt to connect. */
const CONNECT_TIMEOUT = 1_000;

type Login = Pick<RedisAddress, 'tls' | 'username' | 'password' | 'database'>;

export function clientOptions({ username, password, database, tls }: Login, node?: RedisNode) {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    // Who publishes while Redis is away must hear of it, not wait.
    disableOfflineQueue: true,
    maintNotifications: 'disabled' as const,
    socket: {
      ...node,
      ...(tls ? { tls: true as const } : {}),
      connectTimeout: CONNECT_TIMEOUT,
      // Who replaces clients is `successor.ts`, and nobody else.
      reconnectStrategy: false as const,
    },
  };
}
