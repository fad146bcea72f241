/** E-mail addresses as accounts are known by them. */
import { z } from 'zod';
import { PERSON_LIMITS } from '../../shared/person.ts';

const address = z.email().max(PERSON_LIMITS.email);

/**
 * Trimmed and in lower case; undefined where it is none. ASCII only (zod takes no other): letters of other
 * scripts that look or fold alike would let somebody else's address open an account.
 */
export function emailOf(text: string): string | undefined {
  const parsed = address.safeParse(text.trim());
  return parsed.success ? parsed.data.toLowerCase() : undefined;
}
