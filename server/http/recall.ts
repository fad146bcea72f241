/** Taking back: one headline while it is checked, or all of the last minutes at once. */
import type { z } from '@hono/zod-openapi';
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Role } from '../../shared/role.ts';
import { requireRole } from '../access/access.ts';
import type { Roster } from '../boards/roster.ts';
import type { Newsroom } from '../newsroom/newsroom.ts';
import type { Recall } from '../newsroom/recall.ts';
import { appendedOf, appendedSchema, json, refusals } from './answers.ts';
import { bearerGate, KEY_PROBLEMS, SECURITY, type BearerPorts, type Identified } from './bearer.ts';
import { bodyOf, bodyText, jsonBody, parseFields } from './body.ts';
import { recalledSchema } from './desk-answers.ts';
import { holdSchema, recallSchema } from './desk-fields.ts';
import { channelParam, itemParams } from './params.ts';
import { etagOf, idempotencyHeader, idempotencyOf } from './preconditions.ts';

export interface RecallPorts extends BearerPorts {
  readonly roster: Roster;
  readonly newsroom: Newsroom;
  readonly recall: Recall;
}

const SCHEMAS = { Hold: holdSchema, Recall: recallSchema };
const PROBLEMS = [
  ...KEY_PROBLEMS,
  ...(['channel_unknown', 'malformed_json', 'media_type', 'body_too_large', 'invalid'] as const),
] as const;

function routesOf(ports: BearerPorts) {
  const shared = { tags: ['desk'], security: SECURITY, middleware: bearerGate(ports) };
  const changes = ['headline_unknown', 'withdrawn', 'version_stale'] as const;
  const repeats = ['malformed_header', 'idempotency_conflict'] as const;
  return {
    hold: createRoute({
      ...shared,
      method: 'post',
      path: '/{channel}/headlines/{id}/hold',
      operationId: 'hold',
      summary: 'Take a headline off every board while it is checked',
      request: { params: itemParams, headers: idempotencyHeader, body: bodyOf('Hold', false) },
      responses: {
        200: json('Held; repeating it changes nothing.', appendedSchema),
        default: refusals(...PROBLEMS, ...changes, ...repeats),
      },
    }),
    restore: createRoute({
      ...shared,
      method: 'delete',
      path: '/{channel}/headlines/{id}/hold',
      operationId: 'restore',
      summary: 'Bring it back as it was, at its place',
      request: { params: itemParams, headers: idempotencyHeader },
      responses: {
        200: json('Back; repeating it changes nothing.', appendedSchema),
        default: refusals(...KEY_PROBLEMS, 'channel_unknown', ...changes, ...repeats),
      },
    }),
    recall: createRoute({
      ...shared,
      method: 'post',
      path: '/{channel}/recall',
      operationId: 'recall',
      summary: 'Withdraw everything that was published within some minutes, newest first',
      request: { params: channelParam, body: bodyOf('Recall') },
      responses: {
        200: json('What became of each, and what is still held.', recalledSchema),
        default: refusals(...PROBLEMS),
      },
    }),
  };
}

export function recallRoutes(ports: RecallPorts) {
  const { roster, newsroom, recall } = ports;

  async function opened(context: Context<Identified>, name: string, role: Role) {
    const actor = context.get('actor');
    const channel = await roster.find(name);
    requireRole(actor, channel.name, role);
    const text = await bodyText(context);
    const author = { by: actor.by, from: actor.from };
    const deed = { author, idempotency: idempotencyOf(context, actor.by.id, text) };
    return { channel, text, author, deed };
  }

  const routes = routesOf(ports);
  const app = new OpenAPIHono()
    .openapi(routes.hold, async (context) => {
      const { channel: name, id } = context.req.valid('param');
      const { channel, text, deed } = await opened(context, name, 'editor');
      const options = text === '' ? {} : parseFields(holdSchema, jsonBody(context, text));
      const held = await newsroom.withhold(channel, id, options, deed);
      context.header('ETag', etagOf(held.headline));
      return context.json(appendedOf(channel, held), 200);
    })
    .openapi(routes.restore, async (context) => {
      const { channel: name, id } = context.req.valid('param');
      const { channel, deed } = await opened(context, name, 'editor');
      const restored = await newsroom.restore(channel, id, deed);
      context.header('ETag', etagOf(restored.headline));
      return context.json(appendedOf(channel, restored), 200);
    })
    // Not counted: what is wrong must go at once.
    .openapi(routes.recall, async (context) => {
      const { channel: name } = context.req.valid('param');
      const { channel, text, author } = await opened(context, name, 'chief');
      const options = parseFields(recallSchema, jsonBody(context, text));
      const { recalled, held } = await recall(channel, options, author);
      const told = recalled.map((one) =>
        'withdrawn' in one ? { id: one.id, withdrawn: appendedOf(channel, one.withdrawn) } : one,
      );
      return context.json({ recalled: told, held: [...held] }, 200);
    });
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    app.openAPIRegistry.register(name, schema as z.ZodType);
  }
  return app;
}
