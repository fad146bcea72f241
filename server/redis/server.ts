/** Clients of one server: the one that `REDIS_URL` names, or whom the Sentinels call the master. */
import { createClient } from 'redis';
import type { RedisAddress, RedisNode } from './address.ts';
import { clientOptions } from './client-options.ts';
import { incarnationOf } from './incarnation.ts';
import type { BellClient, CommandsClient, Failed, RedisServer, Topology } from './topology.ts';

type Client = ReturnType<typeof createClient>;

export function openServer(address: RedisAddress): Topology {
  const isWatched = address.kind === 'sentinel';

  async function open(failed: Failed): Promise<{ client: Client; name: string }> {
    const node = isWatched ? await findMaster(address) : address.nodes[0];
    const client = await connected(createClient(clientOptions(address, node)), failed);
    if (isWatched) await ensureMaster(client);
    // As the Sentinels say it, so that all hubs say the same.
    return { client, name: isWatched ? `${node.host}:${node.port}` : '' };
  }
  return {
    publish: 'PUBLISH',
    hasParts: false,
    async openCommands(failed) {
      const { client, name } = await open(failed);
      try {
        return commandsOf(client, await serverOf(client, name));
      } catch (cause) {
        end(client);
        throw cause;
      }
    },
    async openBell(failed) {
      return bellOf((await open(failed)).client);
    },
  };
}

/** `name` tells it from others that may take its place. */
export async function serverOf(
  client: Pick<Client, 'sendCommand' | 'wait'>,
  name: string,
): Promise<RedisServer> {
  const send = (command: readonly string[]): Promise<unknown> => client.sendCommand(command);
  return {
    incarnation: await incarnationOf(send, name),
    send,
    wait: (replicas, ms) => client.wait(replicas, ms),
  };
}

function commandsOf(client: Client, server: RedisServer): CommandsClient {
  return {
    serverOf: () => Promise.resolve(server),
    servers: () => Promise.resolve([server]),
    end() {
      end(client);
    },
  };
}

function bellOf(client: Client): BellClient {
  return {
    subscribe: (channel, listener) => client.subscribe(channel, listener),
    unsubscribe: (channel) => client.unsubscribe(channel),
    end: () => end(client),
  };
}

async function connected(client: Client, failed: Failed): Promise<Client> {
  client.on('error', failed);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    end(client);
    throw cause;
  }
}

function end(client: Client): void {
  // It throws where it is closed already.
  if (client.isOpen) client.destroy();
}

/**
 * As Redis asks of its clients: the first Sentinel that knows, and then the master itself must agree.
 * Not by `createSentinel`, which repeats a command whose connection was lost: a headline would be
 * published twice (`maxCommandRediscovers`, node-redis 6).
 */
async function findMaster(address: RedisAddress): Promise<RedisNode> {
  const { nodes, tls, master = '', sentinelPassword: password } = address;
  const login = { kind: address.kind, nodes, tls, ...(password === undefined ? {} : { password }) };
  const asked = nodes.map(async (node) => {
    const sentinel = await connected(createClient(clientOptions(login, node)), () => undefined);
    try {
      const reply = await sentinel.sendCommand(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', master]);
      const [host, port] = Array.isArray(reply) ? reply.map(String) : [];
      if (host === undefined) throw new Error(`No Sentinel knows a master named ${master}`);
      return { host, port: Number(port) };
    } finally {
      end(sentinel);
    }
  });
  try {
    return await Promise.any(asked);
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}

async function ensureMaster(client: Client): Promise<void> {
  const reply = await client.sendCommand(['ROLE']);
  if (Array.isArray(reply) && String(reply[0]) === 'master') return;
  end(client);
  throw new Error('The Sentinels name a server that is no master yet');
}
