/** Commands: each is sent once, to whoever holds its key, and answered within 1.5 s or rejected. */
import { ErrorReply } from 'redis';
import type { Problem } from '../../shared/problem.ts';
import { storageFull, unavailable } from '../../shared/problem.ts';
import type { Log } from '../telemetry/log.ts';
import { within } from './deadline.ts';
import type { RedisLink, Script, ScriptValues } from './link.ts';
import { openSuccessor } from './successor.ts';
import type { CommandsClient, RedisServer, Topology } from './topology.ts';

export interface Commands extends Pick<RedisLink, 'send' | 'run' | 'write'> {
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
      const isAnswer =
        cause instanceof Lagging ||
        (cause instanceof ErrorReply && !WRONG_SERVER.test(cause.message));
      if (!isAnswer && cause instanceof Error) clients.replace(client, cause);
      throw problemOf(cause);
    } finally {
      waiting -= 1;
    }
  }

  return {
    send: (key, ...command) => ask(async (client) => (await client.serverOf(key)).send(command)),
    run: (script, keys, values) =>
      ask(async (client) => evaluate(await client.serverOf(keys[0] ?? ''), script, keys, values)),
    write: (script, keys, values) =>
      ask(async (client) => {
        const server = await client.serverOf(keys[0] ?? '');
        const reply = await evaluate(server, script, keys, values);
        // By the connection that wrote: of another, WAIT would know nothing.
        const held = replicas > 0 ? await server.wait(replicas, REPLICATION) : 0;
        if (held < replicas) throw new Lagging(`${held} of ${replicas} replicas hold it`);
        return reply;
      }),
    sendAll: (command) =>
      ask(async (client) => Promise.all((await client.servers()).map((one) => one.send(command)))),
    get reconnects() {
      return clients.successions;
    },
    close: () => clients.close(),
  };
}

/** Says nothing against the connection. */
class Lagging extends Error {}

async function evaluate(
  server: RedisServer,
  { sha, text }: Script,
  keys: readonly string[],
  values: ScriptValues,
): Promise<unknown> {
  const own = typeof values === 'function' ? values(server.incarnation) : values;
  const rest = [String(keys.length), ...keys, ...own];
  try {
    return await server.send(['EVALSHA', sha, ...rest]);
  } catch (error) {
    // Redis forgets its scripts when it restarts.
    if (isForgotten(error)) return server.send(['EVAL', text, ...rest]);
    throw error;
  }
}

function isForgotten(cause: unknown): boolean {
  return cause instanceof ErrorReply && cause.message.startsWith('NOSCRIPT');
}

function problemOf(cause: unknown): Problem {
  if (!(cause instanceof ErrorReply)) return unavailable('Redis is out of reach', cause);
  // Of its memory, and of the disk that its append-only file is on.
  const isFull = /^OOM |No space left/.test(cause.message);
  return isFull ? storageFull('Redis', cause) : unavailable('Redis refuses', cause);
}
