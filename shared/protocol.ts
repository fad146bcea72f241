/** Every socket event, both ways (Socket.IO v4, namespace `/`). Add to it; never change what is there. */
import type { Headline, UsableHeadline } from './headline.ts';
import type { ProblemDocument } from './problem.ts';

/** One more only where an older client would misread what the hub sends; additions leave it. */
export const PROTOCOL_VERSION = 1;

/** A place in a channel's log. Sequences are comparable only within one epoch. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** One line of a channel's log. */
export interface Entry<Item = Headline> {
  readonly seq: number;
  readonly headline: Item;
}

/** A ticker's view of an item: the summary stays at home. */
export type TickerItem<Item = Headline> = Item extends unknown ? Omit<Item, 'summary'> : never;

/** How a channel presents itself. */
export interface Look {
  readonly title: string;
  readonly language: string;
  readonly boardSize: number;
  /** A channel for trying things out: whoever shows it says so. */
  readonly test?: true;
}

export interface Snapshot extends Position, Look {
  readonly channel: string;
  /** The hub's time, ISO 8601: clocks of pages are wrong by hours. */
  readonly now: string;
  readonly headlines: readonly TickerItem<UsableHeadline>[];
  /** `PROTOCOL_VERSION` of the hub; a client that knows only lower ones shows nothing of it. */
  readonly protocol?: number;
}

/** A board in outline: the ids of its headlines, first to last. */
export interface Outline extends Look {
  readonly ids: readonly string[];
}

export interface Entries {
  readonly channel: string;
  readonly epoch: string;
  readonly entries: readonly Entry<TickerItem>[];
  /**
   * Comes with what a viewer missed: what the channel shows now. Entries don't tell of all that can
   * happen while somebody is away (an expiry lets an older headline rise, the log is trimmed, the
   * settings change). Who shows something else after these entries asks for a snapshot: `subscribe`
   * without a position.
   */
  readonly outline?: Outline;
}

/** The channel was deleted: nothing more will come. */
export interface Closed {
  readonly channel: string;
  readonly problem: ProblemDocument;
}

export interface ServerEvents {
  snapshot: (snapshot: Snapshot) => void;
  entries: (entries: Entries) => void;
  closed: (closed: Closed) => void;
  drain: (notice: { afterMs: number }) => void;
}

export type Acknowledgement = Partial<Position> & { readonly problem?: ProblemDocument };

export interface ClientEvents {
  subscribe: (
    request: { channel: string; position?: Position | null },
    acknowledge: (answer: Acknowledgement) => void,
  ) => void;
  unsubscribe: (
    request: { channel: string },
    acknowledge: (answer: Acknowledgement) => void,
  ) => void;
}

/** `auth` of the handshake: null asks for a snapshot, a position for what came after it. */
export interface Handshake {
  readonly channels: Readonly<Record<string, Position | null>>;
}

export const PROTOCOL_LIMITS = { channelsPerViewer: 50, epochLength: 64 } as const;

const EPOCH = /^[A-Za-z0-9_-]{1,64}$/;

/** Parses what a stranger calls a position; undefined where it is none. */
export function parsePosition(value: unknown): Position | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('epoch' in value) || !('seq' in value)) return undefined;
  const { epoch, seq } = value;
  if (typeof epoch !== 'string' || !EPOCH.test(epoch)) return undefined;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return undefined;
  return { epoch, seq };
}

/** `{epoch}:{seq}`, as in `?after=`. */
export function parsePositionText(text: string): Position | undefined {
  const match = /^([A-Za-z0-9_-]{1,64}):(0|[1-9]\d{0,15})$/.exec(text);
  return match ? parsePosition({ epoch: match[1], seq: Number(match[2]) }) : undefined;
}
