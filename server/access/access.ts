/** Who may do what: the port that the edges ask. */
import { Problem } from '../../shared/problem.ts';
import type { Role } from '../store/store.ts';

export interface Bearer {
  readonly id: string;
  readonly role: Role;
  readonly channels: readonly string[] | null;
}

export interface Access {
  /** Who holds this `Authorization` header? Problems: `key_missing`, `key_malformed`, `key_unknown`, `key_revoked`. */
  identify(authorization: string | undefined): Promise<Bearer>;
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
