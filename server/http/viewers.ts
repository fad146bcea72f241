/** How many watch a channel, now and over the last day; for the people of the channel. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Attendance } from '../../shared/attendance.ts';
import { requireRole } from '../access/access.ts';
import type { Roster } from '../boards/roster.ts';
import { json, refusals } from './answers.ts';
import { bearerGate, KEY_PROBLEMS, SECURITY, type BearerPorts } from './bearer.ts';
import { attendanceSchema } from './desk-answers.ts';
import { channelParam } from './params.ts';

export interface ViewersPorts extends BearerPorts {
  readonly roster: Roster;
  readonly attendance: (channel: string) => Promise<Attendance>;
}

const viewersOf = (ports: BearerPorts) =>
  createRoute({
    method: 'get',
    path: '/{channel}/viewers',
    operationId: 'countViewers',
    tags: ['desk'],
    security: SECURITY,
    middleware: bearerGate(ports),
    summary:
      'How many watch, now and over the last 24 hours; for reporters of the channel and above',
    request: { params: channelParam },
    responses: {
      200: json('Of all nodes.', attendanceSchema),
      default: refusals(...KEY_PROBLEMS, 'channel_unknown'),
    },
  });

export function viewersRoutes(ports: ViewersPorts) {
  const { roster, attendance } = ports;
  return new OpenAPIHono().openapi(viewersOf(ports), async (context) => {
    const { name } = await roster.find(context.req.valid('param').channel);
    requireRole(context.get('actor'), name, 'reporter');
    context.header('Cache-Control', 'no-store');
    return context.json(await attendance(name), 200);
  });
}
