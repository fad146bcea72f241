/** The connections to Redis: one for commands, one for the bell. */
import { createClient } from 'redis';
import { StartFault } from '../start-fault.ts';
import type { Log } from '../telemetry/log.ts';

type Client = ReturnType<typeof createClient>;

export interface RedisLink {
  readonly commands: Client;
  readonly bell: Client;
  close(): void;
}

/** ms to wait for a connection at the start. */
const CONNECT_TIMEOUT = 3_000;
/** ms between attempts to come back, at most; jittered so that nodes don't come back as one. */
const RECONNECT_MOST = 2_000;

export async function connectRedis(
  url: string,
  log: Log,
  random: () => number,
): Promise<RedisLink> {
  const open = (name: string, disableOfflineQueue: boolean): Client => {
    let wasReady = false;
    const client: Client = createClient({
      url,
      disableOfflineQueue,
      socket: {
        connectTimeout: CONNECT_TIMEOUT,
        // Before the first success a failure is the operator's to hear, at once.
        reconnectStrategy: (attempt, cause) =>
          (wasReady && Math.min(RECONNECT_MOST, 50 * 2 ** attempt) * (0.5 + random() / 2)) || cause,
      },
    });
    client.on('ready', () => {
      if (wasReady) log.info({ connection: name }, 'redis is back');
      wasReady = true;
    });
    client.on('error', (error: Error) => {
      if (wasReady) log.warn({ connection: name, why: error.message }, 'redis is away');
    });
    return client;
  };
  const commands = open('commands', true);
  const bell = open('bell', false);
  try {
    await Promise.all([commands.connect(), bell.connect()]);
  } catch (cause) {
    commands.destroy();
    bell.destroy();
    const { host } = new URL(url);
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new StartFault([`REDIS_URL: no Redis answers at ${host} (${why})`]);
  }
  return {
    commands,
    bell,
    close() {
      commands.destroy();
      bell.destroy();
    },
  };
}
