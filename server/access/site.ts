/**
 * Which session a request carries, and whether this hub's own page sent it. A browser adds the cookie to
 * whatever page asks; so what changes something must say that it comes from here.
 */
import { parse } from 'hono/utils/cookie';
import { Problem } from '../../shared/problem.ts';

/** The prefix makes browsers refuse it from other hosts, over plain http, and for a part of the site (RFC 6265bis). */
export const SESSION_COOKIE = '__Host-ajil';

/** The token in the fragment: it goes to no server, no log and no Referer. */
export function invitationUrl(hub: string, token: string): string {
  return `${hub}/console/#invitation=${token}`;
}

export interface SiteHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  /** Sec-Fetch-Site (W3C Fetch Metadata); older browsers send none. */
  readonly fetchSite?: string | undefined;
}

/** The token in a `Cookie` header. */
export function sessionTokenOf(cookies: string | undefined): string | undefined {
  return cookies === undefined ? undefined : parse(cookies, SESSION_COOKIE)[SESSION_COOKIE];
}

/**
 * A request that came with the cookie: it must say where from. `publicOrigin` is PUBLIC_URL; where that is
 * unset, the host that the browser asked for. Problem: `cross_site`.
 */
export function requireOwnSite(headers: SiteHeaders, publicOrigin: string | undefined): void {
  if (headers.origin === undefined) throw crossSite('it has no Origin');
  refuseForeignSite(headers, publicOrigin);
}

/** A request that opens a session: no page of another site may sign its visitor in here. Problem: `cross_site`. */
export function refuseForeignSite(
  { host, origin, fetchSite }: SiteHeaders,
  publicOrigin: string | undefined,
): void {
  if (fetchSite !== undefined && fetchSite !== 'same-origin') {
    throw crossSite(`the browser calls it ${fetchSite}`);
  }
  if (origin === undefined) return;
  // A page without an origin calls it `null`, which has no host either.
  const asked = URL.parse(origin)?.host ?? '';
  const isOwn =
    publicOrigin === undefined ? asked !== '' && asked === host : origin === publicOrigin;
  if (!isOwn) throw crossSite(`its Origin is ${origin}`);
}

function crossSite(why: string): Problem {
  return new Problem('cross_site', `Only the hub's own pages may ask for this: ${why}`);
}
