/** The API keys, for admins: create (the secret is shown once), list, revoke. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { fieldProblem, Problem } from '../../shared/problem.ts';
import type { Roster } from '../boards/roster.ts';
import { issuedKeySchema, json, keySchema, keysSchema, refusals } from './answers.ts';
import { adminGate, KEY_PROBLEMS, SECURITY, type BearerPorts } from './bearer.ts';
import { bodyText, jsonBody, parseFields } from './body.ts';
import { newKeySchema } from './fields.ts';

export interface KeysPorts extends BearerPorts {
  readonly roster: Roster;
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
      request: {
        body: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/NewKey' } } },
        },
      },
      responses: {
        201: json('Created. Keep the secret: it is shown this once.', issuedKeySchema),
        default: refusals(
          ...KEY_PROBLEMS,
          'malformed_json',
          'media_type',
          'body_too_large',
          'invalid',
        ),
      },
    }),
    revoke: createRoute({
      ...shared,
      method: 'delete',
      path: '/{id}',
      operationId: 'revokeKey',
      summary: 'Revoke a key, on every node at once',
      request: { params: z.object({ id: z.string() }) },
      responses: {
        200: json('Revoked; repeating it changes nothing.', keySchema),
        default: refusals(...KEY_PROBLEMS, 'key_not_found', 'last_admin_key'),
      },
    }),
  };
}

export function keysRoutes(ports: KeysPorts) {
  const { access, roster } = ports;
  /** A key for a channel that is misspelt would fail only when the editor is in a hurry. */
  async function requireChannels(names: readonly string[]): Promise<void> {
    for (const [index, name] of names.entries()) {
      await roster.find(name).catch((error: unknown) => {
        if (!(error instanceof Problem) || error.code !== 'channel_unknown') throw error;
        throw fieldProblem(`channels.${index}`, `names no channel: ${name}`);
      });
    }
  }

  const { list, create, revoke } = routesOf(ports);
  const app = new OpenAPIHono()
    .openapi(list, async (context) => context.json({ keys: await access.keys() }, 200))
    .openapi(create, async (context) => {
      const asked = parseFields(newKeySchema, jsonBody(context, await bodyText(context)));
      await requireChannels(asked.channels ?? []);
      const { key, secret } = await access.issue(asked);
      context.header('Cache-Control', 'no-store');
      return context.json({ ...key, secret }, 201);
    })
    .openapi(revoke, async (context) =>
      context.json(await access.revoke(context.req.valid('param').id), 200),
    );
  app.openAPIRegistry.register('NewKey', newKeySchema);
  return app;
}
