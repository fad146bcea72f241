/** What to look at before a headline is sent. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { requireRole } from '../access/access.ts';
import type { Roster } from '../boards/roster.ts';
import type { Check } from '../newsroom/warnings.ts';
import { json, refusals } from './answers.ts';
import { bearerGate, KEY_PROBLEMS, SECURITY, type BearerPorts } from './bearer.ts';
import { bodyText, jsonBody, parseFields } from './body.ts';
import { warningsSchema } from './desk-answers.ts';
import { checkSchema } from './desk-fields.ts';
import { channelParam } from './params.ts';

export interface CheckPorts extends BearerPorts {
  readonly roster: Roster;
  readonly check: Check;
}

const checkOf = (ports: BearerPorts) =>
  createRoute({
    method: 'post',
    path: '/{channel}/check',
    operationId: 'check',
    tags: ['desk'],
    security: SECURITY,
    middleware: bearerGate(ports),
    summary: 'What to look at before a headline is sent; nothing is sent or forbidden',
    request: {
      params: channelParam,
      body: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Check' } } },
      },
    },
    responses: {
      200: json('Perhaps nothing.', warningsSchema),
      default: refusals(
        ...KEY_PROBLEMS,
        ...(['channel_unknown', 'malformed_json', 'media_type'] as const),
        ...(['body_too_large', 'invalid'] as const),
      ),
    },
  });

export function checkRoutes(ports: CheckPorts) {
  const { roster, check } = ports;
  const app = new OpenAPIHono().openapi(checkOf(ports), async (context) => {
    const channel = await roster.find(context.req.valid('param').channel);
    requireRole(context.get('actor'), channel.name, 'reporter');
    const { draft } = parseFields(checkSchema, jsonBody(context, await bodyText(context)));
    return context.json({ warnings: await check(channel, draft) }, 200);
  });
  app.openAPIRegistry.register('Check', checkSchema);
  return app;
}
