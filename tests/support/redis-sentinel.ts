/** A master, two replicas and the three Sentinels that watch them; a new master within seconds. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askRedis, askText } from './ask-redis.ts';
import { durable, freePorts, startRedisProcess, type RedisProcess } from './redis.ts';
import { until } from './until.ts';

export interface RedisSentinel {
  /** As the hub takes it: the Sentinels, and the name under which they know the master. */
  readonly url: string;
  /** Whom the Sentinels call master at present. */
  master(): Promise<RedisProcess>;
  /** kill -9 of the master; gives it, so that it can start again. */
  killMaster(): Promise<RedisProcess>;
  /** The Sentinels name another one, and it takes writes. */
  untilPromoted(before: RedisProcess): Promise<RedisProcess>;
  /** So many replicas hang on the master. */
  untilCopied(replicas: number): Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'ajil';
const COUNT = 3;
const QUORUM = 2;
const PATIENCE = 30_000;
/** In place of seconds; and a machine that stood still must not make them rest for half a minute. */
const HASTE: Record<string, number> = {
  'ask-period': 200,
  'info-period': 300,
  'ping-period': 200,
  'publish-period': 300,
  'tilt-period': 1_000,
};

/** Ports and ids of all three: written down for each of them, they need not find one another first. */
interface Watch {
  readonly port: number;
  readonly id: string;
}

async function appoint(): Promise<Watch[]> {
  const ports = await freePorts(COUNT);
  return ports.map((port) => ({ port, id: randomBytes(20).toString('hex') }));
}

function configOf(me: Watch, watches: readonly Watch[], servers: readonly RedisProcess[]): string {
  const [master, ...replicas] = servers.map(({ port }) => port);
  return [
    `port ${me.port}`,
    'bind 127.0.0.1',
    `sentinel myid ${me.id}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${master ?? 0} ${QUORUM}`,
    `sentinel down-after-milliseconds ${NAME} 700`,
    `sentinel failover-timeout ${NAME} 3000`,
    `sentinel parallel-syncs ${NAME} 2`,
    ...replicas.map((port) => `sentinel known-replica ${NAME} 127.0.0.1 ${port}`),
    ...watches
      .filter(({ id }) => id !== me.id)
      .map(({ port, id }) => `sentinel known-sentinel ${NAME} 127.0.0.1 ${port} ${id}`),
    '',
  ].join('\n');
}

async function startServer(master?: RedisProcess): Promise<RedisProcess> {
  const replication = master ? ['--replicaof', `127.0.0.1 ${master.port}`] : [];
  const haste = ['--repl-diskless-sync-delay', '0'];
  return startRedisProcess({ options: (place) => [...durable(place), ...replication, ...haste] });
}

function startWatch(me: Watch, watches: readonly Watch[], servers: readonly RedisProcess[]) {
  const options = ({ folder }: { folder: string }): string[] => {
    // It writes into its file what it learns, so each has one of its own.
    const file = join(folder, 'sentinel.conf');
    writeFileSync(file, `${configOf(me, watches, servers)}dir ${folder}\n`);
    return [file, '--sentinel'];
  };
  return startRedisProcess({ port: me.port, options });
}

export async function startRedisSentinel(): Promise<RedisSentinel> {
  const opened = new AsyncDisposableStack();
  const keep = (one: RedisProcess): RedisProcess => opened.adopt(one, () => one.stop());
  const servers: RedisProcess[] = [];
  const watches = await appoint();

  async function master(): Promise<RedisProcess> {
    const asked = watches[0]?.port ?? 0;
    const address = await askRedis(asked, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME);
    const port = Array.isArray(address) ? Number(address[1]) : NaN;
    const server = servers.find((one) => one.port === port);
    if (server === undefined) throw new Error(`The Sentinels name a stranger: ${String(address)}`);
    return server;
  }

  async function hasReplicas(replicas: number): Promise<boolean> {
    const { port } = await master();
    const info = await askText(port, 'INFO', 'replication');
    return (info.match(/state=online/g) ?? []).length >= replicas;
  }

  const sentinel: RedisSentinel = {
    url: `redis+sentinel://${watches.map(({ port }) => `127.0.0.1:${port}`).join(',')}/${NAME}`,
    master,
    async killMaster() {
      const server = await master();
      await server.kill();
      return server;
    },
    async untilPromoted(before) {
      const isAnother = async (): Promise<boolean> => {
        const { port } = await master();
        return port !== before.port && (await askText(port, 'ROLE')).startsWith('master');
      };
      await until(isAnother, 'a replica to be promoted', PATIENCE);
      return master();
    },
    untilCopied: (replicas) =>
      until(() => hasReplicas(replicas), `${replicas} replicas of the master`, PATIENCE),
    stop: () => opened.disposeAsync(),
  };
  try {
    servers.push(keep(await startServer()));
    servers.push(
      ...(await Promise.all([startServer(servers[0]), startServer(servers[0])])).map(keep),
    );
    for (const me of watches) keep(await startWatch(me, watches, servers));
    const debug = Object.entries(HASTE).flatMap(([name, ms]) => [name, String(ms)]);
    for (const { port } of watches) await askRedis(port, 'SENTINEL', 'DEBUG', ...debug);
    await sentinel.untilCopied(COUNT - 1);
    return sentinel;
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
