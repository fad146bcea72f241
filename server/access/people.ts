/** People: who they are, how they sign in, what ends it. The ports that the edges ask. */
import type { Author } from '../../shared/audit.ts';
import type { Invitation, Language, Person, Session } from '../../shared/person.ts';
import type { Roles } from '../../shared/role.ts';
import type { Actor } from './access.ts';

/** ms without use after which a session ends; from its beginning; between two notes of its use. */
export const SESSION_TIMES = {
  idle: 12 * 3_600_000,
  most: 30 * 86_400_000,
  note: 300_000,
} as const;

/** Where a request comes from, and what it calls itself. */
export interface Circumstances {
  readonly from: string;
  readonly userAgent: string;
  /** The token of the session that the browser had until now. */
  readonly previous?: string | undefined;
}

export interface SignedIn {
  readonly person: Person;
  readonly session: Session;
  /** For the cookie and nothing else: it is kept nowhere. */
  readonly token: string;
}

/** Every method of every port here rejects with `wire_unavailable` while the store is out of reach. */
export interface Sessions {
  /**
   * Whose is this cookie? Read from the store each time, so what was revoked is over at once. Its use prolongs
   * it, unless `isUse` is false: what a page that is left alone asks by itself must not keep it open for ever.
   * Problem: `session_unknown` (never was, ended, expired, or the account is disabled).
   */
  identify(
    token: string,
    from: string,
    isUse?: boolean,
  ): Promise<{ actor: Actor; session: Session }>;
  /** Those of one account that are open, newest first. */
  of(account: string): Promise<Session[]>;
  signOut(id: string, owner: Author): Promise<void>;
  /** Ends one of one's own. Problem: `session_not_found`. */
  end(id: string, owner: Author): Promise<void>;
  /** Ends all of one's own but one, if that is named. */
  endAll(owner: Author, but?: string): Promise<void>;
  /**
   * Calls back once, within 5 s, when the session has ended: signed out, revoked, expired, or its account
   * disabled, on whichever node. While the store is out of reach nothing is known to have ended. Answers how
   * to stop listening.
   */
  watch(id: string, ended: () => void): () => void;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Six digits; needed where the account has a second factor. */
  readonly code?: string | undefined;
}

export interface SignIn {
  /**
   * Problems: `sign_in_failed`, the same whatever was wrong, after the same time; `too_many_requests` where so
   * many have failed, from the address or for the e-mail.
   */
  byPassword(credentials: Credentials, circumstances: Circumstances): Promise<SignedIn>;
  /**
   * Whoever a provider says has this e-mail; with an open invitation it gets its account by this.
   * Problem: `provider_refused`.
   */
  byProvider(email: string, name: string, circumstances: Circumstances): Promise<SignedIn>;
}

export interface PersonChange {
  readonly name?: string;
  readonly language?: Language;
  readonly roles?: Roles;
  readonly disabled?: boolean;
  /** Only this way: a person who has lost the second factor. */
  readonly totp?: false;
}

/** Admins change everybody; a person its own name and language. */
export interface People {
  /** By name. */
  all(): Promise<Person[]>;
  /** Problem: `person_unknown`. */
  find(id: string): Promise<Person>;
  /** Disabling ends the person's sessions. Problems: `person_unknown`, `forbidden`, `changed_meanwhile`. */
  change(id: string, change: PersonChange, actor: Actor): Promise<Person>;
}

/** What a person changes of how it signs in. Problems: `password_wrong`, `too_many_requests`, `changed_meanwhile`. */
export interface Credential {
  /** Ends all other sessions. `current` is needed where there is a password. Problem: `invalid`. */
  changePassword(
    current: string | undefined,
    password: string,
    author: Author,
    session: string,
  ): Promise<void>;
  /** A secret to put into an app, told this once; it counts when a code has confirmed it. Problem: `totp_on`. */
  beginTotp(password: string | undefined, author: Author): Promise<{ uri: string; secret: string }>;
  /** Problems: `totp_not_begun`, `invalid` (the code). */
  confirmTotp(code: string, author: Author): Promise<Person>;
  endTotp(password: string | undefined, author: Author): Promise<Person>;
}

export interface Invited {
  readonly invitation: Invitation;
  /** For the link and nothing else: it is kept nowhere. */
  readonly token: string;
}

export interface Acceptance {
  readonly token: string;
  readonly password: string;
  /** Needed for a new account; not looked at where it gets a new password. */
  readonly name?: string | undefined;
  readonly language?: Language | undefined;
  /** Needed where the invitation has none; else not looked at. */
  readonly email?: string | undefined;
}

export interface Invitations {
  /** Admins see all; others their own. Newest first. */
  all(actor: Actor): Promise<Invitation[]>;
  /** Problems: `forbidden`, `email_taken`. */
  invite(email: string, roles: Roles, actor: Actor): Promise<Invited>;
  /** A link for a new password. Problems: `forbidden`, `person_unknown`. */
  reset(person: string, actor: Actor): Promise<Invited>;
  /** Problems: `invitation_unknown`, also where it is another's. */
  revoke(id: string, actor: Actor): Promise<void>;
  /**
   * Makes the account, or sets its password, and signs in; it works once. Whoever has a second factor signs in
   * with that: `signedIn` is unset. Problems: `invitation_unknown`, `invalid`, `email_taken`.
   */
  accept(
    acceptance: Acceptance,
    circumstances: Circumstances,
  ): Promise<{ person: Person; signedIn?: SignedIn }>;
}

/** What a sign-in at the provider keeps in the browser until it comes back. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** A provider of OpenID Connect. Problem of both: `provider_refused`. */
export interface OpenId {
  /** Where to send the browser. */
  begin(redirectUri: string): Promise<{ url: string; pending: Pending }>;
  /** Who came back; only an e-mail that the provider has verified. */
  finish(callback: URL, pending: Pending): Promise<{ email: string; name: string }>;
}
