/** The accounts over the store, and what everybody may see of them. */
import type { Person } from '../../shared/person.ts';
import { Problem } from '../../shared/problem.ts';
import type { Account } from '../store/people.ts';
import { ACCOUNTS, EMAILS } from '../store/records.ts';
import { openShelf, type Shelf, type Standing } from '../store/shelf.ts';
import type { Change, Store } from '../store/store.ts';

export interface Accounts extends Shelf<Account> {
  byEmail(email: string): Promise<Standing<Account> | undefined>;
  /** Problem: `person_unknown`. */
  require(id: string): Promise<Standing<Account>>;
  /** The changes that make it; refused where its e-mail has one. */
  making(account: Account): Change[];
}

export function openAccounts(store: Pick<Store, 'all' | 'find'>): Accounts {
  const shelf = openShelf(store, ACCOUNTS);
  const emails = openShelf(store, EMAILS);
  return {
    ...shelf,
    async byEmail(email) {
      const known = await emails.find(email);
      return known && shelf.find(known.value.account);
    },
    async require(id) {
      const found = await shelf.find(id);
      if (found) return found;
      throw new Problem('person_unknown', `There is no person with the id ${id}`);
    },
    making(account) {
      const { id, email } = account;
      return [shelf.put(account, 0), emails.put({ email, account: id }, 0)];
    },
  };
}

export function personOf(account: Account): Person {
  const { id, email, name, language, roles, password, totp, created, signedIn, disabled } = account;
  return {
    ...{ id, email, name, language, roles, created },
    password: password !== undefined,
    totp: totp?.confirmed !== undefined,
    ...(signedIn === undefined ? {} : { signedIn }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}

/** Who a line of the trail says that it was. */
export function byOf({ id, name }: Pick<Account, 'id' | 'name'>) {
  return { kind: 'person', id, name } as const;
}

/** Somebody else changed it between reading and writing. */
export function changedMeanwhile(): Problem {
  return new Problem('changed_meanwhile', 'Somebody else changed it at the same moment: try again');
}
