/** A Redis Cluster of the test's own: three masters with a replica each, which take over within seconds. */
import { askRedis, askText } from './ask-redis.ts';
import { durable, freePorts, startRedisProcess, type RedisProcess } from './redis.ts';
import { until } from './until.ts';

export interface RedisCluster {
  /** As the hub takes it: every node, parted by commas. */
  readonly url: string;
  readonly nodes: readonly RedisProcess[];
  /** The master that has the slot of the key at present. */
  masterOf(key: string): Promise<RedisProcess>;
  /** kill -9 of that master; gives it, so that it can start again. */
  killMasterOf(key: string): Promise<RedisProcess>;
  /** Every running node says so, every slot has a living master, and `replicas` have a whole copy. */
  untilWell(replicas?: number): Promise<void>;
  stop(): Promise<void>;
}

const MASTERS = 3;
const SLOTS = 16_384;
/** ms after which a silent node counts as failed. */
const NODE_TIMEOUT = 1_000;
/** Nodes meet, elect and copy at a pace of their own: seconds, and more on a busy machine. */
const PATIENCE = 30_000;

interface Node extends RedisProcess {
  readonly bus: number;
}

async function startNode(port: number, bus: number): Promise<Node> {
  const cluster = ['--cluster-enabled', 'yes', '--cluster-node-timeout', String(NODE_TIMEOUT)];
  // Whoever was down for long may still be elected, and a copy begins at once.
  const haste = ['--cluster-replica-validity-factor', '0', '--repl-diskless-sync-delay', '0'];
  const ports = ['--cluster-port', String(bus)];
  const options = (place: { port: number; folder: string }): string[] => [
    ...durable(place),
    ...cluster,
    ...haste,
    ...ports,
  ];
  return { ...(await startRedisProcess({ port, options })), bus };
}

/** Of the columns in CLUSTER NODES, the first that names slots. */
const SLOT_COLUMN = 8;

function portOf(row: readonly string[]): number {
  return Number(/:(\d+)@/.exec(row[1] ?? '')?.[1]);
}

/** The table of the cluster as a node knows it. */
async function tableOf(node: RedisProcess): Promise<string[][]> {
  const text = await askText(node.port, 'CLUSTER', 'NODES');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));
}

/** Each slot to its master, everybody told of everybody, and a replica for each master. */
async function form(nodes: readonly Node[]): Promise<void> {
  const masters = nodes.slice(0, MASTERS);
  const share = Math.ceil(SLOTS / MASTERS);
  // Of each its own, or they would have to agree on that first; it is taken only from who is alone.
  for (const [index, { port }] of nodes.entries()) {
    await askRedis(port, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
  }
  for (const { port } of nodes) {
    for (const other of nodes) {
      const address = [String(other.port), String(other.bus)];
      if (other.port !== port) await askRedis(port, 'CLUSTER', 'MEET', '127.0.0.1', ...address);
    }
  }
  for (const [index, { port }] of masters.entries()) {
    const [from, to] = [index * share, Math.min((index + 1) * share, SLOTS) - 1];
    await askRedis(port, 'CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
  }
  for (const [index, replica] of nodes.slice(MASTERS).entries()) {
    const master = masters[index];
    if (master === undefined) throw new Error('More replicas than masters');
    const id = String(await askRedis(master.port, 'CLUSTER', 'MYID'));
    // Refused until the replica has heard of the master.
    const replicate = (): Promise<boolean> =>
      askRedis(replica.port, 'CLUSTER', 'REPLICATE', id).then(
        () => true,
        () => false,
      );
    await until(replicate, 'a replica to know its master', PATIENCE);
  }
}

export async function startRedisCluster(): Promise<RedisCluster> {
  const ports = await freePorts(4 * MASTERS);
  const buses = ports.splice(2 * MASTERS);
  const started = await Promise.allSettled(
    ports.map((port, index) => startNode(port, buses[index] ?? 0)),
  );
  const nodes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  const down = new Set<RedisProcess>();
  const living = (): Node[] => nodes.filter((node) => !down.has(node));

  async function isWell(replicas: number): Promise<boolean> {
    const states = await Promise.all(
      living().map(async (node) => ({
        info: await askText(node.port, 'CLUSTER', 'INFO'),
        replication: await askText(node.port, 'INFO', 'replication'),
        known: await tableOf(node),
      })),
    );
    const copies = states.filter(({ replication }) => replication.includes('link_status:up'));
    const serving = states.every(({ info }) => info.includes('cluster_state:ok'));
    const complete = states.every(({ known }) => known.length === nodes.length);
    // For a while after its death a master is still in the table, as if nothing had been.
    const dead = [...down].map(({ port }) => port);
    const owned = states.every(({ known }) =>
      known.every((row) => row.length <= SLOT_COLUMN || !dead.includes(portOf(row))),
    );
    return serving && complete && owned && copies.length >= replicas;
  }

  async function masterOf(key: string): Promise<RedisProcess> {
    const [asked] = living();
    if (asked === undefined) throw new Error('No node lives');
    const slot = Number(await askRedis(asked.port, 'CLUSTER', 'KEYSLOT', key));
    const owns = (range: string): boolean => {
      const [from = NaN, to = from] = range.split('-').map(Number);
      return from <= slot && slot <= to;
    };
    const row = (await tableOf(asked)).find((columns) => columns.slice(SLOT_COLUMN).some(owns));
    const node = row && nodes.find((one) => one.port === portOf(row));
    if (node === undefined) throw new Error(`Nobody has the slot of ${key}`);
    return node;
  }

  const cluster: RedisCluster = {
    url: nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(','),
    nodes,
    masterOf,
    async killMasterOf(key) {
      const node = await masterOf(key);
      await node.kill();
      down.add(node);
      return {
        ...node,
        async start() {
          await node.start();
          down.delete(node);
        },
      };
    },
    untilWell: (replicas = MASTERS) =>
      until(() => isWell(replicas), `a cluster with ${replicas} replicas`, PATIENCE),
    stop,
  };
  try {
    if (nodes.length < 2 * MASTERS) throw new Error('A node of the cluster did not start');
    await form(nodes);
    await cluster.untilWell();
    return cluster;
  } catch (error) {
    await stop();
    throw error;
  }
}
