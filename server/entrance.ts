/** Who comes in: keys of programs, people with their sessions, and where they all come from. */
import { randomInt, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from './access/access.ts';
import { openAccounts } from './access/accounts.ts';
import { createAddressOf, type AddressOf } from './access/address.ts';
import { countFailedKeys } from './access/counted.ts';
import { openCredential } from './access/credential.ts';
import { createFailures } from './access/failures.ts';
import { openInvitations } from './access/invitations.ts';
import { openAccess } from './access/keys.ts';
import type { Limits } from './access/limits.ts';
import { createOpenId } from './access/openid.ts';
import { openPasswords } from './access/password.ts';
import { openPeople } from './access/people-records.ts';
import { openSessionWatch } from './access/session-watch.ts';
import { openIds, openSessions } from './access/sessions.ts';
import { openSignIn } from './access/sign-in.ts';
import { requireOwnSite, sessionTokenOf } from './access/site.ts';
import { newToken } from './access/token.ts';
import type { Config, OidcConfig } from './config.ts';
import type { Store } from './store/store.ts';
import type { Log } from './telemetry/log.ts';

interface Ground {
  readonly store: Store;
  readonly limits: Limits;
}

const sources = { now: Date.now, newId: randomUUID, randomBelow: randomInt };
/** ms between two looks for sessions that ended by themselves. */
const LOOK = 4_000;

export async function openEntrance(
  { store, limits }: Ground,
  config: Config,
  log: Log,
  opened: AsyncDisposableStack,
) {
  const keys = openAccess({ store, adminKey: config.adminKey, ...sources });
  return {
    access: countFailedKeys(keys, limits),
    addressOf: openAddressOf(config, log),
    publicOrigin: config.publicUrl,
    provider: providerOf(config.oidc),
    ...(await openPeopleOf({ store, limits }, opened)),
  };
}

async function openPeopleOf({ store, limits }: Ground, opened: AsyncDisposableStack) {
  const accounts = openAccounts(store);
  const open = () => openIds(store, accounts, Date.now);
  const watch = await openSessionWatch({ store, open, look: LOOK });
  opened.defer(watch.stop);
  const core = { store, accounts, ...sources, newToken };
  const sessions = openSessions({ ...core, watch });
  const passwords = await openPasswords(newToken);
  const failures = createFailures(limits);
  const invitations = openInvitations({ ...core, sessions, passwords });
  const { admit } = invitations;
  return {
    sessions,
    invitations,
    people: openPeople({ ...core, sessions }),
    credential: openCredential({ ...core, sessions, passwords, failures }),
    signIn: openSignIn({ ...core, sessions, passwords, failures, admit }),
  };
}

type Entrance = Pick<
  Awaited<ReturnType<typeof openEntrance>>,
  'access' | 'sessions' | 'publicOrigin'
>;

/**
 * Who connects, by the headers of the handshake: a key, or a person at the hub's own page. A page's first poll
 * of its own site names no Origin; then the browser itself must say that it is the same site.
 */
export function identifierOf({ access, sessions, publicOrigin }: Entrance) {
  return async (headers: IncomingHttpHeaders, from: string): Promise<Actor> => {
    const { authorization = '', cookie, host, origin, 'sec-fetch-site': site } = headers;
    const token = sessionTokenOf(cookie);
    if (authorization !== '' || token === undefined) return access.identify(authorization, from);
    const fetchSite = site?.toString();
    if (origin !== undefined || fetchSite !== 'same-origin') {
      requireOwnSite({ host, origin, fetchSite }, publicOrigin);
    }
    // A link that stands, and is asked for again and again, is no use of the session by anybody.
    return (await sessions.identify(token, from, false)).actor;
  };
}

function providerOf(oidc: OidcConfig | undefined) {
  return oidc && { openId: createOpenId(oidc), secret: oidc.clientSecret };
}

function openAddressOf({ trustProxy: trust }: Config, log: Log): AddressOf {
  const strange = (neighbour: string): void => {
    const text =
      'so all who come through it count as one: if it is a proxy of yours, set TRUST_PROXY';
    log.warn({ neighbour }, `X-Forwarded-For is not believed, ${text}`);
  };
  return createAddressOf({ trust, strange });
}
