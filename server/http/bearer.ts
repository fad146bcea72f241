/**
 * The gate of every write: whose key, or whose session, is this? Comes before all else, so that a stranger
 * learns nothing. The key counts where a request brings both: a program means what it says.
 */
import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { requireAdmin, type Access, type Actor } from '../access/access.ts';
import type { Sessions } from '../access/people.ts';
import { requireOwnSite, sessionTokenOf, type SiteHeaders } from '../access/site.ts';
import { UNATTENDED, type Session } from '../../shared/person.ts';
import { Problem, type ProblemCode } from '../../shared/problem.ts';

export interface Identified {
  Bindings: HttpBindings;
  Variables: { actor: Actor; session?: Session };
}

/** A person at a browser. */
export interface SignedInHere {
  Bindings: HttpBindings;
  Variables: { actor: Actor; session: Session };
}

export interface BearerPorts {
  readonly access: Access;
  readonly sessions: Sessions;
  /** Where a request comes from, for counting. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** PUBLIC_URL, where it is set: the only origin whose pages may use the cookie. */
  readonly publicOrigin: string | undefined;
}

export const SECURITY = [{ key: [] }, { session: [] }];
export const SESSION_SECURITY = [{ session: [] }];
export const SESSION_PROBLEMS = [
  'session_unknown',
  'cross_site',
  'wire_unavailable',
] as const satisfies readonly ProblemCode[];
export const KEY_PROBLEMS = [
  'key_missing',
  'key_malformed',
  'key_unknown',
  'key_revoked',
  'key_expired',
  'forbidden',
  'too_many_requests',
  ...SESSION_PROBLEMS,
] as const satisfies readonly ProblemCode[];

/** Nothing is changed by these, and what they answer no page of another site can read. */
const HARMLESS = ['GET', 'HEAD'];

/** Keys and people. */
export function bearerGate(ports: BearerPorts) {
  return createMiddleware<Identified>(async (context, next) => {
    await identify(context, ports);
    await next();
  });
}

export function adminGate(ports: BearerPorts) {
  return createMiddleware<Identified>(async (context, next) => {
    requireAdmin(await identify(context, ports));
    await next();
  });
}

/** People alone: what it leads to belongs to a person. */
export function personGate(ports: BearerPorts) {
  return createMiddleware<SignedInHere>(async (context, next) => {
    if (hasKey(context)) {
      throw new Problem('session_needed', 'This belongs to a person, and not to a key');
    }
    const token = sessionTokenOf(context.req.header('cookie'));
    if (token === undefined) throw new Problem('session_unknown', 'Nobody is signed in: sign in');
    const { actor, session } = await identifySession(context, ports, token);
    context.set('actor', actor);
    context.set('session', session);
    await next();
  });
}

/** What is looked at of a request, whatever its gates have found out. */
export type Asked = Pick<Context<{ Bindings: HttpBindings }>, 'env' | 'req'>;

export function siteHeadersOf(context: Asked): SiteHeaders {
  return {
    host: context.req.header('host'),
    origin: context.req.header('origin'),
    fetchSite: context.req.header('sec-fetch-site'),
  };
}

async function identify(context: Context<Identified>, ports: BearerPorts): Promise<Actor> {
  const token = sessionTokenOf(context.req.header('cookie'));
  if (hasKey(context) || token === undefined) {
    const from = ports.addressOf(context.env.incoming);
    const actor = await ports.access.identify(context.req.header('authorization'), from);
    context.set('actor', actor);
    return actor;
  }
  const { actor, session } = await identifySession(context, ports, token);
  context.set('actor', actor);
  context.set('session', session);
  return actor;
}

function identifySession(
  context: Asked,
  { sessions, addressOf, publicOrigin }: BearerPorts,
  token: string,
) {
  if (!HARMLESS.includes(context.req.method)) requireOwnSite(siteHeadersOf(context), publicOrigin);
  return sessions.identify(token, addressOf(context.env.incoming), isUse(context));
}

/** A page that nobody touches says so: what it asks by itself prolongs no session. */
export function isUse(context: Asked): boolean {
  return context.req.header(UNATTENDED) === undefined;
}

function hasKey(context: Asked): boolean {
  return (context.req.header('authorization') ?? '') !== '';
}
