/**
 * Finds out when the bell is dead though TCP says nothing (W6). The node rings for itself alone, through
 * Redis, each second; where that does not come back, neither would what others ring.
 */
import type { Bell } from './bell.ts';
import type { RedisLink } from './link.ts';

export interface Probe {
  /** From now on also over the connection by which this channel is heard. */
  cover(channel: string): void;
  /** ms since it was heard; on a Cluster by the way that was not heard for longest. */
  readonly echoAge: number;
  close(): void;
}

export interface ProbePorts {
  readonly bell: Bell;
  /** Rings; gives how many connections Redis has passed it to. */
  readonly ring: (channel: string) => Promise<number>;
  readonly publish: RedisLink['publish'];
  /** Begins the names of all channels. */
  readonly prefix: string;
  /** This node's own, unlike any other's. */
  readonly name: string;
  /** ms, and never set back. */
  readonly elapsed: () => number;
}

/** ms between two probes. */
const EVERY = 1_000;
/** ms without an echo until the hub does not hear what others publish, as far as it knows. */
export const PATIENCE = 5_000;

export function createProbe(ports: ProbePorts): Probe {
  const { bell, ring, publish, prefix, name, elapsed } = ports;
  /** When each was heard last. */
  const echoes = new Map<string, number>();
  let opened = { at: elapsed(), reconnects: bell.reconnects };

  /** Since the connection is this one. */
  function openedAt(): number {
    const { reconnects } = bell;
    if (reconnects !== opened.reconnects) opened = { at: elapsed(), reconnects };
    return opened.at;
  }

  async function ask(channel: string): Promise<void> {
    const { reconnects } = bell;
    const takers = await ring(channel);
    // It may have been asked just while there was no connection.
    if (takers > 0 || reconnects !== bell.reconnects) return;
    bell.condemn(new Error('Redis has forgotten what this hub subscribed to'));
  }

  const timer = setInterval(() => {
    const heard = Math.min(...echoes.values());
    if (elapsed() - Math.max(heard, openedAt()) > PATIENCE) {
      bell.condemn(new Error(`No echo of the bell within ${PATIENCE} ms`));
    }
    // Where Redis takes no command either, the commands themselves say so.
    for (const channel of echoes.keys()) ask(channel).catch(() => undefined);
  }, EVERY).unref();

  return {
    cover(channel) {
      // A Cluster has a connection for each shard.
      const tag = publish === 'SPUBLISH' ? (/\{[^}]+\}/.exec(channel)?.[0] ?? '') : '';
      const echoChannel = `${prefix}${tag}echo:${name}`;
      if (echoes.has(echoChannel)) return;
      const hear = () => void echoes.set(echoChannel, elapsed());
      hear();
      void bell.subscribe(echoChannel, hear);
    },
    get echoAge() {
      return echoes.size === 0 ? 0 : elapsed() - Math.min(...echoes.values());
    },
    close() {
      clearInterval(timer);
    },
  };
}
