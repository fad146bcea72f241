/** Codes of a second factor (RFC 6238): six digits, 30 s, SHA-1, which is what every app knows. */
import { Secret, TOTP } from 'otpauth';
import type { Totp } from '../store/people.ts';

const PERIOD = 30;
/** Steps before and after, for clocks that differ. */
const WINDOW = 1;

/** 160 random bits, base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an app reads from a picture: otpauth://totp/… */
export function totpUri(secret: string, email: string): string {
  return new TOTP({ issuer: 'Ajil', label: email, secret }).toString();
}

/**
 * The step that the code is of; undefined where it is none, or of a step that was used before: a code works
 * once (RFC 6238, 5.2).
 */
export function stepOf({ secret, step }: Totp, code: string, now: number): number | undefined {
  const delta = TOTP.validate({
    token: code,
    secret: Secret.fromBase32(secret),
    timestamp: now,
    window: WINDOW,
  });
  if (delta === null) return undefined;
  const of = Math.floor(now / 1_000 / PERIOD) + delta;
  return of > step ? of : undefined;
}
