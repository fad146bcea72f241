/** A Redis of the test's own: own process, free port, own folder; nothing is left behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer } from './programs.ts';
import { until } from './until.ts';

export interface RedisProcess {
  readonly port: number;
  readonly folder: string;
  /** kill -9, as a crash would; the folder stays. */
  kill(): Promise<void>;
  /** On the same port and folder. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestRedis extends RedisProcess {
  readonly url: string;
}

export interface RedisOptions {
  /** Where its neighbours expect it; a free one otherwise. */
  readonly port?: number;
  /** What redis-server is started with. */
  readonly options: (place: { port: number; folder: string }) => readonly string[];
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('No port was given');
  return port;
}

/** Taken all at once and then let go, so that no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = servers.map(async (server) => {
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port was given');
    return address.port;
  });
  const given = await Promise.all(ports);
  for (const server of servers) server.close();
  await Promise.all(servers.map((server) => once(server, 'close')));
  return given;
}

const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** An append-only file and no snapshots, on this machine alone. */
export function durable(
  { port, folder }: { port: number; folder: string },
  appendfsync: 'always' | 'everysec' = 'always',
): string[] {
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  return [...place, '--appendonly', 'yes', '--appendfsync', appendfsync];
}

/** Durable by default: what Redis acknowledges is on the disk. */
export async function startRedis(
  appendfsync: 'always' | 'everysec' = 'always',
  ...more: readonly string[]
): Promise<TestRedis> {
  const options: RedisOptions['options'] = (place) => [...durable(place, appendfsync), ...more];
  const redis = await startRedisProcess({ options });
  return { ...redis, url: `redis://127.0.0.1:${redis.port}` };
}

export async function startRedisProcess(given: RedisOptions): Promise<RedisProcess> {
  const program = findRedisServer();
  if (program === undefined) throw new Error('redis-server is not installed');
  const port = given.port ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'ajil-redis-'));
  const options = given.options({ port, folder });
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn(program ?? '', options, { stdio: 'ignore' });
    child = started;
    alive.add(started);
    started.once('exit', () => alive.delete(started));
    try {
      await until(() => accepts(port), 'redis-server to accept connections');
    } catch (error) {
      await kill();
      throw error;
    }
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async function stop(): Promise<void> {
    await kill();
    await rm(folder, { recursive: true, force: true });
  }

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, folder, kill, start, stop };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('connect', () => socket.end('PING\r\n'));
    socket.once('data', (answer) => {
      // One that wants a password says so only once it is ready.
      resolve(/^(\+PONG|-NOAUTH)/.test(answer.toString()));
      socket.destroy();
    });
    socket.once('error', () => {
      resolve(false);
    });
    socket.once('close', () => {
      resolve(false);
    });
  });
}
