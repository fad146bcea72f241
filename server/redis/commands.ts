/** Commands: each is sent once, to whoever holds its key, and answered within 1.5 s or rejected. */
import { ErrorReply } from 'redis';
import type { Problem } from '../../shared/problem.ts';
import { storageFull, unavailable } from '../../shared/problem.ts';
import type { Log } from '../telemetry/log.ts';
import { within } from './deadline.ts';
import type { RedisLink, Script } from './link.ts';
import { openSuccessor } from './successor.ts';
import type { CommandsClient, Topology } from './topology.ts';

export interface Commands extends Pick<RedisLink, 'send' | 'run' | 'replicated'> {
  /** The answers to the same command of all servers that take writes. */
  sendAll(command: readonly string[]): Promise<unknown[]>;
  readonly reconnects: number;
  close(): void;
}

export interface CommandsPorts {
  readonly topology: Topology;
  /** Commands can be sent again. */
  readonly back: () => void;
  /** Replicas that must hold an entry before it is acknowledged. */
  readonly replicas: number;
  readonly log: Log;
  readonly random: () => number;
}

/** ms: a publisher is to have its answer within 2 s. */
const DEADLINE = 1_500;
/** ms for replicas to hold what was written. */
const REPLICATION = 1_000;
/** Commands without an answer; further ones are refused, so that no queue grows while Redis is silent. */
const MOST_WAITING = 5_000;
/** What Redis says when another server would be the right one by now. */
const WRONG_SERVER = /^(READONLY|CLUSTERDOWN|MASTERDOWN|MOVED|ASK|TRYAGAIN) /;

export async function openCommands(ports: CommandsPorts): Promise<Commands> {
  const { topology, replicas, back, log, random } = ports;
  const clients = await openSuccessor<CommandsClient>({
    name: 'commands',
    open: (failed) => topology.openCommands(failed),
    end(client) {
      client.end();
    },
    staysInPart: topology.hasParts,
    succeeded(_, former) {
      // What it was asked is answered or given up by then.
      setTimeout(() => {
        former.end();
      }, DEADLINE).unref();
      back();
    },
    log,
    random,
  });
  let waiting = 0;

  async function ask<T>(act: (client: CommandsClient) => Promise<T>): Promise<T> {
    if (waiting >= MOST_WAITING) throw problemOf(new Error(`${waiting} commands wait for it`));
    const client = clients.current;
    waiting += 1;
    try {
      return await within(DEADLINE, act(client));
    } catch (cause) {
      // Redis's own refusals are answers; anything else speaks against the connection.
      const isAnswer = cause instanceof ErrorReply && !WRONG_SERVER.test(cause.message);
      if (!isAnswer && cause instanceof Error) clients.replace(client, cause);
      throw problemOf(cause);
    } finally {
      waiting -= 1;
    }
  }

  async function run(script: Script, keys: readonly string[], values: Values): Promise<unknown> {
    const [key = ''] = keys;
    return ask(async (client) => {
      const server = await client.serverOf(key);
      const own = typeof values === 'function' ? values(server.incarnation) : values;
      const rest = [String(keys.length), ...keys, ...own];
      try {
        return await server.send(['EVALSHA', script.sha, ...rest]);
      } catch (error) {
        // Redis forgets its scripts when it restarts.
        if (isForgotten(error)) return server.send(['EVAL', script.text, ...rest]);
        throw error;
      }
    });
  }

  return {
    send: (key, ...command) => ask(async (client) => (await client.serverOf(key)).send(command)),
    run,
    sendAll: (command) =>
      ask(async (client) => Promise.all((await client.servers()).map((one) => one.send(command)))),
    async replicated(key) {
      if (replicas === 0) return;
      const held = await ask(async (client) =>
        (await client.serverOf(key)).wait(replicas, REPLICATION),
      );
      if (held < replicas) throw problemOf(new Error(`${held} of ${replicas} replicas hold it`));
    },
    get reconnects() {
      return clients.successions;
    },
    close: () => clients.close(),
  };
}

type Values = Parameters<RedisLink['run']>[2];

function isForgotten(cause: unknown): boolean {
  return cause instanceof ErrorReply && cause.message.startsWith('NOSCRIPT');
}

function problemOf(cause: unknown): Problem {
  if (!(cause instanceof ErrorReply)) return unavailable('Redis is out of reach', cause);
  // Of its memory, and of the disk that its append-only file is on.
  const isFull = /^OOM |No space left/.test(cause.message);
  return isFull ? storageFull('Redis', cause) : unavailable('Redis refuses', cause);
}
