/**
 * The log of a channel with the words of every version, also of what was put right, withdrawn or is being checked:
 * for the people of the channel. Everybody else reads `…/headlines?after=`, where each item is as it stands now.
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { requireRole } from '../access/access.ts';
import type { Boards } from '../boards/boards.ts';
import type { Roster } from '../boards/roster.ts';
import { json, missedSchema, refusals } from './answers.ts';
import { bearerGate, KEY_PROBLEMS, SECURITY, type BearerPorts } from './bearer.ts';
import { channelParam, positionGone, positionQuery } from './params.ts';

export interface LogPorts extends BearerPorts {
  readonly boards: Boards;
  readonly roster: Roster;
}

const readOf = (ports: BearerPorts) =>
  createRoute({
    method: 'get',
    path: '/{channel}/log',
    operationId: 'readLog',
    tags: ['desk'],
    security: SECURITY,
    middleware: bearerGate(ports),
    summary: 'Read every version after a position; for reporters of the channel and above',
    request: {
      params: channelParam,
      query: z.object({
        after: positionQuery.openapi({ type: 'string', description: 'A position, {epoch}:{seq}.' }),
      }),
    },
    responses: {
      200: json('Each entry with the words that it had.', missedSchema),
      default: refusals(
        ...KEY_PROBLEMS,
        ...(['channel_unknown', 'invalid', 'position_gone', 'wire_unavailable'] as const),
      ),
    },
  });

export function logRoutes(ports: LogPorts) {
  const { boards, roster } = ports;
  return new OpenAPIHono().openapi(readOf(ports), async (context) => {
    const channel = await roster.find(context.req.valid('param').channel);
    requireRole(context.get('actor'), channel.name, 'reporter');
    const { after } = context.req.valid('query');
    context.header('Cache-Control', 'no-store');
    const entries = boards.log(channel.name, after);
    if (!entries) throw positionGone(after);
    return context.json({ channel: channel.name, epoch: after.epoch, entries }, 200);
  });
}
