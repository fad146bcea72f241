/**
 * The store: what is not news. Channels, API keys, embed scripts; small, changed rarely, read often.
 * Implementations: `sqlite.ts`, `redis.ts`. Every method rejects with `wire_unavailable` while the
 * store is out of reach.
 */
import type { Channel } from '../../shared/channel.ts';

/** admin: all; editor: publishes, corrects and withdraws in its channels. */
export type Role = 'editor' | 'admin';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** null = every channel. */
  readonly channels: readonly string[] | null;
  /** The first characters, to recognise it by. */
  readonly hint: string;
  /** SHA-256 of the secret, hex: the secret itself is shown once and kept nowhere. */
  readonly hash: string;
  readonly created: string;
  readonly revoked?: string;
}

export interface Store {
  /** Fills a store that was never filled; answers whether it was this call that did (once, of many nodes). */
  seed(channels: readonly Channel[], keys: readonly ApiKey[]): Promise<boolean>;
  channels(): Promise<Channel[]>;
  /** Creates; false where the name is taken. */
  createChannel(channel: Channel): Promise<boolean>;
  /** Replaces; false where there is none. */
  changeChannel(channel: Channel): Promise<boolean>;
  deleteChannel(name: string): Promise<boolean>;
  keys(): Promise<ApiKey[]>;
  findKey(hash: string): Promise<ApiKey | undefined>;
  putKey(key: ApiKey): Promise<void>;
  /**
   * Keeps a release of the embed script, so that a page which names it by its hash (for SRI) still
   * gets it after the hub was upgraded.
   */
  keepScript(hash: string, text: string): Promise<void>;
  script(hash: string): Promise<string | undefined>;
  /**
   * Calls back whenever channels may have changed, here or at another node: after a lost link too,
   * since what was said meanwhile was not heard. Resolves when it listens: read after that.
   */
  watch(changed: () => void): Promise<void>;
  close(): Promise<void>;
}
