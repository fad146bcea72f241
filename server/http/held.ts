/** What people send, until it goes out: held, changed, approved, sent now, taken back. */
import { createHash } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Held, Sending } from '../../shared/held.ts';
import { fieldProblem } from '../../shared/problem.ts';
import { requireRole } from '../access/access.ts';
import { requirePace, type Limits } from '../access/limits.ts';
import type { Roster } from '../boards/roster.ts';
import type { Desk } from '../newsroom/desk.ts';
import type { Hand } from '../newsroom/desk-rules.ts';
import type { Proposal } from '../newsroom/proposals.ts';
import { sendingSchema } from '../store/held.ts';
import { appendedOf, json, refusals } from './answers.ts';
import { bearerGate, KEY_PROBLEMS, SECURITY, type BearerPorts, type Identified } from './bearer.ts';
import { BODY_PROBLEMS, bodyOf, bodyText, jsonBody, parseFields } from './body.ts';
import { heldAnswerSchema, heldListSchema, publishedAnswerSchema } from './desk-answers.ts';
import { heldChangeSchema, overrideSchema, sendSchema } from './desk-fields.ts';
import { channelParam, heldParams } from './params.ts';
import { idempotencyHeader, ifMatchHeader, requireVersion } from './preconditions.ts';

export interface HeldPorts extends BearerPorts {
  readonly limits: Limits;
  readonly roster: Roster;
  readonly desk: Desk;
}

const SCHEMAS = { Send: sendSchema, HeldChange: heldChangeSchema, Override: overrideSchema };

const COMMON = [...KEY_PROBLEMS, 'channel_unknown', 'malformed_header'] as const;
const CONTENT = ['id_taken', 'headline_unknown', 'withdrawn', 'withheld', 'version_stale'] as const;

const decided = json('As it is held now.', heldAnswerSchema);

function routesOf(ports: BearerPorts) {
  const shared = { tags: ['desk'], security: SECURITY, middleware: bearerGate(ports) };
  const one = { params: heldParams, headers: ifMatchHeader };
  const refused = refusals(
    ...COMMON,
    ...([
      'held_unknown',
      'too_late',
      'version_stale',
      'version_missing',
      'approval_needed',
    ] as const),
  );
  return {
    list: createRoute({
      ...shared,
      method: 'get',
      path: '/{channel}/held',
      operationId: 'listHeld',
      summary: 'What is held; for reporters of the channel and above',
      request: { params: channelParam },
      responses: { 200: json('All of it.', heldListSchema), default: refusals(...COMMON) },
    }),
    send: createRoute({
      ...shared,
      method: 'post',
      path: '/{channel}/held',
      operationId: 'send',
      summary: 'Send a headline or a correction; it is held until nothing keeps it',
      request: { params: channelParam, headers: idempotencyHeader, body: bodyOf('Send') },
      responses: {
        201: json('It went out at once.', publishedAnswerSchema),
        202: json('It is held.', heldAnswerSchema),
        default: refusals(
          ...[...COMMON, ...BODY_PROBLEMS, ...CONTENT],
          ...(['idempotency_conflict', 'taken_back', 'too_many_held', 'paused'] as const),
        ),
      },
    }),
    change: createRoute({
      ...shared,
      method: 'put',
      path: '/{channel}/held/{id}',
      operationId: 'changeHeld',
      summary: 'Other words, or another time; whose word it needs is asked anew',
      request: { ...one, body: bodyOf('HeldChange') },
      responses: {
        200: decided,
        default: refusals(
          ...[...COMMON, ...BODY_PROBLEMS, ...CONTENT],
          ...(['held_unknown', 'too_late', 'version_missing'] as const),
        ),
      },
    }),
    approve: createRoute({
      ...shared,
      method: 'post',
      path: '/{channel}/held/{id}/approval',
      operationId: 'approveHeld',
      summary: "The second person's word to the version that was read",
      request: one,
      responses: { 200: decided, default: refused },
    }),
    override: createRoute({
      ...shared,
      method: 'post',
      path: '/{channel}/held/{id}/override',
      operationId: 'overrideHeld',
      summary: 'An emergency: it goes out without a second person, and the audit log says why',
      request: { ...one, body: bodyOf('Override') },
      responses: {
        200: decided,
        default: refusals(
          ...[...COMMON, ...BODY_PROBLEMS],
          ...(['held_unknown', 'too_late', 'version_stale', 'version_missing'] as const),
        ),
      },
    }),
    release: createRoute({
      ...shared,
      method: 'post',
      path: '/{channel}/held/{id}/release',
      operationId: 'releaseHeld',
      summary: 'Send it now, before its undo window and its time',
      request: one,
      responses: { 200: decided, default: refused },
    }),
    undo: createRoute({
      ...shared,
      method: 'delete',
      path: '/{channel}/held/{id}',
      operationId: 'undoHeld',
      summary: 'Take it back, also before it has arrived; it never goes out then',
      request: { params: heldParams },
      responses: {
        200: json('Taken back, with its words.', heldAnswerSchema),
        204: { description: 'Nothing had arrived under this id, and nothing will.' },
        default: refusals(...COMMON, 'held_unknown', 'too_late', 'version_stale'),
      },
    }),
  };
}

