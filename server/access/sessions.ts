/**
 * Sessions over the store. A browser has a token, the store its hash; whatever ends one removes its record,
 * and with that it is over on every node.
 */
import type { Session } from '../../shared/person.ts';
import { Problem } from '../../shared/problem.ts';
import type { SessionRecord } from '../store/people.ts';
import { SESSIONS } from '../store/records.ts';
import { openShelf, type Standing } from '../store/shelf.ts';
import type { Change, Store } from '../store/store.ts';
import { byOf, type Accounts } from './accounts.ts';
import { lineOf } from './line.ts';
import { SESSION_TIMES, type Circumstances, type Sessions } from './people.ts';
import type { SessionWatch } from './session-watch.ts';
import { tokenId } from './token.ts';

/** Of one account; the oldest gives way. */
const MOST_SESSIONS = 20;
const USER_AGENT = 200;

export interface SessionsPorts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly watch: SessionWatch;
  readonly now: () => number;
  readonly newToken: () => string;
}

export interface Opening {
  readonly changes: readonly Change[];
  readonly session: Session;
  readonly token: string;
}

/** Also for those who write a session's beginning or end together with something else. */
export interface OwnSessions extends Sessions {
  opening(account: string, circumstances: Circumstances): Promise<Opening>;
  /** All of an account, but one. */
  ending(account: string, but?: string): Promise<Change[]>;
}

export function openSessions(ports: SessionsPorts): OwnSessions {
  const { store, accounts, watch, now, newToken } = ports;
  const shelf = openShelf(store, SESSIONS);

  async function standing(account: string): Promise<Standing<SessionRecord>[]> {
    const own = (await shelf.all()).filter(({ value }) => value.account === account);
    return own.sort((a, b) => (a.value.created < b.value.created ? 1 : -1));
  }

  async function ending(account: string, but?: string): Promise<Change[]> {
    const own = await standing(account);
    return own.flatMap(({ value: { id } }) => (id === but ? [] : [shelf.remove(id)]));
  }

  /** So that a session in use does not write at each request. */
  async function note({ value, revision }: Standing<SessionRecord>): Promise<SessionRecord> {
    if (now() - Date.parse(value.seen) < SESSION_TIMES.note) return value;
    const seen = { ...value, seen: new Date(now()).toISOString() };
    // Where it was ended meanwhile, nothing brings it back.
    return (await store.write([shelf.put(seen, revision)])) ? seen : value;
  }

  return {
    async identify(token, from, isUse = true) {
      const found = await shelf.find(tokenId(token));
      if (!found || expiryOf(found.value) <= now()) throw over();
      const account = await accounts.find(found.value.account);
      if (!account || account.value.disabled !== undefined) throw over();
      const session = known(isUse ? await note(found) : found.value);
      const { roles } = account.value;
      return { actor: { by: byOf(account.value), from, roles }, session };
    },
    async of(account) {
      const own = (await standing(account)).map(({ value }) => value);
      return own.filter((one) => expiryOf(one) > now()).map(known);
    },
    async signOut(id, owner) {
      const line = lineOf(owner, { act: 'sign_out', subject: id }, now());
      await store.write([shelf.remove(id, 'known')], line);
    },
    async end(id, owner) {
      const found = await shelf.find(id);
      const line = lineOf(owner, { act: 'end_session', subject: id }, now());
      const isOwn = found?.value.account === owner.by.id;
      if (isOwn && (await store.write([shelf.remove(id, 'known')], line))) return;
      throw new Problem('session_not_found', `You have no session ${id}`);
    },
    async endAll(owner, but) {
      const changes = await ending(owner.by.id, but);
      const line = lineOf(owner, { act: 'end_session', subject: owner.by.id }, now());
      if (changes.length > 0) await store.write(changes, line);
    },
    watch: watch.watch,
    ending,
    async opening(account, { from, userAgent, previous }) {
      const own = await standing(account);
      const stale = own.filter(
        ({ value }, at) => at >= MOST_SESSIONS - 1 || expiryOf(value) <= now(),
      );
      const [token, time] = [newToken(), new Date(now()).toISOString()];
      const record: SessionRecord = {
        ...{ id: tokenId(token), account, created: time, seen: time, from },
        userAgent: userAgent.slice(0, USER_AGENT).toWellFormed(),
      };
      const ended = new Set(stale.map(({ value }) => value.id));
      // A browser has one: who signs in anew leaves none behind, and takes none over.
      if (previous !== undefined) ended.add(tokenId(previous));
      const changes = [shelf.put(record, 0), ...[...ended].map((id) => shelf.remove(id))];
      return { changes, session: known(record), token };
    },
  };
}

/** The ids of all that are open now. */
export async function openIds(
  store: Store,
  accounts: Accounts,
  now: () => number,
): Promise<ReadonlySet<string>> {
  const [sessions, people] = [await openShelf(store, SESSIONS).all(), await accounts.all()];
  const able = people.filter(({ value }) => value.disabled === undefined);
  const owners = new Set(able.map(({ value }) => value.id));
  const open = sessions.filter(({ value }) => owners.has(value.account) && expiryOf(value) > now());
  return new Set(open.map(({ value }) => value.id));
}

function expiryOf({ seen, created }: SessionRecord): number {
  return Math.min(Date.parse(seen) + SESSION_TIMES.idle, Date.parse(created) + SESSION_TIMES.most);
}

function known(record: SessionRecord): Session {
  const { account: _, ...session } = record;
  return { ...session, expires: new Date(expiryOf(record)).toISOString() };
}

function over(): Problem {
  return new Problem('session_unknown', 'The session has ended: sign in again');
}
