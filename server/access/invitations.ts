/** Invitations: links that make an account or set a new password. Each works once, and not for long. */
import { Problem, fieldProblem } from '../../shared/problem.ts';
import { passwordFault, type Invitation } from '../../shared/person.ts';
import { mayAs, ROLES, type Roles } from '../../shared/role.ts';
import type { Account, InvitationRecord } from '../store/people.ts';
import { INVITATIONS } from '../store/records.ts';
import { openShelf, type Standing } from '../store/shelf.ts';
import type { Change, Store } from '../store/store.ts';
import { requireAdmin, requireRole, type Actor } from './access.ts';
import { byOf, changedMeanwhile, personOf, type Accounts } from './accounts.ts';
import { emailOf } from './email.ts';
import { lineOf } from './line.ts';
import type { Passwords } from './password.ts';
import type { Acceptance, Invitations } from './people.ts';
import { openSession } from './sign-in.ts';
import type { OwnSessions } from './sessions.ts';
import { tokenId } from './token.ts';

/** ms that a link works. */
const LASTS = 72 * 3_600_000;
const FIRST_LASTS = 24 * 3_600_000;

export interface InvitationsPorts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly sessions: OwnSessions;
  readonly passwords: Passwords;
  readonly now: () => number;
  readonly newId: () => string;
  readonly newToken: () => string;
}

export interface OwnInvitations extends Invitations {
  /** Makes the account of an e-mail that was invited and is vouched for; gives its id. */
  admit(email: string, name: string, from: string): Promise<string | undefined>;
}

/** That of the first start: whoever has its link becomes the first admin. */
export function firstInvitation(token: string, now: number): InvitationRecord {
  return {
    id: tokenId(token),
    roles: { '*': 'admin' },
    by: { kind: 'hub', id: 'hub', name: 'Ajil' },
    ...lasting(now, FIRST_LASTS),
  };
}

export function openInvitations(ports: InvitationsPorts): OwnInvitations {
  const { store, accounts, passwords, now, newId, newToken } = ports;
  const shelf = openShelf(store, INVITATIONS);

  async function open(): Promise<Standing<InvitationRecord>[]> {
    const all = (await shelf.all()).filter(({ value }) => isOpen(value, now()));
    return all.sort((a, b) => (a.value.created < b.value.created ? 1 : -1));
  }

  async function make(of: Pick<InvitationRecord, 'email' | 'roles' | 'resets'>, actor: Actor) {
    const token = newToken();
    const record = { ...of, id: tokenId(token), by: actor.by, ...lasting(now(), LASTS) };
    const stale = (await shelf.all()).filter(({ value }) => !isOpen(value, now()));
    const swept = stale.map(({ value }) => shelf.remove(value.id));
    const { id: subject, by: _, ...after } = record;
    const line = lineOf(actor, { act: 'invite', subject, after }, now());
    await store.write([shelf.put(record, 0), ...swept], line);
    return { invitation: known(record), token };
  }

  /** Uses it up together with what it is for. */
  async function use(
    { value, revision }: Standing<InvitationRecord>,
    account: Account,
    changes: readonly Change[],
    from: string,
  ): Promise<boolean> {
    const author = { by: byOf(account), from };
    const told = { act: 'accept_invitation', subject: value.id, after: personOf(account) } as const;
    return store.write([shelf.remove(value.id, revision), ...changes], lineOf(author, told, now()));
  }

  function newAccount(
    email: string,
    { roles }: InvitationRecord,
    given: Pick<Account, 'name' | 'language' | 'password'>,
  ): Account {
    return { ...given, id: newId(), email, roles, created: new Date(now()).toISOString() };
  }

  async function join(
    found: Standing<InvitationRecord>,
    acceptance: Acceptance,
    from: string,
  ): Promise<string> {
    const email = requireEmail(found.value.email ?? acceptance.email);
    const { name, language = 'ar', password } = acceptance;
    if (name === undefined) throw fieldProblem('name', 'is missing');
    requirePassword(password, { email, name });
    if (await accounts.byEmail(email)) throw emailTaken(email);
    const hash = await passwords.hash(password);
    const account = newAccount(email, found.value, { name, language, password: hash });
    if (await use(found, account, accounts.making(account), from)) return account.id;
    throw unknown();
  }

  async function renew(
    found: Standing<InvitationRecord>,
    id: string,
    { password }: Acceptance,
    from: string,
  ): Promise<string> {
    const { value, revision } = await accounts.require(id);
    if (value.disabled !== undefined) throw unknown();
    requirePassword(password, value);
    const changed = { ...value, password: await passwords.hash(password) };
    const ended = await ports.sessions.ending(id);
    if (await use(found, changed, [accounts.put(changed, revision), ...ended], from)) return id;
    throw changedMeanwhile();
  }

  return {
    async all(actor) {
      const all = (await open()).map(({ value }) => value);
      return all.filter((one) => isBusinessOf(actor, one)).map(known);
    },
    async invite(address, roles, actor) {
      requireInviter(actor, roles);
      const email = requireEmail(address);
      if (await accounts.byEmail(email)) throw emailTaken(email);
      return make({ email, roles }, actor);
    },
    async reset(person, actor) {
      requireAdmin(actor);
      const { email, roles } = (await accounts.require(person)).value;
      return make({ email, roles, resets: person }, actor);
    },
    async revoke(id, actor) {
      const found = (await open()).find(({ value }) => value.id === id);
      if (!found || !isBusinessOf(actor, found.value)) throw unknown();
      const line = lineOf(actor, { act: 'revoke_invitation', subject: id }, now());
      if (!(await store.write([shelf.remove(id, 'known')], line))) throw unknown();
    },
    async accept(acceptance, circumstances) {
      const found = await shelf.find(tokenId(acceptance.token));
      if (!found || !isOpen(found.value, now())) throw unknown();
      const { resets } = found.value;
      const { from } = circumstances;
      const id =
        resets === undefined
          ? await join(found, acceptance, from)
          : await renew(found, resets, acceptance, from);
      const { value, revision } = await accounts.require(id);
      const person = personOf(value);
      // A link is one factor: it does not stand for the other.
      if (person.totp) return { person };
      const signedIn = await openSession(ports, value, revision, circumstances);
      return signedIn ? { person: signedIn.person, signedIn } : { person };
    },
    async admit(email, name, from) {
      const found = (await open()).find(
        ({ value }) => value.email === email && value.resets === undefined,
      );
      if (!found) return undefined;
      const account = newAccount(email, found.value, { name, language: 'ar' });
      return (await use(found, account, accounts.making(account), from)) ? account.id : undefined;
    },
  };
}

