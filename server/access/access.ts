/** Who may do what: the port that the edges ask. */
import { Problem } from '../../shared/problem.ts';
import type { ApiKey, Role } from '../store/records.ts';

export interface Bearer {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly channels: readonly string[] | null;
}

/** A key as an admin sees it: its hash stays at home. */
export type KnownKey = Omit<ApiKey, 'hash'>;

export interface Grant {
  readonly name: string;
  readonly role: Role;
  /** null = every channel. */
  readonly channels: readonly string[] | null;
}

/** Every method rejects with `wire_unavailable` while the store is out of reach. */
export interface Access {
  /**
   * Who holds this `Authorization` header? `from` is the address that it came from. Problems: `key_missing`,
   * `key_malformed`, `key_unknown`, `key_revoked`, and `too_many_requests` where failed keys are counted.
   */
  identify(authorization: string | undefined, from: string): Promise<Bearer>;
  /** Makes a key; the secret is in this answer and nowhere else. */
  issue(grant: Grant): Promise<{ key: KnownKey; secret: string }>;
  keys(): Promise<KnownKey[]>;
  /** Ends a key at once, on every node. Problems: `key_not_found`, `last_admin_key`. */
  revoke(id: string): Promise<KnownKey>;
}

export function requireChannel(bearer: Bearer, channel: string): void {
  if (bearer.channels === null || bearer.channels.includes(channel)) return;
  throw new Problem('forbidden', `The key is not for the channel ${channel}`, [
    { field: 'channel', detail: `${channel} is not among the key's channels` },
  ]);
}

export function requireAdmin(bearer: Bearer): void {
  if (bearer.role !== 'admin') throw new Problem('forbidden', 'Only an admin key may do this');
}
