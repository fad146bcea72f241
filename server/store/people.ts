/** The shapes of what is kept of people: accounts, their sessions, invitations. */
import { z } from 'zod';
import type { By } from '../../shared/audit.ts';
import { LANGUAGES, type Language } from '../../shared/person.ts';
import { ROLES, type Roles } from '../../shared/role.ts';

/** A second factor (RFC 6238). */
export interface Totp {
  /** Base32. A code is computed from it, so it cannot be kept as a hash. */
  readonly secret: string;
  /** When a first code showed that it had arrived; until then it is not asked for. */
  readonly confirmed?: string | undefined;
  /** The step of the last code that was taken: no code of it, or of an earlier one, is taken again. */
  readonly step: number;
}

export interface Account {
  readonly id: string;
  /** In the form of `emailOf`. */
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly roles: Roles;
  /** argon2id in PHC form; unset: signs in with the provider only. */
  readonly password?: string | undefined;
  readonly totp?: Totp | undefined;
  readonly created: string;
  readonly signedIn?: string | undefined;
  readonly disabled?: string | undefined;
}

export interface EmailOf {
  readonly email: string;
  readonly account: string;
}

export interface SessionRecord {
  /** SHA-256 of its token, base64url. */
  readonly id: string;
  readonly account: string;
  readonly created: string;
  /** When it was last used, to some minutes. */
  readonly seen: string;
  readonly from: string;
  readonly userAgent: string;
}

export interface InvitationRecord {
  /** SHA-256 of its token, base64url. */
  readonly id: string;
  /** Unset in that of the first start: whoever has the link says. */
  readonly email?: string | undefined;
  readonly roles: Roles;
  /** The account that gets a new password; unset: it makes one. */
  readonly resets?: string | undefined;
  readonly by: By;
  readonly created: string;
  readonly expires: string;
}

const roles = z.record(z.string(), z.enum(ROLES));
const text = z.string();
const later = z.string().optional();

export const accountSchema: z.ZodType<Account> = z.object({
  ...{ id: text, email: text, name: text, language: z.enum(LANGUAGES), roles },
  password: later,
  totp: z.object({ secret: text, confirmed: later, step: z.number() }).optional(),
  ...{ created: text, signedIn: later, disabled: later },
});

export const emailSchema: z.ZodType<EmailOf> = z.object({ email: text, account: text });

export const sessionSchema: z.ZodType<SessionRecord> = z.object({
  ...{ id: text, account: text, created: text, seen: text, from: text, userAgent: text },
});

export const invitationSchema: z.ZodType<InvitationRecord> = z.object({
  ...{ id: text, email: later, roles, resets: later },
  by: z.object({ kind: z.enum(['person', 'key', 'hub']), id: text, name: text }),
  ...{ created: text, expires: text },
});
