/** The bell: what this node subscribed to, on a connection that is replaced when it fails. */
import type { Log } from '../telemetry/log.ts';
import type { RedisLink } from './link.ts';
import { openSuccessor } from './successor.ts';
import type { BellClient, Topology } from './topology.ts';

export interface Bell extends Pick<RedisLink, 'subscribe' | 'unsubscribe'> {
  /** Changes with every connection. */
  readonly reconnects: number;
  /** The connection is dead, though it looks alive. */
  condemn(cause: Error): void;
  close(): void;
}

export interface BellPorts {
  readonly topology: Topology;
  /** What was rung meanwhile may be lost, and so may what was rung before. */
  readonly back: () => void;
  readonly log: Log;
  readonly random: () => number;
}

interface Subscription {
  readonly listener: (message: string) => void;
  readonly stands: PromiseWithResolvers<undefined>;
}

export async function openBell(ports: BellPorts): Promise<Bell> {
  const { topology, back, log, random } = ports;
  const subscriptions = new Map<string, Subscription>();
  /** What each client has subscribed to. */
  const held = new WeakMap<BellClient, Set<string>>();

  async function subscribeOne(client: BellClient, channel: string): Promise<void> {
    const channels = held.get(client);
    if (!channels || channels.has(channel)) return;
    channels.add(channel);
    await client.subscribe(channel, (message) => {
      subscriptions.get(channel)?.listener(message);
    });
    subscriptions.get(channel)?.stands.resolve(undefined);
  }

  async function subscribeAll(client: BellClient): Promise<void> {
    await Promise.all([...subscriptions.keys()].map((channel) => subscribeOne(client, channel)));
  }

  const clients = await openSuccessor<BellClient>({
    name: 'bell',
    async open(failed) {
      const client = await topology.openBell(failed);
      held.set(client, new Set());
      // Before the first message: it may be of a log that has lost what this node saw.
      back();
      try {
        await subscribeAll(client);
        return client;
      } catch (cause) {
        client.end();
        throw cause;
      }
    },
    end(client) {
      client.end();
    },
    staysInPart: topology.hasParts,
    succeeded(client, former) {
      former.end();
      // What was wanted while it was being opened.
      subscribeAll(client).catch((cause: unknown) => {
        failed(client, cause);
      });
      back();
    },
    log,
    random,
  });

  function failed(client: BellClient, cause: unknown): void {
    clients.replace(client, cause instanceof Error ? cause : new Error(String(cause)));
  }

  return {
    async subscribe(channel, listener) {
      const stands = Promise.withResolvers<undefined>();
      subscriptions.set(channel, { listener, stands });
      const client = clients.current;
      subscribeOne(client, channel).catch((cause: unknown) => {
        failed(client, cause);
      });
      await stands.promise;
    },
    unsubscribe(channel) {
      subscriptions.delete(channel);
      const client = clients.current;
      if (held.get(client)?.delete(channel)) client.unsubscribe(channel).catch(() => undefined);
    },
    get reconnects() {
      return clients.successions;
    },
    condemn(cause) {
      clients.replace(clients.current, cause);
    },
    close() {
      clients.close();
    },
  };
}
