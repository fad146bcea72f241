/** The pause of a channel: it shows nothing and takes nothing new, on every node at once. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { AuditAct, AuditLine } from '../../shared/audit.ts';
import type { Channel } from '../../shared/channel.ts';
import { requireRole, type Actor } from '../access/access.ts';
import type { Roster } from '../boards/roster.ts';
import { channelSchema, json, refusals } from './answers.ts';
import { bearerGate, KEY_PROBLEMS, SECURITY, type BearerPorts, type Identified } from './bearer.ts';
import { channelParam } from './params.ts';

export interface PausePorts extends BearerPorts {
  readonly roster: Roster;
  readonly now: () => number;
}

function routesOf(ports: BearerPorts) {
  const shared = {
    ...{ tags: ['desk'], security: SECURITY, middleware: bearerGate(ports) },
    path: '/{channel}/pause' as const,
    request: { params: channelParam },
  };
  const responses = {
    200: json('The channel as it is now; repeating it changes nothing.', channelSchema),
    default: refusals(...KEY_PROBLEMS, 'channel_unknown'),
  };
  return {
    pause: createRoute({
      ...shared,
      method: 'post',
      operationId: 'pauseChannel',
      summary: 'Empty the board everywhere, and take nothing new',
      responses,
    }),
    resume: createRoute({
      ...shared,
      method: 'delete',
      operationId: 'resumeChannel',
      summary: 'Bring the board back, with all that was corrected and withdrawn meanwhile',
      responses,
    }),
  };
}

export function pauseRoutes(ports: PausePorts) {
  const { roster, now } = ports;

  async function set(context: Context<Identified>, name: string, paused: boolean) {
    const actor = context.get('actor');
    requireRole(actor, (await roster.find(name)).name, 'chief');
    const line = settingsLine(actor, paused ? 'pause' : 'resume', now);
    return roster.change(name, (channel) => ({ ...channel, paused }), line);
  }

  const { pause, resume } = routesOf(ports);
  return new OpenAPIHono()
    .openapi(pause, async (context) =>
      context.json(await set(context, context.req.valid('param').channel, true), 200),
    )
    .openapi(resume, async (context) =>
      context.json(await set(context, context.req.valid('param').channel, false), 200),
    );
}

/** The line of the audit log for a channel that is made, changed or deleted. */
export function settingsLine({ by, from }: Actor, act: AuditAct, now: () => number) {
  return (before: Channel | undefined, after?: Channel): string => {
    const name = (before ?? after)?.name ?? '';
    const at = new Date(now()).toISOString();
    const line: AuditLine = { at, by, from, act, channel: name, subject: name, before, after };
    return JSON.stringify(line);
  };
}
