import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../store/sqlite.ts';
import { openAccess } from './keys.ts';
import { requireUrgency, type Access } from './access.ts';
import { hashOf, isWellFormed, makeSecret } from './secret.ts';
import { randomInt } from 'node:crypto';

const ADMIN = 'an-admin-key-from-outside';
const NOW = Date.UTC(2026, 10, 24);
const HERE = '127.0.0.1';
const AUTHOR = {
  by: { kind: 'key', id: 'environment', name: 'AJIL_ADMIN_KEY' },
  from: HERE,
} as const;

describe('keys', () => {
  let database: DatabaseSync;
  let ids = 0;
  let now = NOW;
  const open = (adminKey?: string): Access =>
    openAccess({
      store: openSqliteStore(database),
      adminKey,
      now: () => now,
      newId: () => `key-${(ids += 1)}`,
      randomBelow: randomInt,
    });
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    now = NOW;
  });
  afterEach(() => {
    database.close();
  });

  const grant = { name: 'CMS', role: 'editor', channels: ['breaking'] } as const;
  const bearer = (secret: string): string => `Bearer ${secret}`;

  it('P4 a typing error in a key is told from a wrong key', async () => {
    const access = open(ADMIN);
    const { secret } = await access.issue(grant, AUTHOR);
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
    const { key, secret } = await access.issue(grant, AUTHOR);
    expect(await access.identify(bearer(secret), HERE)).toEqual({
      by: { kind: 'key', id: key.id, name: 'CMS' },
      from: HERE,
      roles: { breaking: 'editor' },
    });
    const stored = JSON.stringify(database.prepare('SELECT * FROM record').all());
    expect(stored).not.toContain(secret);
    expect(JSON.stringify(await access.keys())).not.toMatch(/hash/);
    const revoked = await access.revoke(key.id, AUTHOR);
    expect(revoked).toEqual({ ...key, secrets: [], revoked: new Date(NOW).toISOString() });
    expect(await access.revoke(key.id, AUTHOR)).toEqual(revoked);
    await expect(access.identify(bearer(secret), HERE)).rejects.toMatchObject({
      code: 'key_revoked',
    });
    await expect(access.revoke('nobody', AUTHOR)).rejects.toMatchObject({ code: 'key_not_found' });
  });

  it('P4 the last admin key stays, unless one comes from outside', async () => {
    const admin = { name: 'admin', role: 'admin', channels: null } as const;
    const access = open();
    const first = await access.issue(admin, AUTHOR);
    await access.issue(grant, AUTHOR);
    await expect(access.revoke(first.key.id, AUTHOR)).rejects.toMatchObject({
      code: 'last_admin_key',
    });
    const second = await access.issue(admin, AUTHOR);
    expect(await access.revoke(first.key.id, AUTHOR)).toHaveProperty('revoked');
    await expect(access.revoke(second.key.id, AUTHOR)).rejects.toMatchObject({
      code: 'last_admin_key',
    });
    expect(await open(ADMIN).revoke(second.key.id, AUTHOR)).toHaveProperty('revoked');
  });

  it('A10 a key ends by itself when it expires', async () => {
    const access = open(ADMIN);
    const expires = new Date(NOW + 1_000).toISOString();
    const { secret } = await access.issue({ ...grant, expires }, AUTHOR);
    expect(await access.identify(bearer(secret), HERE)).toMatchObject({ by: { name: 'CMS' } });
    now += 1_000;
    await expect(access.identify(bearer(secret), HERE)).rejects.toMatchObject({
      code: 'key_expired',
      status: 401,
    });
  });

  it('A10 an admin key that ends by itself does not count as the last one', async () => {
    const admin = { name: 'admin', role: 'admin', channels: null } as const;
    const access = open();
    const first = await access.issue(admin, AUTHOR);
    const expires = new Date(NOW + 1_000).toISOString();
    await access.issue({ ...admin, expires }, AUTHOR);
    await expect(access.revoke(first.key.id, AUTHOR)).rejects.toMatchObject({
      code: 'last_admin_key',
    });
  });

  it('A10 a key sends nothing more urgent than it may; what was made before may all', async () => {
    const access = open(ADMIN);
    const { secret } = await access.issue({ ...grant, highestUrgency: 3 }, AUTHOR);
    const actor = await access.identify(bearer(secret), HERE);
    for (const urgency of [3, 5, 9] as const) requireUrgency(actor, urgency);
    for (const urgency of [1, 2] as const) {
      expect(() => {
        requireUrgency(actor, urgency);
      }).toThrow(expect.objectContaining({ code: 'forbidden' }));
    }
    const { secret: other } = await access.issue(grant, AUTHOR);
    database.exec("UPDATE record SET json = json_remove(json, '$.highestUrgency')");
    requireUrgency(await access.identify(bearer(other), HERE), 1);
  });

  it('A10 W8 what becomes of keys has its line in the trail, without a secret', async () => {
    const access = open(ADMIN);
    const { key, secret } = await access.issue(grant, AUTHOR);
    const rotated = await access.rotate(key.id, AUTHOR);
    expect(rotated.key.secrets).toHaveLength(2);
    await access.retire(key.id, key.hint, AUTHOR);
    await access.revoke(key.id, AUTHOR);
    const lines = database.prepare('SELECT line FROM trail ORDER BY cursor').all();
    const told = lines.map(({ line }) => JSON.parse(String(line)) as { act: string });
    expect(told.map(({ act }) => act)).toEqual([
      ...['issue_key', 'rotate_key', 'retire_secret', 'revoke_key'],
    ]);
    for (const line of told) expect(line).toMatchObject({ ...AUTHOR, subject: key.id });
    expect(JSON.stringify(told)).not.toContain(secret);
    expect(JSON.stringify(told)).not.toContain(hashOf(secret));
    expect(JSON.stringify(told)).not.toContain(rotated.secret);
  });

  it('P4 every secret that is made is well formed, whatever the dice say', () => {
    for (const roll of [() => 0, (limit: number) => limit - 1, randomInt]) {
      expect(isWellFormed(makeSecret(roll))).toBe(true);
    }
  });
});