export function heldRoutes(ports: HeldPorts) {
  const { limits, roster, desk } = ports;

  async function opened(context: Context<Identified>, name: string) {
    const actor = context.get('actor');
    const channel = await roster.find(name);
    const role = requireRole(actor, channel.name, 'reporter');
    const { by, from, highestUrgency } = actor;
    const hand: Hand = { author: { by, from }, role, highestUrgency };
    return { actor, channel, hand };
  }

  /** What a decision is about: which, at which version, and by whom. */
  async function decision(context: Context<Identified>, name: string, id: string) {
    const { channel, hand } = await opened(context, name);
    const version = requireVersion(context.req.header('if-match'));
    return [channel, id, version, hand] as const;
  }

  function answer(context: Context, held: Held) {
    context.header('ETag', `"${held.version}"`);
    return { held };
  }

  const routes = routesOf(ports);
  const app = new OpenAPIHono()
    .openapi(routes.list, async (context) => {
      const { channel } = await opened(context, context.req.valid('param').channel);
      context.header('Cache-Control', 'no-store');
      return context.json({ held: await desk.held(channel.name) }, 200);
    })
    .openapi(routes.send, async (context) => {
      const { actor, channel, hand } = await opened(context, context.req.valid('param').channel);
      const asked = parseFields(sendSchema, jsonBody(context, await bodyText(context)));
      const key = context.req.valid('header')['Idempotency-Key'];
      const proposal = { ...proposalOf(asked), id: asked.id ?? idOf(actor.by.id, key) };
      await requirePace(limits, actor);
      const sent = await desk.send(channel, proposal, hand);
      if ('held' in sent) return context.json(answer(context, sent.held), 202);
      return context.json({ published: appendedOf(channel, sent.published) }, 201);
    })
    .openapi(routes.change, async (context) => {
      const { channel: name, id } = context.req.valid('param');
      const [channel, , version, hand] = await decision(context, name, id);
      const asked = parseFields(heldChangeSchema, jsonBody(context, await bodyText(context)));
      await requirePace(limits, context.get('actor'));
      const held = await desk.change(channel, version, { ...proposalOf(asked), id }, hand);
      return context.json(answer(context, held), 200);
    })
    .openapi(routes.approve, async (context) => {
      const { channel, id } = context.req.valid('param');
      const held = await desk.approve(...(await decision(context, channel, id)));
      return context.json(answer(context, held), 200);
    })
    .openapi(routes.override, async (context) => {
      const { channel, id } = context.req.valid('param');
      const about = await decision(context, channel, id);
      const { reason } = parseFields(overrideSchema, jsonBody(context, await bodyText(context)));
      return context.json(answer(context, await desk.overrule(...about, reason)), 200);
    })
    .openapi(routes.release, async (context) => {
      const { channel, id } = context.req.valid('param');
      const held = await desk.sendNow(...(await decision(context, channel, id)));
      return context.json(answer(context, held), 200);
    })
    .openapi(routes.undo, async (context) => {
      const { channel: name, id } = context.req.valid('param');
      const { channel, hand } = await opened(context, name);
      const held = await desk.undo(channel, id, hand);
      return held ? context.json(answer(context, held), 200) : context.body(null, 204);
    });
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    app.openAPIRegistry.register(name, schema as z.ZodType);
  }
  return app;
}

type Asked = Pick<z.output<typeof sendSchema>, 'draft' | 'correct' | 'embargoedUntil'>;

function proposalOf({ draft, correct, embargoedUntil }: Asked): Omit<Proposal, 'id'> {
  return {
    sending: sendingOf({ draft, correct }),
    ...(embargoedUntil === undefined ? {} : { embargoedUntil }),
  };
}

function sendingOf({ draft, correct }: Asked): Sending {
  return sendingSchema.parse(draft ? { what: 'publish', draft } : { what: 'correct', ...correct });
}

/** The same key of the same sender gives the same id on every node. Problem: `invalid`. */
function idOf(sender: string, key: string | undefined): string {
  if (key === undefined) throw fieldProblem('id', 'is missing: or send an Idempotency-Key');
  return createHash('sha256').update(`${sender}\n${key}`).digest('base64url').slice(0, 22);
}
