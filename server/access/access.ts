/** Who may do what: the port that the edges ask. */
import type { Author } from '../../shared/audit.ts';
import type { Urgency } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import { EVERY_CHANNEL, mayAs, roleIn, type Role, type Roles } from '../../shared/role.ts';
import type { ApiKey } from '../store/records.ts';

/** Who asks, from where, and what it may do. */
export interface Actor extends Author {
  readonly roles: Roles;
  /** The highest urgency that it may send; unset: any. */
  readonly highestUrgency?: Urgency;
}

/** A key as an admin sees it: its hashes stay at home. */
export interface KnownKey extends Omit<ApiKey, 'hash'> {
  /** Those that work; two while it is rotated, the newest first. */
  readonly secrets: readonly { readonly hint: string; readonly created: string }[];
}

export interface Grant {
  readonly name: string;
  readonly role: ApiKey['role'];
  /** null = every channel. */
  readonly channels: readonly string[] | null;
  /** Unset: any. */
  readonly highestUrgency?: Urgency;
  /** Unset: it never ends by itself. */
  readonly expires?: string;
}

export interface Issued {
  readonly key: KnownKey;
  /** In this answer and nowhere else. */
  readonly secret: string;
}

/** Every method rejects with `wire_unavailable` while the store is out of reach. */
export interface Access {
  /**
   * Who holds this `Authorization` header? `from` is the address that it came from. Problems: `key_missing`,
   * `key_malformed`, `key_unknown`, `key_revoked`, `key_expired`, and `too_many_requests` where failed keys are
   * counted.
   */
  identify(authorization: string | undefined, from: string): Promise<Actor>;
  issue(grant: Grant, author: Author): Promise<Issued>;
  keys(): Promise<KnownKey[]>;
  /** A second secret, beside which the first works on. Problems: `key_not_found`, `two_secrets`. */
  rotate(id: string, author: Author): Promise<Issued>;
  /** Ends one of two secrets, on every node at once. Problems: `key_not_found`, `last_secret`. */
  retire(id: string, hint: string, author: Author): Promise<KnownKey>;
  /** Ends a key with all its secrets, on every node at once. Problems: `key_not_found`, `last_admin_key`. */
  revoke(id: string, author: Author): Promise<KnownKey>;
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

/** `urgency` is what the headline would have on the board. Problem: `forbidden`. */
export function requireUrgency(
  { highestUrgency = 1 }: { readonly highestUrgency?: Urgency | undefined },
  urgency: Urgency,
): void {
  if (urgency >= highestUrgency) return;
  throw new Problem(
    'forbidden',
    `Whoever asks may send urgency ${highestUrgency} and less urgent, not ${urgency}`,
    [{ field: 'urgency', detail: `may be ${highestUrgency} to 9 here` }],
  );
}
