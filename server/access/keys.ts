/** API keys over the store: who holds one, and how they are made, rotated and revoked. */
import { timingSafeEqual } from 'node:crypto';
import { Problem } from '../../shared/problem.ts';
import type { Author } from '../../shared/audit.ts';
import { EVERY_CHANNEL } from '../../shared/role.ts';
import { KEYS, type ApiKey } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import type { Store } from '../store/store.ts';
import type { Access, Actor, Grant, KnownKey } from './access.ts';
import { lineOf, type Done } from './line.ts';
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

type Making = Pick<AccessPorts, 'now' | 'newId' | 'randomBelow'>;

/** A key that is not in the store yet, with its secret. */
export function makeKey(grant: Grant, ports: Making): { stored: ApiKey; secret: string } {
  const { name, role, channels, highestUrgency = 1, expires } = grant;
  const ends = expires === undefined ? {} : { expires };
  return withSecret(ports, {
    ...{ id: ports.newId(), name, role, channels, highestUrgency, ...ends },
  });
}

export function openAccess(ports: AccessPorts): Access {
  const { store, adminKey, now } = ports;
  const shelf = openShelf(store, KEYS);
  const adminHash = adminKey === undefined ? undefined : Buffer.from(hashOf(adminKey), 'hex');

  /** Each key with the records of its secrets, the newest first. */
  async function all(): Promise<ApiKey[][]> {
    const records = (await shelf.all()).map(({ value }) => value);
    const newestFirst = records.sort((a, b) => (a.created < b.created ? 1 : -1));
    const keys = [...Map.groupBy(newestFirst, ({ id }) => id)];
    return keys.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secrets]) => secrets);
  }

  async function find(id: string): Promise<{ key: ApiKey[]; live: ApiKey[]; others: ApiKey[][] }> {
    const keys = await all();
    const key = keys.find((one) => one[0]?.id === id);
    if (!key) throw new Problem('key_not_found', `There is no key with the id ${id}`);
    return { key, live: key.filter(isLive), others: keys.filter((one) => one !== key) };
  }

  async function end(secrets: readonly ApiKey[], author: Author, act: Done['act'], id: string) {
    const revoked = new Date(now()).toISOString();
    const changes = secrets.map((one) => shelf.put({ ...one, revoked }));
    const after = { hints: secrets.map(({ hint }) => hint) };
    await store.write(changes, lineOf(author, { act, subject: id, after }, now()));
    return known((await find(id)).key);
  }

  return {
    async identify(authorization, from) {
      const secret = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (secret === undefined) {
        throw refusal('key_missing', 'Send the header «Authorization: Bearer <key>»');
      }
      const hash = hashOf(secret);
      if (adminHash && timingSafeEqual(adminHash, Buffer.from(hash, 'hex')))
        return fromOutside(from);
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
      if (key.expires !== undefined && Date.parse(key.expires) <= now()) {
        throw refusal('key_expired', `The key has expired on ${key.expires}`);
      }
      return actorOf(key, from);
    },
    async issue(grant, author) {
      const { stored, secret } = makeKey(grant, ports);
      const { id: subject, hash: _, ...after } = stored;
      const line = lineOf(author, { act: 'issue_key', subject, after }, now());
      await store.write([shelf.put(stored)], line);
      return { key: known([stored]), secret };
    },
    async keys() {
      return (await all()).map(known);
    },
    async rotate(id, author) {
      const { live, key } = await find(id);
      const [first] = live;
      // What was revoked is not brought back.
      if (!first) throw new Problem('key_not_found', `The key ${id} was revoked`);
      if (live.length > 1) {
        throw new Problem('two_secrets', 'The key has two secrets already: retire one first');
      }
      const { stored, secret } = withSecret(ports, first);
      const after = { hint: stored.hint };
      const line = lineOf(author, { act: 'rotate_key', subject: id, after }, now());
      await store.write([shelf.put(stored, 0)], line);
      return { key: known([stored, ...key]), secret };
    },
    async retire(id, hint, author) {
      const { live } = await find(id);
      const retired = live.find((one) => one.hint === hint);
      if (!retired) {
        throw new Problem('key_not_found', `The key ${id} has no secret that begins with ${hint}`);
      }
      if (live.length === 1) {
        throw new Problem('last_secret', 'It is the only one: rotate the key first, or revoke it');
      }
      return end([retired], author, 'retire_secret', id);
    },
    async revoke(id, author) {
      const { key, live, others } = await find(id);
      if (live.length === 0) return known(key);
      const isLast = !adminHash && !others.some((one) => isAdmin(one));
      if (isAdmin(key) && isLast) {
        throw new Problem('last_admin_key', 'Without it nobody could make a key: make one first');
      }
      return end(live, author, 'revoke_key', id);
    },
  };
}

function withSecret(
  { now, randomBelow }: Making,
  key: Omit<ApiKey, 'hint' | 'hash' | 'created'>,
): { stored: ApiKey; secret: string } {
  const secret = makeSecret(randomBelow);
  const created = new Date(now()).toISOString();
  return { stored: { ...key, hint: hintOf(secret), hash: hashOf(secret), created }, secret };
}

function fromOutside(from: string): Actor {
  const by = { kind: 'key', id: 'environment', name: 'AJIL_ADMIN_KEY' } as const;
  return { by, from, roles: { [EVERY_CHANNEL]: 'admin' } };
}

function actorOf({ id, name, role, channels, highestUrgency }: ApiKey, from: string): Actor {
  const roles = Object.fromEntries((channels ?? [EVERY_CHANNEL]).map((one) => [one, role]));
  const most = highestUrgency === 1 ? {} : { highestUrgency };
  return { by: { kind: 'key', id, name }, from, roles, ...most };
}

const isLive = ({ revoked }: ApiKey): boolean => revoked === undefined;

/** One that ends by itself does not count: there would be none the day after. */
function isAdmin(key: readonly ApiKey[]): boolean {
  return key.some((one) => isLive(one) && one.role === 'admin' && one.expires === undefined);
}

/** `records` are of one key, the newest first; what stands for it is the newest that works, if one does. */
function known(records: readonly ApiKey[]): KnownKey {
  const live = records.filter(isLive);
  const [first] = live.length > 0 ? live : records;
  if (!first) throw new Error('A key has at least one record');
  const { hash: _, ...key } = first;
  return { ...key, secrets: live.map(({ hint, created }) => ({ hint, created })) };
}

function refusal(
  code: 'key_missing' | 'key_malformed' | 'key_unknown' | 'key_revoked' | 'key_expired',
  detail: string,
) {
  return new Problem(code, detail, [{ field: 'header Authorization', detail }]);
}
