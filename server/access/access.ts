/** Who may do what: the port that the edges ask. */
import type { Author } from '../../shared/audit.ts';
import { Problem } from '../../shared/problem.ts';
import { EVERY_CHANNEL, mayAs, roleIn, type Role, type Roles } from '../../shared/role.ts';
import type { ApiKey } from '../store/records.ts';

/** Who asks, from where, and what it may do. */
export interface Actor extends Author {
  readonly roles: Roles;
}

/** A key as an admin sees it: its hash stays at home. */
export type KnownKey = Omit<ApiKey, 'hash'>;

export interface Grant {
  readonly name: string;
  readonly role: ApiKey['role'];
  /** null = every channel. */
  readonly channels: readonly string[] | null;
}

/** Every method rejects with `wire_unavailable` while the store is out of reach. */
export interface Access {
  /**
   * Who holds this `Authorization` header? `from` is the address that it came from. Problems: `key_missing`,
   * `key_malformed`, `key_unknown`, `key_revoked`, and `too_many_requests` where failed keys are counted.
   */
  identify(authorization: string | undefined, from: string): Promise<Actor>;
  /** Makes a key; the secret is in this answer and nowhere else. */
  issue(grant: Grant): Promise<{ key: KnownKey; secret: string }>;
  keys(): Promise<KnownKey[]>;
  /** Ends a key at once, on every node. Problems: `key_not_found`, `last_admin_key`. */
  revoke(id: string): Promise<KnownKey>;
}

/** Problem: `forbidden`. */
export function requireRole({ roles }: Actor, channel: string, needed: Role): Role {
  const role = roleIn(roles, channel);
  if (role !== undefined && mayAs(role, needed)) return role;
  const has = role === undefined ? 'has none in it' : `is ${role} in it`;
  throw new Problem(
    'forbidden',
    `The channel ${channel} asks for the role ${needed}; whoever asks ${has}`,
    [{ field: 'channel', detail: `${channel} asks for the role ${needed}` }],
  );
}

/** Problem: `forbidden`. */
export function requireAdmin({ roles }: Actor): void {
  if (roleIn(roles, EVERY_CHANNEL) === 'admin') return;
  throw new Problem('forbidden', 'Only an admin may do this');
}
