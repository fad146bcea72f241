/** An API key as the hub tells of it: never its secret, but when it is made. */
import type { Urgency } from '../../../shared/headline.ts';

export const KEY_ROLES = ['editor', 'admin'] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

export const URGENCIES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const satisfies readonly Urgency[];

export interface KeySecret {
  readonly hint: string;
  readonly created: string;
}
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: KeyRole;
  /** null: every channel. */
  readonly channels: readonly string[] | null;
  readonly hint: string;
  readonly created: string;
  readonly revoked?: string;
  readonly highestUrgency: Urgency;
  readonly expires?: string;
  /** Those that work, the newest first. */
  readonly secrets: readonly KeySecret[];
}
export interface IssuedKey extends ApiKey {
  readonly secret: string;
}
export interface NewKey {
  readonly name: string;
  readonly role: KeyRole;
  readonly channels: readonly string[] | null;
  readonly highestUrgency?: Urgency;
  readonly expires?: string;
}

export type KeyState = 'works' | 'over' | 'revoked';

/** `now`: ms. */
export function stateOf({ revoked, expires }: ApiKey, now: number): KeyState {
  if (revoked !== undefined) return 'revoked';
  return expires !== undefined && Date.parse(expires) <= now ? 'over' : 'works';
}

/** What works first, then by name. */
export function inOrder(keys: readonly ApiKey[], now: number): readonly ApiKey[] {
  const rank = (key: ApiKey): number => (stateOf(key, now) === 'works' ? 0 : 1);
  return keys.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
