/**
 * How the clients of one topology are made (`server.ts`, `cluster.ts`). A client is never mended: when it
 * fails in any way, a new one is opened, which finds out anew who is where, and takes its place. So
 * nothing depends on how well a library subscribes again, and each command is sent once.
 */ import type { Incarnation } from './link.ts';

/** One connection to one server: when either ends, so does this. */
export interface RedisServer {
  readonly incarnation: Incarnation;
  /** Rejects with Redis's own error, or another when there was no answer. */
  send(command: readonly string[]): Promise<unknown>;
  /** Waits for replicas to hold what this connection has written; gives how many do. */
  wait(replicas: number, ms: number): Promise<number>;
}

export interface CommandsClient {
  /** Who holds the key. */
  serverOf(key: string): Promise<RedisServer>;
  /** All that take writes. */
  servers(): Promise<RedisServer[]>;
  end(): void;
}

export interface BellClient {
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
  unsubscribe(channel: string): Promise<void>;
  end(): void;
}

/** Told when a client lost a connection that it cannot do without. */
export type Failed = (cause: Error) => void;

export interface Topology {
  readonly publish: 'PUBLISH' | 'SPUBLISH';
  /** A client has connections to several servers, and may fail with one of them alone. */
  readonly hasParts: boolean;
  openCommands(failed: Failed): Promise<CommandsClient>;
  openBell(failed: Failed): Promise<BellClient>;
}
