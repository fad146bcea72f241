/**
 * Signing in with a provider of OpenID Connect. The browser goes there and comes back; what must be the same
 * on its return (state, nonce, PKCE) is kept in a signed cookie of that browser, for ten minutes. These are
 * pages to a browser, so a refusal leads to the console, with its code.
 */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import { z } from 'zod';
import { asProblem, Problem } from '../../shared/problem.ts';
import type { OpenId, SignIn } from '../access/people.ts';
import type { Log } from '../telemetry/log.ts';
import { refusals } from './answers.ts';
import type { BearerPorts } from './bearer.ts';
import { circumstancesOf, giveSession } from './cookie.ts';

export interface OidcPorts extends BearerPorts {
  readonly signIn: SignIn;
  /** Unset: there is no provider. `secret` signs the cookie; all nodes have the same. */
  readonly provider: { readonly openId: OpenId; readonly secret: string } | undefined;
  readonly publicUrl: () => string;
  readonly log: Pick<Log, 'warn'>;
}

const COOKIE = '__Host-ajil-oidc';
/** The provider sends the browser back from its own site, so the cookie must be Lax. */
const SHAPE = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: 600 } as const;
const pendingSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
const CALLBACK = '/api/session/oidc/callback';

const tags = ['session'];
const away = { 302: { description: 'Elsewhere.' } };

const begin = createRoute({
  method: 'get',
  path: '/oidc',
  operationId: 'beginOidc',
  tags,
  summary: 'Sign in with the provider: leads the browser there',
  responses: { ...away, default: refusals('not_found') },
});

const finish = createRoute({
  method: 'get',
  path: '/oidc/callback',
  operationId: 'finishOidc',
  tags,
  summary: 'Where the provider sends the browser back to; leads to the console',
  responses: { ...away, default: refusals('not_found') },
});

export function oidcRoutes({ signIn, provider, publicUrl, addressOf, log }: OidcPorts) {
  function required() {
    if (provider) return provider;
    throw new Problem('not_found', 'This hub knows no provider: see OIDC_ISSUER');
  }

  async function finished(context: Context<{ Bindings: HttpBindings }>): Promise<void> {
    const { openId, secret } = required();
    const text = await getSignedCookie(context, secret, COOKIE);
    // It is for one return, whatever becomes of it.
    deleteCookie(context, COOKIE, SHAPE);
    if (typeof text !== 'string') {
      throw new Problem('provider_refused', 'This browser began no sign-in with the provider');
    }
    const pending = pendingSchema.parse(JSON.parse(text));
    const callback = new URL(publicUrl() + CALLBACK);
    callback.search = new URL(context.req.url).search;
    const { email, name } = await openId.finish(callback, pending);
    const circumstances = circumstancesOf(context, addressOf);
    giveSession(context, (await signIn.byProvider(email, name, circumstances)).token);
  }

  /** To the console, which tells the code in the reader's language. */
  async function ending(context: Context, act: () => Promise<string>): Promise<Response> {
    try {
      return context.redirect(await act(), 302);
    } catch (error) {
      const { code, message } = asProblem(error);
      if (code === 'not_found') throw error;
      log.warn({ code, why: message }, 'a sign-in with the provider failed');
      return context.redirect(`/console/#problem=${code}`, 302);
    }
  }

  return new OpenAPIHono<{ Bindings: HttpBindings }>()
    .openapi(begin, (context) =>
      ending(context, async () => {
        const { openId, secret } = required();
        const { url, pending } = await openId.begin(publicUrl() + CALLBACK);
        await setSignedCookie(context, COOKIE, JSON.stringify(pending), secret, SHAPE);
        return url;
      }),
    )
    .openapi(finish, (context) =>
      ending(context, async () => {
        await finished(context);
        return '/console/';
      }),
    );
}
