/** The secrets of sessions and invitations: 256 random bits, of which only a hash is kept. */
import { createHash, randomBytes } from 'node:crypto';

/** In letters that a URL and a cookie take as they are. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of it, and its public name: nobody finds the token from it. No slow hash is needed for so many bits. */
export function tokenId(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
