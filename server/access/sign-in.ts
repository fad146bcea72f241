/** Signing in: by password and code, or because a provider vouches for an e-mail. */
import type { Author } from '../../shared/audit.ts';
import { Problem } from '../../shared/problem.ts';
import type { Account } from '../store/people.ts';
import type { Standing } from '../store/shelf.ts';
import type { Store } from '../store/store.ts';
import { byOf, changedMeanwhile, personOf, type Accounts } from './accounts.ts';
import { emailOf } from './email.ts';
import type { Failures } from './failures.ts';
import { lineOf } from './line.ts';
import type { Passwords } from './password.ts';
import type { Circumstances, Credentials, SignedIn, SignIn } from './people.ts';
import type { OwnSessions } from './sessions.ts';
import { stepOf } from './totp.ts';

export interface SessionOpening {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly sessions: OwnSessions;
  readonly now: () => number;
}

export interface SignInPorts extends SessionOpening {
  readonly passwords: Passwords;
  readonly failures: Failures;
  /** Makes the account of an e-mail with an open invitation; undefined where there is none. */
  readonly admit: (email: string, name: string, from: string) => Promise<string | undefined>;
}

/** Times that a sign-in is tried where the account is written meanwhile, as by another sign-in. */
const TRIES = 3;

export function openSignIn(ports: SignInPorts): SignIn {
  const { accounts, passwords, failures, admit, now } = ports;

  /** The account as it is after the sign-in; undefined where something is wrong, whatever it is. */
  async function examine(
    { password, code }: Credentials,
    found: Standing<Account> | undefined,
    first: () => Promise<void>,
  ): Promise<Account | undefined> {
    const account = found?.value;
    const fits = await passwords.verify(account?.password, password, first);
    if (!fits || account === undefined || account.disabled !== undefined) return undefined;
    const { totp } = account;
    if (totp?.confirmed === undefined) return account;
    const step = code === undefined ? undefined : stepOf(totp, code, now());
    return step === undefined ? undefined : { ...account, totp: { ...totp, step } };
  }

  async function byPassword(
    credentials: Credentials,
    circumstances: Circumstances,
  ): Promise<SignedIn> {
    const { from } = circumstances;
    // What is no address is counted as it stands, and looked up as one that nobody has.
    const email = emailOf(credentials.email) ?? credentials.email;
    const refuse = (): Promise<void> => failures.refuse(from, email);
    await refuse();
    for (let n = 0; n < TRIES; n += 1) {
      const found = await accounts.byEmail(email);
      const account = await examine(credentials, found, refuse);
      if (account === undefined || !found) {
        await failures.count(from, email);
        throw failed();
      }
      // It may be the last of many that were tried at once.
      await refuse();
      const signedIn = await openSession(ports, account, found.revision, circumstances);
      if (signedIn) return signedIn;
    }
    throw changedMeanwhile();
  }

  return {
    byPassword,
    async byProvider(email, name, circumstances) {
      const known = await accounts.byEmail(email);
      const id = known?.value.id ?? (await admit(email, name, circumstances.from));
      const found = id === undefined ? undefined : await accounts.find(id);
      if (!found || found.value.disabled !== undefined) {
        throw new Problem(
          'provider_refused',
          'Nobody with this e-mail has an account or an invitation',
        );
      }
      const signedIn = await openSession(ports, found.value, found.revision, circumstances);
      if (signedIn) return signedIn;
      throw changedMeanwhile();
    },
  };
}

/**
 * Opens a session together with the account as it was looked at: where that was changed meanwhile (a new
 * password, disabled, its code used) it opens none, and answers undefined.
 */
export async function openSession(
  { store, accounts, sessions, now }: SessionOpening,
  account: Account,
  revision: number,
  circumstances: Circumstances,
): Promise<SignedIn | undefined> {
  const { changes, session, token } = await sessions.opening(account.id, circumstances);
  const signedIn: Account = { ...account, signedIn: new Date(now()).toISOString() };
  const author: Author = { by: byOf(account), from: circumstances.from };
  const line = lineOf(author, { act: 'sign_in', subject: account.id }, now());
  const done = await store.write([accounts.put(signedIn, revision), ...changes], line);
  return done ? { person: personOf(signedIn), session, token } : undefined;
}

function failed(): Problem {
  return new Problem('sign_in_failed', 'The e-mail, the password or the code is wrong');
}
