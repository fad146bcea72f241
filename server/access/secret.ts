/**
 * The secret of an API key: `ajil_`, 30 random characters, 6 of checksum. The checksum tells a typing
 * error from a wrong key without asking the store, and lets scanners of leaked secrets recognise ours.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = /^ajil_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** Makes a secret; `randomBelow(n)` gives a fair integer 0 … n-1 from a secure source. */
export function makeSecret(randomBelow: (limit: number) => number): string {
  let body = '';
  while (body.length < 30) body += ALPHABET.charAt(randomBelow(ALPHABET.length));
  return `ajil_${body}${checksum(body)}`;
}

/** False for whatever this hub cannot have made. */
export function isWellFormed(secret: string): boolean {
  const [, body, sum] = FORM.exec(secret) ?? [];
  return body !== undefined && checksum(body) === sum;
}

/** What is kept of a secret: SHA-256, hex. 178 bits of randomness need no slow hash. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The first characters, enough to recognise a key by and far from enough to use it. */
export function hintOf(secret: string): string {
  return secret.slice(0, 10);
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
