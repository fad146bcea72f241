import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../store/sqlite.ts';
import { openAccess } from './keys.ts';
import type { Access } from './access.ts';
import { isWellFormed, makeSecret } from './secret.ts';
import { randomInt } from 'node:crypto';

const ADMIN = 'an-admin-key-from-outside';
const NOW = Date.UTC(2026, 10, 24);
const HERE = '127.0.0.1';

describe('keys', () => {
  let database: DatabaseSync;
  let ids = 0;
  const open = (adminKey?: string): Access =>
    openAccess({
      store: openSqliteStore(database),
      adminKey,
      now: () => NOW,
      newId: () => `key-${(ids += 1)}`,
      randomBelow: randomInt,
    });
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
  });
  afterEach(() => {
    database.close();
  });

  const grant = { name: 'CMS', role: 'editor', channels: ['breaking'] } as const;
  const bearer = (secret: string): string => `Bearer ${secret}`;

  it('P4 a typing error in a key is told from a wrong key', async () => {
    const access = open(ADMIN);
    const { secret } = await access.issue(grant);
    expect(secret).toMatch(/^ajil_[0-9A-Za-z]{36}$/);
    for (let at = 5; at < secret.length; at += 1) {
      const typo = secret.slice(0, at) + (secret[at] === 'x' ? 'y' : 'x') + secret.slice(at + 1);
      await expect(access.identify(bearer(typo), HERE)).rejects.toMatchObject({
        code: 'key_malformed',
      });
    }
    const wrong = makeSecret(randomInt);
    await expect(access.identify(bearer(wrong), HERE)).rejects.toMatchObject({
      code: 'key_unknown',
    });
  });

  it('P4 no header, no Bearer and no key are asked for one', async () => {
    const access = open(ADMIN);
    for (const header of [undefined, '', 'Basic dXNlcjpwYXNz', 'Bearer', 'Bearer  ', ADMIN]) {
      await expect(access.identify(header, HERE)).rejects.toMatchObject({
        code: 'key_missing',
        errors: [{ field: 'header Authorization' }],
      });
    }
  });

  it('P4 a key works until it is revoked, and its secret is kept nowhere', async () => {
    const access = open(ADMIN);
    const { key, secret } = await access.issue(grant);
    expect(await access.identify(bearer(secret), HERE)).toEqual({
      by: { kind: 'key', id: key.id, name: 'CMS' },
      from: HERE,
      roles: { breaking: 'editor' },
    });
    const stored = JSON.stringify(database.prepare('SELECT * FROM record').all());
    expect(stored).not.toContain(secret);
    expect(JSON.stringify(await access.keys())).not.toMatch(/hash/);
    const revoked = await access.revoke(key.id);
    expect(revoked).toEqual({ ...key, revoked: new Date(NOW).toISOString() });
    expect(await access.revoke(key.id)).toEqual(revoked);
    await expect(access.identify(bearer(secret), HERE)).rejects.toMatchObject({
      code: 'key_revoked',
    });
    await expect(access.revoke('nobody')).rejects.toMatchObject({ code: 'key_not_found' });
  });

  it('P4 the last admin key stays, unless one comes from outside', async () => {
    const admin = { name: 'admin', role: 'admin', channels: null } as const;
    const access = open();
    const first = await access.issue(admin);
    await access.issue(grant);
    await expect(access.revoke(first.key.id)).rejects.toMatchObject({ code: 'last_admin_key' });
    const second = await access.issue(admin);
    expect(await access.revoke(first.key.id)).toHaveProperty('revoked');
    await expect(access.revoke(second.key.id)).rejects.toMatchObject({ code: 'last_admin_key' });
    expect(await open(ADMIN).revoke(second.key.id)).toHaveProperty('revoked');
  });

  it('P4 every secret that is made is well formed, whatever the dice say', () => {
    for (const roll of [() => 0, (limit: number) => limit - 1, randomInt]) {
      expect(isWellFormed(makeSecret(roll))).toBe(true);
    }
  });
});
