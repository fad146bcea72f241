/** What a person changes of how it signs in: the password, the second factor. */
import type { Author } from '../../shared/audit.ts';
import { passwordFault, type Person } from '../../shared/person.ts';
import { fieldProblem, Problem } from '../../shared/problem.ts';
import type { Account } from '../store/people.ts';
import type { Standing } from '../store/shelf.ts';
import type { Change, Store } from '../store/store.ts';
import { changedMeanwhile, personOf, type Accounts } from './accounts.ts';
import type { Failures } from './failures.ts';
import { lineOf, type Done } from './line.ts';
import type { Passwords } from './password.ts';
import type { Credential } from './people.ts';
import type { OwnSessions } from './sessions.ts';
import { newTotpSecret, stepOf, totpUri } from './totp.ts';

export interface CredentialPorts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly sessions: Pick<OwnSessions, 'ending'>;
  readonly passwords: Passwords;
  readonly failures: Failures;
  readonly now: () => number;
}

export function openCredential(ports: CredentialPorts): Credential {
  const { store, accounts, sessions, passwords, failures, now } = ports;
  const time = (): string => new Date(now()).toISOString();

  /** A session that was left open, or stolen, must not be enough to keep its owner out. */
  async function confirmed(
    { by, from }: Author,
    password: string | undefined,
  ): Promise<Standing<Account>> {
    const found = await accounts.require(by.id);
    const { email, password: phc } = found.value;
    if (phc === undefined) return found;
    const refuse = (): Promise<void> => failures.refuse(from, email);
    await refuse();
    if (await passwords.verify(phc, password ?? '', refuse)) return found;
    await failures.count(from, email);
    throw new Problem('password_wrong', 'The present password is needed, and this is not it', [
      { field: 'password', detail: 'is not the present one' },
    ]);
  }

  async function write(
    { revision }: Standing<Account>,
    changed: Account,
    author: Author,
    act: Done['act'],
    further: readonly Change[] = [],
  ): Promise<Person> {
    const line = lineOf(author, { act, subject: changed.id }, now());
    const changes = [accounts.put(changed, revision), ...further];
    if (await store.write(changes, line)) return personOf(changed);
    throw changedMeanwhile();
  }

  return {
    async changePassword(current, password, author, session) {
      const found = await confirmed(author, current);
      const fault = passwordFault(password, found.value);
      if (fault !== undefined) throw fieldProblem('password', fault);
      const changed = { ...found.value, password: await passwords.hash(password) };
      const ended = await sessions.ending(changed.id, session);
      await write(found, changed, author, 'change_password', ended);
    },
    async beginTotp(password, author) {
      const found = await confirmed(author, password);
      const { totp, email } = found.value;
      if (totp?.confirmed !== undefined) {
        throw new Problem('totp_on', 'Codes are asked for already: end that first');
      }
      const secret = newTotpSecret();
      const changed: Account = { ...found.value, totp: { secret, step: 0 } };
      // No line: nothing is asked for yet.
      if (!(await store.write([accounts.put(changed, found.revision)]))) throw changedMeanwhile();
      return { secret, uri: totpUri(secret, email) };
    },
    async confirmTotp(code, author) {
      const found = await accounts.require(author.by.id);
      const { totp, email } = found.value;
      if (totp === undefined || totp.confirmed !== undefined) {
        throw new Problem('totp_not_begun', 'There is no secret that waits to be confirmed');
      }
      await failures.refuse(author.from, email);
      const step = stepOf(totp, code, now());
      if (step === undefined) {
        await failures.count(author.from, email);
        throw fieldProblem('code', 'is not the code of this moment');
      }
      const changed: Account = { ...found.value, totp: { ...totp, step, confirmed: time() } };
      return write(found, changed, author, 'totp_on');
    },
    async endTotp(password, author) {
      const found = await confirmed(author, password);
      const { totp: _, ...changed } = found.value;
      return write(found, changed, author, 'totp_off');
    },
  };
}
