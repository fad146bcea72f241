/** Clients of a Cluster: each key's commands and bell are with the master of its slot. */
import { createCluster } from 'redis';
import type { RedisAddress } from './address.ts';
import { clientOptions } from './client-options.ts';
import { serverOf } from './server.ts';
import type { BellClient, CommandsClient, Failed, RedisServer, Topology } from './topology.ts';

type Cluster = ReturnType<typeof create>;

export function openCluster(address: RedisAddress): Topology {
  const slotOf = createSlots();
  return {
    publish: 'SPUBLISH',
    hasParts: true,
    openCommands: async (failed) => commandsOf(await open(address, failed), slotOf),
    openBell: async (failed) => bellOf(await open(address, failed)),
  };
}

function create(address: RedisAddress) {
  return createCluster({
    rootNodes: address.nodes.map((node) => clientOptions(address, node)),
    defaults: clientOptions(address),
    // A master that is away must not keep us from the others: each is connected to when it is needed.
    minimizeConnections: true,
  });
}

async function open(address: RedisAddress, failed: Failed): Promise<Cluster> {
  const cluster = create(address);
  // Of the search for the others: what matters of it, `connect` says itself.
  cluster.on('error', () => undefined);
  cluster.on('node-error', failed);
  cluster.on('sharded-channel-moved-error', failed);
  try {
    await cluster.connect();
    return cluster;
  } catch (cause) {
    end(cluster);
    throw cause;
  }
}

type Shard = Awaited<ReturnType<Cluster['nodeClient']>>;

function commandsOf(cluster: Cluster, slotOf: SlotOf): CommandsClient {
  /** By connection, and not by address: another process may be there by and by. */
  const servers = new WeakMap<Shard, Promise<RedisServer>>();

  async function serverAt(master: Cluster['masters'][number]): Promise<RedisServer> {
    const shard = await cluster.nodeClient(master);
    const known = servers.get(shard) ?? serverOf(shard, master.id);
    servers.set(shard, known);
    return known;
  }

  return {
    async serverOf(key) {
      const slot = await slotOf(cluster, key);
      const shard = cluster.slots[slot];
      if (!shard) throw new Error(`Slot ${slot} has no master`);
      return serverAt(shard.master);
    },
    servers: () => Promise.all(cluster.masters.map(serverAt)),
    end() {
      end(cluster);
    },
  };
}

type SlotOf = (cluster: Cluster, key: string) => Promise<number>;

/** Redis is asked once for each hash tag: its slot never changes. */
function createSlots(): SlotOf {
  // The question itself is kept: whoever asks meanwhile must not overtake, or be overtaken.
  const slots = new Map<string, Promise<number>>();

  async function ask(cluster: Cluster, tag: string): Promise<number> {
    try {
      return Number(await cluster.sendCommand(tag, true, ['CLUSTER', 'KEYSLOT', tag]));
    } catch (cause) {
      slots.delete(tag);
      throw cause;
    }
  }

  return (cluster, key) => {
    const tag = /\{[^}]+\}/.exec(key)?.[0] ?? key;
    const slot = slots.get(tag) ?? ask(cluster, tag);
    slots.set(tag, slot);
    return slot;
  };
}

function bellOf(cluster: Cluster): BellClient {
  return {
    subscribe: (channel, listener) => cluster.sSubscribe(channel, listener),
    unsubscribe: async (channel) => {
      await cluster.sUnsubscribe(channel);
    },
    end: () => end(cluster),
  };
}

function end(cluster: Cluster): void {
  if (cluster.isOpen) cluster.destroy();
}