/** A chief invites to what is below it, in its own channels; an admin to anything. Problem: `forbidden`. */
function requireInviter(actor: Actor, roles: Roles): void {
  if (Object.keys(roles).length === 0) requireAdmin(actor);
  for (const [channel, role] of Object.entries(roles)) {
    const own = requireRole(actor, channel, 'chief');
    if (own === 'admin') continue;
    if (mayAs(role, 'chief')) {
      const allowed = ROLES.filter((one) => !mayAs(one, 'chief')).join(' and ');
      throw new Problem('forbidden', `A chief invites ${allowed}s`, [
        { field: `roles.${channel}`, detail: `is ${role}: only an admin gives that` },
      ]);
    }
  }
}

function isBusinessOf({ by, roles }: Actor, { by: inviter }: InvitationRecord): boolean {
  return roles['*'] === 'admin' || (by.id === inviter.id && by.kind === inviter.kind);
}

function isOpen({ expires }: InvitationRecord, now: number): boolean {
  return Date.parse(expires) > now;
}

function lasting(now: number, ms: number): Pick<InvitationRecord, 'created' | 'expires'> {
  return { created: new Date(now).toISOString(), expires: new Date(now + ms).toISOString() };
}

function known({ email, resets, ...rest }: InvitationRecord): Invitation {
  return {
    ...rest,
    ...(email === undefined ? {} : { email }),
    ...(resets === undefined ? {} : { resets }),
  };
}

function requireEmail(text: string | undefined): string {
  const email = text === undefined ? undefined : emailOf(text);
  if (email !== undefined) return email;
  throw fieldProblem('email', text === undefined ? 'is missing' : 'is no e-mail address');
}

function requirePassword(password: string, of: { email: string; name: string }): void {
  const fault = passwordFault(password, of);
  if (fault !== undefined) throw fieldProblem('password', fault);
}

function emailTaken(email: string): Problem {
  return new Problem('email_taken', `There is an account for ${email}`, [
    { field: 'email', detail: 'has an account' },
  ]);
}

/** The same for what never was, was used, revoked, or has expired. */
function unknown(): Problem {
  return new Problem(
    'invitation_unknown',
    'The invitation was used, revoked, has expired, or never was',
  );
}
