/** The composition root: the only file that names an implementation. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { FIRST_CHANNEL } from '../shared/channel.ts';
import { makeKey, makeSecret, openAccess } from './access/keys.ts';
import { connectRedis } from './backends/redis.ts';
import { openDataFolder } from './backends/sqlite.ts';
import { createBoards } from './boards/boards.ts';
import type { Config } from './config.ts';
import { StartFault } from './start-fault.ts';
import { createApp } from './http/app.ts';
import { openHub } from './hub/hub.ts';
import { openNewsroom } from './newsroom/newsroom.ts';
import { openRedisStore } from './store/redis.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import { openLog, type Log } from './telemetry/log.ts';
import { openRedisWire } from './wire/redis.ts';
import { openSqliteWire } from './wire/sqlite.ts';
import type { Wire } from './wire/wire.ts';

export interface RunningHub {
  readonly url: string;
  /** The admin key that this start made, to be shown once. */
  readonly newAdminKey: string | undefined;
  close(): Promise<void>;
}

interface Backend {
  readonly wire: Wire;
  readonly store: Store;
  close(): void;
}

const PREFIX = 'ajil:';

export async function startHub(config: Config): Promise<RunningHub> {
  const log = openLog(config.logLevel);
  const backend = await openBackend(config, log);
  const { wire, store } = backend;
  const newAdminKey = await seed(store, config);
  const boards = createBoards(wire, Date.now);
  await Promise.all((await store.channels()).map((channel) => boards.follow(channel)));
  const newsroom = openNewsroom({
    wire,
    seen: (channel) => boards.position(channel),
    now: Date.now,
    newId: () => randomBytes(12).toString('base64url'),
  });
  const access = openAccess(store, config.adminKey);
  const clientFolder = fileURLToPath(new URL('../dist', import.meta.url));
  const app = createApp({ access, boards, newsroom, wire, log, clientFolder });
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  const hub = openHub(server, boards, Date.now);

  const close = async (): Promise<void> => {
    await hub.close();
    boards.stop();
    await wire.close();
    await store.close();
    backend.close();
  };
  try {
    server.listen(config.port, config.host);
    await once(server, 'listening');
  } catch (cause) {
    await close();
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const reason =
      why === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${why})`;
    throw new StartFault([`PORT ${config.port} on ${config.host} ${reason}`]);
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  return { url: `http://${config.host}:${port}`, newAdminKey, close };
}

async function openBackend(config: Config, log: Log): Promise<Backend> {
  if (config.redisUrl === undefined) {
    const { database, close } = openDataFolder(config.dataDir);
    const wire = openSqliteWire({ database, now: Date.now, newEpoch: randomUUID });
    return { wire, store: openSqliteStore(database), close };
  }
  const { commands, bell, close } = await connectRedis(config.redisUrl, log, Math.random);
  const wire = openRedisWire({
    commands,
    bell,
    prefix: PREFIX,
    newEpoch: randomUUID,
    random: Math.random,
  });
  return { wire, store: openRedisStore(commands, PREFIX), close };
}

/** The first channel, and a first admin key where none comes from outside; once, of many nodes. */
async function seed(store: Store, { adminKey }: Config): Promise<string | undefined> {
  const secret = adminKey === undefined ? makeSecret(randomInt) : undefined;
  const keys =
    secret === undefined
      ? []
      : [
          makeKey(secret, {
            id: randomUUID(),
            name: 'first admin key',
            role: 'admin',
            channels: null,
            created: new Date().toISOString(),
          }),
        ];
  return (await store.seed([FIRST_CHANNEL], keys)) ? secret : undefined;
}
