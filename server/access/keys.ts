/**
 * API keys: `ajil_`, 30 random characters, 6 of checksum. The checksum tells a typing error from a
 * wrong key without asking the store, and lets scanners of leaked secrets recognise ours.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Problem } from '../../shared/problem.ts';
import type { ApiKey, Store } from '../store/store.ts';
import type { Access } from './access.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = /^ajil_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** Makes a secret; `randomBelow(n)` gives a fair integer 0 … n-1 from a secure source. */
export function makeSecret(randomBelow: (limit: number) => number): string {
  let body = '';
  while (body.length < 30) body += ALPHABET.charAt(randomBelow(ALPHABET.length));
  return `ajil_${body}${checksum(body)}`;
}

export function makeKey(
  secret: string,
  of: Pick<ApiKey, 'id' | 'name' | 'role' | 'channels' | 'created'>,
): ApiKey {
  return { ...of, hint: secret.slice(0, 10), hash: hashOf(secret) };
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < 6; place += 1) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** `adminKey` comes from outside (AJIL_ADMIN_KEY) and is kept in no store: changing it revokes it. */
export function openAccess(store: Store, adminKey: string | undefined): Access {
  const adminHash = adminKey === undefined ? undefined : Buffer.from(hashOf(adminKey), 'hex');

  return {
    async identify(authorization) {
      const secret = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (secret === undefined) {
        throw refusal('key_missing', 'Send the header «Authorization: Bearer <key>»');
      }
      const hash = hashOf(secret);
      if (adminHash && timingSafeEqual(adminHash, Buffer.from(hash, 'hex'))) {
        return { id: 'environment', role: 'admin', channels: null };
      }
      const [, body, sum] = FORM.exec(secret) ?? [];
      if (body === undefined || checksum(body) !== sum) {
        throw refusal(
          'key_malformed',
          'This is no key of this hub: a character is missing or wrong',
        );
      }
      const key = await store.findKey(hash);
      if (!key)
        throw refusal('key_unknown', 'The key has the right form, but this hub does not know it');
      if (key.revoked !== undefined)
        throw refusal('key_revoked', `The key was revoked on ${key.revoked}`);
      return key;
    },
  };
}

function refusal(
  code: 'key_missing' | 'key_malformed' | 'key_unknown' | 'key_revoked',
  detail: string,
) {
  return new Problem(code, detail, [{ field: 'header Authorization', detail }]);
}
