/** Everybody who has an account: listed, changed, disabled by an admin. */
import { Problem } from '../../shared/problem.ts';
import type { Account } from '../store/people.ts';
import { INVITATIONS } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import type { Change, Store } from '../store/store.ts';
import { requireAdmin, type Actor } from './access.ts';
import { changedMeanwhile, personOf, type Accounts } from './accounts.ts';
import { lineOf } from './line.ts';
import type { People, PersonChange } from './people.ts';
import type { OwnSessions } from './sessions.ts';

export interface PeoplePorts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly sessions: Pick<OwnSessions, 'ending'>;
  readonly now: () => number;
}

export function openPeople({ store, accounts, sessions, now }: PeoplePorts): People {
  const invitations = openShelf(store, INVITATIONS);

  /** What somebody left open must not let it in again. */
  async function leftBy(id: string): Promise<Change[]> {
    const all = await invitations.all();
    const own = all.filter(({ value }) => value.by.id === id || value.resets === id);
    return own.map(({ value }) => invitations.remove(value.id));
  }

  return {
    async all() {
      const all = (await accounts.all()).map(({ value }) => personOf(value));
      return all.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
    },
    find: async (id) => personOf((await accounts.require(id)).value),
    async change(id, change, actor) {
      requireRight(id, change, actor);
      const { value, revision } = await accounts.require(id);
      const changed = changedBy(change, value, new Date(now()).toISOString());
      const isDisabled = changed.disabled !== undefined;
      const lessens = isDisabled || change.roles !== undefined;
      const changes = [
        accounts.put(changed, revision),
        ...(isDisabled ? await sessions.ending(id) : []),
        ...(lessens ? await leftBy(id) : []),
      ];
      const act = isDisabled && value.disabled === undefined ? 'disable_person' : 'change_person';
      const told = { act, subject: id, before: personOf(value), after: personOf(changed) } as const;
      if (await store.write(changes, lineOf(actor, told, now()))) return personOf(changed);
      throw changedMeanwhile();
    },
  };
}

/**
 * Admins change others. One's own roles nobody changes, nor does anybody shut himself out: so there is always
 * an admin left, or a key of one.
 */
function requireRight(id: string, change: PersonChange, actor: Actor): void {
  const isOwn = actor.by.kind === 'person' && actor.by.id === id;
  const { name: _, language: __, ...theirs } = change;
  if (!isOwn) {
    requireAdmin(actor);
  } else if (Object.keys(theirs).length > 0) {
    throw new Problem('forbidden', 'Another admin must change this of you');
  }
}

function changedBy(change: PersonChange, account: Account, time: string): Account {
  const { name, language, roles, disabled, totp } = change;
  const { disabled: since, totp: factor, ...kept } = account;
  const isDisabled = disabled ?? since !== undefined;
  return {
    ...kept,
    ...(name === undefined ? {} : { name }),
    ...(language === undefined ? {} : { language }),
    ...(roles === undefined ? {} : { roles }),
    ...(isDisabled ? { disabled: since ?? time } : {}),
    ...(totp === false || factor === undefined ? {} : { totp: factor }),
  };
}
