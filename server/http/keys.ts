/** The API keys, for admins: create (the secret is shown once), list, rotate, revoke. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { fieldProblem } from '../../shared/problem.ts';
import type { Roster } from '../boards/roster.ts';
import { issuedKeySchema, json, keySchema, keysSchema, refusals } from './answers.ts';
import { adminGate, KEY_PROBLEMS, SECURITY, type BearerPorts, type Identified } from './bearer.ts';
import { BODY_PROBLEMS, bodyOf, bodyText, jsonBody, parseFields } from './body.ts';
import { requireChannels } from './channel-names.ts';
import { newKeySchema } from './fields.ts';

export interface KeysPorts extends BearerPorts {
  readonly roster: Roster;
  readonly now: () => number;
}

function routesOf(ports: BearerPorts) {
  const shared = { tags: ['keys'], security: SECURITY, middleware: adminGate(ports) };
  return {
    list: createRoute({
      ...shared,
      method: 'get',
      path: '/',
      operationId: 'listKeys',
      summary: 'List the keys, revoked ones included, without their secrets',
      responses: { 200: json('All keys.', keysSchema), default: refusals(...KEY_PROBLEMS) },
    }),
    create: createRoute({
      ...shared,
      method: 'post',
      path: '/',
      operationId: 'createKey',
      summary: 'Create a key',
      request: { body: bodyOf('NewKey') },
      responses: {
        201: json('Created. Keep the secret: it is shown this once.', issuedKeySchema),
        default: refusals(...KEY_PROBLEMS, ...BODY_PROBLEMS),
      },
    }),
    rotate: createRoute({
      ...shared,
      method: 'post',
      path: '/{id}/rotate',
      operationId: 'rotateKey',
      summary: 'Give a key a second secret; the first works on until it is retired',
      request: { params: z.object({ id: z.string() }) },
      responses: {
        201: json('Keep the secret: it is shown this once.', issuedKeySchema),
        default: refusals(...KEY_PROBLEMS, 'key_not_found', 'two_secrets'),
      },
    }),
    retire: createRoute({
      ...shared,
      method: 'delete',
      path: '/{id}/secrets/{hint}',
      operationId: 'retireSecret',
      summary: 'End one of the two secrets of a key, on every node at once',
      request: { params: z.object({ id: z.string(), hint: z.string() }) },
      responses: {
        200: json('The other one works on.', keySchema),
        default: refusals(...KEY_PROBLEMS, 'key_not_found', 'last_secret'),
      },
    }),
    revoke: createRoute({
      ...shared,
      method: 'delete',
      path: '/{id}',
      operationId: 'revokeKey',
      summary: 'Revoke a key with all its secrets, on every node at once',
      request: { params: z.object({ id: z.string() }) },
      responses: {
        200: json('Revoked; repeating it changes nothing.', keySchema),
        default: refusals(...KEY_PROBLEMS, 'key_not_found', 'last_admin_key'),
      },
    }),
  };
}

export function keysRoutes(ports: KeysPorts) {
  const { access, roster, now } = ports;
  const { list, create, rotate, retire, revoke } = routesOf(ports);
  const app = new OpenAPIHono<Identified>()
    .openapi(list, async (context) => context.json({ keys: await access.keys() }, 200))
    .openapi(create, async (context) => {
      const asked = parseFields(newKeySchema, jsonBody(context, await bodyText(context)));
      await requireChannels(roster, asked.channels ?? [], (_, index) => `channels.${index}`);
      requireFuture(asked.expires, now());
      const { key, secret } = await access.issue(asked, context.get('actor'));
      return context.json({ ...key, secret }, 201);
    })
    .openapi(rotate, async (context) => {
      const { id } = context.req.valid('param');
      const { key, secret } = await access.rotate(id, context.get('actor'));
      return context.json({ ...key, secret }, 201);
    })
    .openapi(retire, async (context) => {
      const { id, hint } = context.req.valid('param');
      return context.json(await access.retire(id, hint, context.get('actor')), 200);
    })
    .openapi(revoke, async (context) =>
      context.json(await access.revoke(context.req.valid('param').id, context.get('actor')), 200),
    );
  app.openAPIRegistry.register('NewKey', newKeySchema);
  return app;
}

function requireFuture(expires: string | undefined, now: number): void {
  if (expires !== undefined && Date.parse(expires) <= now) {
    throw fieldProblem('expires', 'is in the past');
  }
}
