/** The cookie of a session: no script reads it, no other site's form sends it, no plain connection carries it. */
import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { IncomingMessage } from 'node:http';
import { SESSION_TIMES, type Circumstances } from '../access/people.ts';
import { SESSION_COOKIE, sessionTokenOf } from '../access/site.ts';
import type { Asked } from './bearer.ts';

/** From a link or the provider's page one arrives signed in; other sites' requests come without it (RFC 6265bis). */
const SHAPE = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

export function giveSession(context: Context, token: string): void {
  setCookie(context, SESSION_COOKIE, token, { ...SHAPE, maxAge: SESSION_TIMES.most / 1_000 });
}

export function takeSession(context: Context): void {
  setCookie(context, SESSION_COOKIE, '', { ...SHAPE, maxAge: 0 });
}

export function circumstancesOf(
  context: Asked,
  addressOf: (request: IncomingMessage) => string,
): Circumstances {
  return {
    from: addressOf(context.env.incoming),
    userAgent: context.req.header('user-agent') ?? '',
    previous: sessionTokenOf(context.req.header('cookie')),
  };
}
