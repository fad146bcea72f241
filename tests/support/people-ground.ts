/** The people of one hub on a store in memory, with a clock that the test sets. */
import { DatabaseSync } from 'node:sqlite';
import type { AuditLine } from '../../shared/audit.ts';
import type { Roles } from '../../shared/role.ts';
import type { Actor } from '../../server/access/access.ts';
import { openAccounts } from '../../server/access/accounts.ts';
import { openCredential } from '../../server/access/credential.ts';
import { createFailures } from '../../server/access/failures.ts';
import { openInvitations } from '../../server/access/invitations.ts';
import { createMemoryLimits } from '../../server/access/limits-memory.ts';
import { openPasswords, type Passwords } from '../../server/access/password.ts';
import { openPeople } from '../../server/access/people-records.ts';
import { openSessionWatch } from '../../server/access/session-watch.ts';
import { openIds, openSessions } from '../../server/access/sessions.ts';
import { openSignIn } from '../../server/access/sign-in.ts';
import { newToken } from '../../server/access/token.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';

export const HERE = { from: '192.0.2.1', userAgent: 'a browser' };
export const PASSWORD = 'long enough for anybody';
export const ADMIN: Actor = {
  by: { kind: 'key', id: 'environment', name: 'AJIL_ADMIN_KEY' },
  from: '192.0.2.9',
  roles: { '*': 'admin' },
};

export type PeopleGround = Awaited<ReturnType<typeof openPeopleGround>>;

export interface GroundOptions {
  /** Failed sign-ins that are allowed. */
  readonly most?: number;
}

/** Looks for sessions that ended by themselves every 5 ms. */
export async function openPeopleGround({ most = Infinity }: GroundOptions = {}) {
  const database = new DatabaseSync(':memory:');
  const store = openSqliteStore(database);
  let time = Date.UTC(2026, 10, 24, 12);
  let ids = 0;
  const now = (): number => time;
  const none = { most: Infinity, seconds: 60 };
  const limits = createMemoryLimits({
    publish: none,
    'failed key': none,
    'failed sign-in': { ...none, most },
  });
  const accounts = openAccounts(store);
  const watch = await openSessionWatch({
    store,
    open: () => openIds(store, accounts, now),
    look: 5,
  });
  const core = { store, accounts, now, newId: () => `id-${(ids += 1)}`, newToken };
  const sessions = openSessions({ ...core, watch });
  const failures = createFailures(limits);
  const real = await openPasswords(newToken);
  let checked = 0;
  const passwords: Passwords = {
    ...real,
    verify: (phc, password, first) =>
      real.verify(phc, password, async () => {
        await first?.();
        checked += 1;
      }),
  };
  const invitations = openInvitations({ ...core, sessions, passwords });
  const { admit } = invitations;
  return {
    ...{ database, store, accounts, sessions, invitations },
    people: openPeople({ ...core, sessions }),
    credential: openCredential({ ...core, sessions, passwords, failures }),
    signIn: openSignIn({ ...core, sessions, passwords, failures, admit }),
    now,
    /** Passwords that were worked at. */
    checked: () => checked,
    pass(ms: number) {
      time += ms;
    },
    /** An account, and its first session. */
    async join(email: string, roles: Roles) {
      const { token } = await invitations.invite(email, roles, ADMIN);
      const acceptance = { token, name: email.split('@')[0], password: PASSWORD };
      const { signedIn } = await invitations.accept(acceptance, HERE);
      if (!signedIn) throw new Error('Nobody was signed in');
      return signedIn;
    },
    /** Newest first. */
    async lines(): Promise<AuditLine[]> {
      const traces = await store.trail({ limit: 100 });
      return traces.map(({ text }) => JSON.parse(text) as AuditLine);
    },
    /** All that is kept, as text. */
    kept: (): string =>
      JSON.stringify([
        database.prepare('SELECT * FROM record').all(),
        database.prepare('SELECT * FROM trail').all(),
      ]),
    close() {
      watch.stop();
      database.close();
    },
  };
}
