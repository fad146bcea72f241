/**
 * The store: what is not news. Records of a few kinds, small, changed rarely and read often, and the
 * releases of the embed script. Implementations: `sqlite.ts`, `redis.ts`. What a record holds is the
 * business of its shelf (`shelf.ts`). Every method rejects with `wire_unavailable` while the store is out
 * of reach.
 */
import type { Trace, TrailPage } from '../trail/trail.ts';

/** Further kinds come at the end: nodes of two versions may run side by side. */
export const KINDS = [
  'channel',
  'key',
  'held',
  'undone',
  'account',
  'email',
  'session',
  'invitation',
  'checked',
  'desk',
  'attendance',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Kept {
  readonly id: string;
  /** Changes with each write of the record, and only grows: no two states of it share one. */
  readonly revision: number;
  readonly json: string;
}

export interface Change {
  readonly kind: Kind;
  readonly id: string;
  /** null takes the record away. */
  readonly json: string | null;
  /**
   * Where the record must stand: 0 is nowhere, `known` at any revision. Without it the change is made
   * whatever stands there.
   */
  readonly expected?: number | 'known';
}

export interface Store {
  /** Fills a store that was never filled; answers whether it was this call that did (once, of many nodes). */
  seed(changes: readonly Change[]): Promise<boolean>;
  /** All records of a kind, by id. */
  all(kind: Kind): Promise<Kept[]>;
  find(kind: Kind, id: string): Promise<Kept | undefined>;
  /**
   * One act: all of the changes, or none where one of them was not expected; then it answers false. With a
   * line for the trail; without a change it is but that.
   */
  write(changes: readonly Change[], trace?: string): Promise<boolean>;
  /** The store's trail, newest first. */
  trail(page: TrailPage): Promise<Trace[]>;
  /**
   * Keeps a release of the embed script, so that a page which names it by its hash (for SRI) still
   * gets it after the hub was upgraded.
   */
  keepScript(hash: string, text: string): Promise<void>;
  script(hash: string): Promise<string | undefined>;
  /**
   * Calls back whenever records of some kinds may have changed, here or at another node: after a lost link
   * that is all kinds, since what was said meanwhile was not heard. Resolves when it listens: read after
   * that.
   */
  watch(changed: (kinds: readonly Kind[]) => void): Promise<void>;
  close(): Promise<void>;
}
