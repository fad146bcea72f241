/** The session of this browser: sign in, see who is signed in, sign out. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { HttpBindings } from '@hono/node-server';
import { Problem } from '../../shared/problem.ts';
import type { People, SignIn } from '../access/people.ts';
import { refuseForeignSite, requireOwnSite, sessionTokenOf } from '../access/site.ts';
import { json, refusals } from './answers.ts';
import { isUse, SESSION_SECURITY, siteHeadersOf, type Asked, type BearerPorts } from './bearer.ts';
import { BODY_PROBLEMS, bodyOf, bodyText, jsonBody, parseFields } from './body.ts';
import { circumstancesOf, giveSession, takeSession } from './cookie.ts';
import { hereSchema, signedInSchema } from './people-answers.ts';
import { signInSchema } from './people-fields.ts';

export interface SessionPorts extends BearerPorts {
  readonly people: People;
  readonly signIn: SignIn;
  readonly hasProvider: boolean;
}

const tags = ['session'];

const signInRoute = createRoute({
  method: 'post',
  path: '/',
  operationId: 'signIn',
  tags,
  summary: 'Sign in with e-mail and password; the answer sets the cookie',
  request: { body: bodyOf('SignIn') },
  responses: {
    201: json('Signed in.', signedInSchema),
    default: refusals(
      ...BODY_PROBLEMS,
      ...(['sign_in_failed', 'too_many_requests', 'cross_site', 'wire_unavailable'] as const),
      'changed_meanwhile',
    ),
  },
});

const read = createRoute({
  method: 'get',
  path: '/',
  operationId: 'readSession',
  tags,
  summary: 'Who is signed in at this browser',
  responses: { 200: json('Nobody, or who.', hereSchema), default: refusals('wire_unavailable') },
});

const signOut = createRoute({
  method: 'delete',
  path: '/',
  operationId: 'signOut',
  tags,
  security: SESSION_SECURITY,
  summary: 'Sign out',
  responses: {
    204: { description: 'Nobody is signed in here, whoever was before.' },
    default: refusals('cross_site', 'wire_unavailable'),
  },
});

export function sessionRoutes(ports: SessionPorts) {
  const { sessions, people, signIn, addressOf, publicOrigin, hasProvider } = ports;

  /** undefined: the cookie opens nothing, or there is none. */
  async function here(context: Asked) {
    const token = sessionTokenOf(context.req.header('cookie'));
    if (token === undefined) return undefined;
    const from = addressOf(context.env.incoming);
    return sessions.identify(token, from, isUse(context)).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'session_unknown') return undefined;
      throw error;
    });
  }

  const app = new OpenAPIHono<{ Bindings: HttpBindings }>()
    .openapi(signInRoute, async (context) => {
      refuseForeignSite(siteHeadersOf(context), publicOrigin);
      const asked = parseFields(signInSchema, jsonBody(context, await bodyText(context)));
      const circumstances = circumstancesOf(context, addressOf);
      const { person, session, token } = await signIn.byPassword(asked, circumstances);
      giveSession(context, token);
      return context.json({ person, session }, 201);
    })
    .openapi(read, async (context) => {
      const found = await here(context);
      const person = found === undefined ? null : await people.find(found.actor.by.id);
      return context.json({ person, session: found?.session ?? null, oidc: hasProvider }, 200);
    })
    .openapi(signOut, async (context) => {
      if (sessionTokenOf(context.req.header('cookie')) !== undefined) {
        requireOwnSite(siteHeadersOf(context), publicOrigin);
        const found = await here(context);
        if (found) await sessions.signOut(found.session.id, found.actor);
      }
      takeSession(context);
      return context.body(null, 204);
    });
  app.openAPIRegistry.register('SignIn', signInSchema);
  return app;
}
