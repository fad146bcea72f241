/** Every event of the people's namespace, both ways (Socket.IO v4, namespace `/desk`). */
import type { By } from './audit.ts';
import type { Held } from './held.ts';

export interface Looking {
  /** A headline's id, or a held sending's. */
  readonly item: string;
  readonly people: readonly By[];
}

export interface DeskServerEvents {
  /** All that is held; without it where that is too much for one packet: read it over HTTP. */
  held: (told: { readonly channel: string; readonly held?: readonly Held[] }) => void;
  /** The board has changed, or a setting. */
  changed: (told: { readonly channel: string }) => void;
  /** Of all nodes; by the origin of the page, '' where there is none. */
  viewers: (told: {
    readonly channel: string;
    readonly count: number;
    readonly byOrigin: Readonly<Record<string, number>>;
  }) => void;
  /** Who looks at what, at any node. */
  presence: (told: { readonly channel: string; readonly looking: readonly Looking[] }) => void;
  /** The node ends: in so many ms go to another one. */
  drain: (notice: { readonly afterMs: number }) => void;
}

export interface DeskClientEvents {
  /** null: at nothing of the channel any more. */
  look: (at: { readonly channel: string; readonly item: string | null }) => void;
}

/** What one node knows of the desk, as the others read it. */
export interface DeskNode {
  readonly node: string;
  /** ISO 8601: a node that has not said so for a while is gone. */
  readonly at: string;
  readonly desks: number;
  readonly people: readonly { readonly channel: string; readonly item: string; readonly by: By }[];
  /** By channel and origin. */
  readonly viewers: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
