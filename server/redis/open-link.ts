/** The link to Redis: commands and bell together, after a look at what it would lose. */
import { StartFault } from '../start-fault.ts';
import type { Log } from '../telemetry/log.ts';
import type { RedisAddress } from './address.ts';
import { openBell } from './bell.ts';
import { openCluster } from './cluster.ts';
import { openCommands, type Commands } from './commands.ts';
import { findingsOf } from './durability.ts';
import type { LinkHealth, RedisLink } from './link.ts';
import { createProbe, PATIENCE } from './probe.ts';
import { openServer } from './server.ts';

export interface OpenLink extends RedisLink {
  health(): LinkHealth;
  close(): void;
}

export interface LinkOptions {
  readonly address: RedisAddress;
  /** Begins the names of all keys and channels. */
  readonly prefix: string;
  /** Refuses to start where Redis would lose what was acknowledged. */
  readonly requireDurable: boolean;
  /** Replicas that must hold an entry before it is acknowledged. */
  readonly replicas: number;
  readonly log: Log;
  readonly random: () => number;
  readonly newId: () => string;
}

/** Problem: a `StartFault` where no Redis answers, or one that the hub cannot or shall not use. */
export async function openRedisLink(options: LinkOptions): Promise<OpenLink> {
  const { address, prefix, replicas, log, random, newId } = options;
  const topology = address.kind === 'cluster' ? openCluster(address) : openServer(address);
  const listeners = new Set<() => void>();
  const back = (): void => {
    for (const listener of listeners) listener();
  };
  const common = { topology, back, log, random };
  const commands = await openCommands({ ...common, replicas }).catch(unreachable(address));
  try {
    await examine(commands, options);
    const ring = async (channel: string): Promise<number> =>
      Number(await commands.send(channel, topology.publish, channel, ''));
    const bell = await openBell(common).catch(unreachable(address));
    const elapsed = performance.now.bind(performance);
    const ours = { publish: topology.publish, prefix, name: newId() };
    const probe = createProbe({ bell, ring, ...ours, elapsed });
    return {
      send: commands.send,
      run: commands.run,
      write: commands.write,
      publish: topology.publish,
      subscribe(channel, listener) {
        probe.cover(channel);
        return bell.subscribe(channel, listener);
      },
      unsubscribe: bell.unsubscribe,
      onBack(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      health() {
        const { echoAge } = probe;
        const seconds = Math.round(echoAge / 1_000);
        const deaf =
          echoAge > PATIENCE ? `The hub has not heard its own bell for ${seconds} s` : undefined;
        const reconnects = { commands: commands.reconnects, bell: bell.reconnects };
        return { deaf, echoAge, reconnects };
      },
      close() {
        probe.close();
        commands.close();
        bell.close();
      },
    };
  } catch (error) {
    commands.close();
    throw error;
  }
}

/** Says each thing once, with the line that mends it. */
async function examine(commands: Commands, { address, requireDurable, log }: LinkOptions) {
  const infos = await commands.sendAll(['INFO']).catch((error: unknown) => {
    const text = 'Redis does not let this hub look up whether it would lose headlines';
    if (requireDurable) throw new StartFault([`REDIS_URL: ${text}: allow it INFO`]);
    log.warn({ error }, text);
    return [];
  });
  const findings = findingsOf(infos.map(String), { sharded: address.kind === 'cluster' });
  const faults = findings.filter(({ isFatal }) => isFatal || requireDurable);
  if (faults.length > 0) throw new StartFault(faults.map(({ text }) => `REDIS_URL: ${text}`));
  for (const { text } of findings) log.warn(text);
}

function unreachable({ nodes, kind, master }: RedisAddress) {
  return (cause: unknown): never => {
    const places = nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    const who =
      kind === 'sentinel' ? `No Sentinel leads to the master ${master} at` : 'no Redis answers at';
    throw new StartFault([`REDIS_URL: ${who} ${places} (${why})`]);
  };
}
