/** How a person signs in, changed by itself: the password, the second factor. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Credential } from '../access/people.ts';
import { json, refusals } from './answers.ts';
import {
  personGate,
  SESSION_PROBLEMS,
  SESSION_SECURITY,
  type BearerPorts,
  type SignedInHere,
} from './bearer.ts';
import { BODY_PROBLEMS, bodyOf, bodyText, jsonBody, parseFields } from './body.ts';
import { personSchema, totpSchema } from './people-answers.ts';
import { codeSchema, confirmationSchema, passwordChangeSchema } from './people-fields.ts';

export interface CredentialPorts extends BearerPorts {
  readonly credential: Credential;
}

const PROBLEMS = [
  ...SESSION_PROBLEMS,
  ...BODY_PROBLEMS,
  'session_needed',
  'too_many_requests',
  'changed_meanwhile',
] as const;

function routesOf(ports: BearerPorts) {
  const shared = { tags: ['session'], security: SESSION_SECURITY, middleware: personGate(ports) };
  return {
    changePassword: createRoute({
      ...shared,
      method: 'put',
      path: '/password',
      operationId: 'changePassword',
      summary: 'Change one’s password; ends one’s other sessions',
      request: { body: bodyOf('PasswordChange') },
      responses: {
        204: { description: 'Changed.' },
        default: refusals(...PROBLEMS, 'password_wrong'),
      },
    }),
    beginTotp: createRoute({
      ...shared,
      method: 'post',
      path: '/totp',
      operationId: 'beginTotp',
      summary: 'Get a secret for an app that makes codes; it counts once a code confirmed it',
      request: { body: bodyOf('Confirmation') },
      responses: {
        201: json('Put it into the app, and confirm it.', totpSchema),
        default: refusals(...PROBLEMS, 'password_wrong', 'totp_on'),
      },
    }),
    confirmTotp: createRoute({
      ...shared,
      method: 'post',
      path: '/totp/confirm',
      operationId: 'confirmTotp',
      summary: 'Confirm the secret by a code; from now on a sign-in needs one',
      request: { body: bodyOf('Code') },
      responses: {
        200: json('Codes are asked for.', personSchema),
        default: refusals(...PROBLEMS, 'totp_not_begun'),
      },
    }),
    endTotp: createRoute({
      ...shared,
      method: 'delete',
      path: '/totp',
      operationId: 'endTotp',
      summary: 'Sign in without codes again',
      request: { body: bodyOf('Confirmation') },
      responses: {
        200: json('No code is asked for.', personSchema),
        default: refusals(...PROBLEMS, 'password_wrong'),
      },
    }),
  };
}

export function credentialRoutes(ports: CredentialPorts) {
  const { credential } = ports;
  const { changePassword, beginTotp, confirmTotp, endTotp } = routesOf(ports);
  const app = new OpenAPIHono<SignedInHere>()
    .openapi(changePassword, async (context) => {
      const body = parseFields(passwordChangeSchema, jsonBody(context, await bodyText(context)));
      const { current, password } = body;
      const [actor, { id }] = [context.get('actor'), context.get('session')];
      await credential.changePassword(current, password, actor, id);
      return context.body(null, 204);
    })
    .openapi(beginTotp, async (context) => {
      const body = parseFields(confirmationSchema, jsonBody(context, await bodyText(context)));
      return context.json(await credential.beginTotp(body.password, context.get('actor')), 201);
    })
    .openapi(confirmTotp, async (context) => {
      const { code } = parseFields(codeSchema, jsonBody(context, await bodyText(context)));
      return context.json(await credential.confirmTotp(code, context.get('actor')), 200);
    })
    .openapi(endTotp, async (context) => {
      const body = parseFields(confirmationSchema, jsonBody(context, await bodyText(context)));
      return context.json(await credential.endTotp(body.password, context.get('actor')), 200);
    });
  app.openAPIRegistry.register('PasswordChange', passwordChangeSchema);
  app.openAPIRegistry.register('Confirmation', confirmationSchema);
  app.openAPIRegistry.register('Code', codeSchema);
  return app;
}
