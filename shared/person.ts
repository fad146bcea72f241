/** People with an account: what of them the hub and its console agree on. */
import type { By } from './audit.ts';
import type { Roles } from './role.ts';

/** Of the console, and of what is sent to a person. */
export const LANGUAGES = ['ar', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The header of what a page asks while nobody is at it. */
export const UNATTENDED = 'Ajil-Unattended';

/** An account as others may see it: nothing in it opens anything. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly roles: Roles;
  /** It has a password; without one it signs in with the provider only. */
  readonly password: boolean;
  /** It signs in with a code too. */
  readonly totp: boolean;
  /** ISO 8601, UTC, as all times. */
  readonly created: string;
  readonly signedIn?: string;
  readonly disabled?: string;
}

/** A browser that is signed in. */
export interface Session {
  readonly id: string;
  readonly created: string;
  /** When it was last used, to some minutes. */
  readonly seen: string;
  /** When it ends, if it is not used before. */
  readonly expires: string;
  /** The address that it began at. */
  readonly from: string;
  readonly userAgent: string;
}

/** An open invitation. Its link is shown once, to whoever makes it. */
export interface Invitation {
  readonly id: string;
  /** Unset: whoever has the link says. */
  readonly email?: string;
  readonly roles: Roles;
  /** The account that gets a new password; unset: it makes one. */
  readonly resets?: string;
  readonly by: By;
  readonly created: string;
  readonly expires: string;
}

export const PASSWORD_LENGTH = { least: 12, most: 200 } as const;
export const PERSON_LIMITS = { name: 80, email: 254, channels: 100 } as const;

/**
 * What is wrong with a password, as the end of a sentence; undefined: it will do. No rules of composition,
 * for they make passwords worse (NIST SP 800-63B, 5.1.1.2).
 */
export function passwordFault(
  password: string,
  { email = '', name = '' }: { readonly email?: string; readonly name?: string },
): string | undefined {
  // By code points, so that twelve letters are twelve in every script.
  const { length } = Array.from(password);
  if (length < PASSWORD_LENGTH.least) {
    return `must have at least ${PASSWORD_LENGTH.least} characters`;
  }
  if (length > PASSWORD_LENGTH.most) return `may have at most ${PASSWORD_LENGTH.most} characters`;
  const plain = password.trim().toLowerCase();
  if (plain === email.toLowerCase()) return 'may not be the e-mail';
  if (plain === name.trim().toLowerCase()) return 'may not be the name';
  return undefined;
}
