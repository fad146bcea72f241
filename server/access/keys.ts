/** API keys over the store: who holds one, and how they are made and revoked. */
import { timingSafeEqual } from 'node:crypto';
import { Problem } from '../../shared/problem.ts';
import { EVERY_CHANNEL } from '../../shared/role.ts';
import { KEYS, type ApiKey } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import type { Store } from '../store/store.ts';
import type { Access, Actor, Grant, KnownKey } from './access.ts';
import { hashOf, hintOf, isWellFormed, makeSecret } from './secret.ts';

export interface AccessPorts {
  readonly store: Store;
  /** AJIL_ADMIN_KEY: it comes from outside and is kept in no store, so changing it revokes it. */
  readonly adminKey: string | undefined;
  readonly now: () => number;
  readonly newId: () => string;
  /** A fair integer 0 … n-1 from a secure source. */
  readonly randomBelow: (limit: number) => number;
}

/** A key that is not in the store yet, with its secret. */
export function makeKey(
  grant: Grant,
  { now, newId, randomBelow }: Pick<AccessPorts, 'now' | 'newId' | 'randomBelow'>,
): { stored: ApiKey; secret: string } {
  const secret = makeSecret(randomBelow);
  const { name, role, channels } = grant;
  const created = new Date(now()).toISOString();
  const of = { name, role, channels, created, hint: hintOf(secret), hash: hashOf(secret) };
  return { stored: { id: newId(), ...of }, secret };
}

export function openAccess(ports: AccessPorts): Access {
  const { store, adminKey, now } = ports;
  const shelf = openShelf(store, KEYS);
  const all = async (): Promise<ApiKey[]> => {
    const keys = (await shelf.all()).map(({ value }) => value);
    return keys.sort((a, b) => (a.id < b.id ? -1 : 1));
  };
  const adminHash = adminKey === undefined ? undefined : Buffer.from(hashOf(adminKey), 'hex');

  return {
    async identify(authorization, from) {
      const secret = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (secret === undefined) {
        throw refusal('key_missing', 'Send the header «Authorization: Bearer <key>»');
      }
      const hash = hashOf(secret);
      if (adminHash && timingSafeEqual(adminHash, Buffer.from(hash, 'hex'))) {
        return actorOf({ id: 'environment', name: 'AJIL_ADMIN_KEY', ...ADMIN }, from);
      }
      if (!isWellFormed(secret)) {
        const detail = 'This is no key of this hub: a character is missing or wrong';
        throw refusal('key_malformed', detail);
      }
      const key = (await shelf.find(hash))?.value;
      if (!key) {
        throw refusal('key_unknown', 'The key has the right form, but this hub does not know it');
      }
      if (key.revoked !== undefined) {
        throw refusal('key_revoked', `The key was revoked on ${key.revoked}`);
      }
      return actorOf(key, from);
    },
    async issue(grant) {
      const { stored, secret } = makeKey(grant, ports);
      await store.write([shelf.put(stored)]);
      return { key: known(stored), secret };
    },
    async keys() {
      return (await all()).map(known);
    },
    async revoke(id) {
      const keys = await all();
      const key = keys.find((one) => one.id === id);
      if (!key) throw new Problem('key_not_found', `There is no key with the id ${id}`);
      if (key.revoked !== undefined) return known(key);
      const others = keys.filter((one) => one.id !== id && one.revoked === undefined);
      if (key.role === 'admin' && !adminHash && !others.some(({ role }) => role === 'admin')) {
        throw new Problem('last_admin_key', 'Without it nobody could make a key: make one first');
      }
      const revoked = { ...key, revoked: new Date(now()).toISOString() };
      await store.write([shelf.put(revoked)]);
      return known(revoked);
    },
  };
}

const ADMIN = { role: 'admin', channels: null } as const;

function actorOf(key: Pick<ApiKey, 'id' | 'name' | 'role' | 'channels'>, from: string): Actor {
  const { id, name, role, channels } = key;
  const roles = Object.fromEntries((channels ?? [EVERY_CHANNEL]).map((one) => [one, role]));
  return { by: { kind: 'key', id, name }, from, roles };
}

function known({ hash, ...key }: ApiKey): KnownKey {
  return key;
}

function refusal(
  code: 'key_missing' | 'key_malformed' | 'key_unknown' | 'key_revoked',
  detail: string,
) {
  return new Problem(code, detail, [{ field: 'header Authorization', detail }]);
}
