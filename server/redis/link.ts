/**
 * Redis as the wire and the store use it, whether it is one server, a master that Sentinels watch, or a
 * Cluster. Implementation: `open-link.ts`.
 */
import { createHash } from 'node:crypto';

/** A script that Redis runs as one act. All of its keys share a hash tag. */
export interface Script {
  readonly text: string;
  /** SHA-1 of the text, hex. */
  readonly sha: string;
}

export function scriptOf(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

/** Which Redis it is that answers, and what it remembers of what an earlier one was told. */
export interface Incarnation {
  /** This process: a restart has another, and so has the replica that takes over. '' where it is kept secret. */
  readonly run: string;
  /** What stays the same when the process is started again. */
  readonly server: string;
  /** Started again, it has all that it ever acknowledged. */
  readonly keepsAll: boolean;
}

export type ScriptValues = readonly string[] | ((by: Incarnation) => readonly string[]);

export interface RedisLink {
  /**
   * One command to whoever holds `key`. It is sent once and never again, at once or not at all: nothing
   * waits in a queue for Redis to come back.
   *
   * Problems: `storage_full`, and nothing was done; `wire_unavailable` while Redis is away, refuses, or
   * gives no answer within 1.5 s, and then nobody knows whether it was done.
   */
  send(key: string, ...command: readonly string[]): Promise<unknown>;
  /**
   * The first key says who holds them all. `values` may depend on who runs it: whatever becomes of the
   * connection meanwhile, it is this one or nobody.
   */
  run(script: Script, keys: readonly string[], values: ScriptValues): Promise<unknown>;
  /**
   * The same, and answers when as many replicas as the operator asked for hold what was written. Where they
   * don't within a second: `wire_unavailable`, though it was done.
   */
  write: RedisLink['run'];
  /** The command that rings: sharded on a Cluster, where others would reach every server. */
  readonly publish: 'PUBLISH' | 'SPUBLISH';
  /**
   * One listener per channel. Resolves when it is subscribed; after a lost connection it is subscribed
   * again by itself, and what was published in between was not heard.
   */
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
  unsubscribe(channel: string): void;
  /** Calls back whenever messages may have been lost, or commands can be sent again; returns the way to stop. */
  onBack(back: () => void): () => void;
}

/** How far the hub hears its own bell through Redis (W6). */
export interface LinkHealth {
  /** Why the hub would miss what others publish; undefined while it hears itself. */
  readonly deaf: string | undefined;
  /** ms since it last heard itself; see `Probe`. */
  readonly echoAge: number;
  /** Connections that were replaced since the start: for commands, and for the bell. */
  readonly reconnects: { readonly commands: number; readonly bell: number };
}
