/** The headlines of a channel as editors change them: publish (one, many, ninjs), correct, withdraw. */
import type { z } from '@hono/zod-openapi';
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Draft } from '../../shared/draft.ts';
import type { Channel } from '../../shared/channel.ts';
import { Problem } from '../../shared/problem.ts';
import { requireRole, type Actor } from '../access/access.ts';
import { requirePace, type Limits } from '../access/limits.ts';
import type { Roster } from '../boards/roster.ts';
import { NINJS_TYPE } from '../feeds/ninjs.ts';
import type { Deed, Newsroom } from '../newsroom/newsroom.ts';
import type { Wire } from '../wire/wire.ts';
import { appendedOf, appendedSchema, json, manySchema, refusals } from './answers.ts';
import { bearerGate, KEY_PROBLEMS, SECURITY, type BearerPorts, type Identified } from './bearer.ts';
import { bodyText, jsonBody, mediaTypeOf, parseFields } from './body.ts';
import { correctionSchema, draftSchema, withdrawalSchema } from './fields.ts';
import { draftOfNinjs, isNinjs, ninjsSchema } from './ninjs.ts';
import { channelParam, itemParams, silentQuery } from './params.ts';
import type { Recorder } from './record.ts';
import {
  etagOf,
  idempotencyHeader,
  idempotencyOf,
  itemIdempotency,
  preconditionHeaders,
  requireVersion,
  versionOf,
} from './preconditions.ts';

export interface HeadlinesPorts extends BearerPorts {
  readonly limits: Limits;
  readonly roster: Roster;
  readonly newsroom: Newsroom;
  readonly wire: Wire;
  readonly publicUrl: () => string;
  readonly now: () => number;
  readonly recorder: Recorder;
}

/** Items in one request at most. */
const MANY = 100;

const WRITE_PROBLEMS = [
  ...KEY_PROBLEMS,
  'channel_unknown',
  'malformed_json',
  'malformed_header',
  'media_type',
  'body_too_large',
  'invalid',
  'idempotency_conflict',
] as const;

const SCHEMAS = {
  Draft: draftSchema,
  Ninjs: ninjsSchema,
  Correction: correctionSchema,
  Withdrawal: withdrawalSchema,
};
/** Bodies are parsed by hand, after the key was checked; the document names the schemas that do it. */
const refTo = (name: keyof typeof SCHEMAS) => ({ $ref: `#/components/schemas/${name}` });

function routesOf(ports: BearerPorts) {
  const shared = { tags: ['headlines'], security: SECURITY, middleware: bearerGate(ports) };
  const one = [refTo('Draft'), refTo('Ninjs')];
  return {
    publish: createRoute({
      ...shared,
      method: 'post',
      path: '/{channel}/headlines',
      operationId: 'publish',
      summary: 'Publish one headline, or up to a hundred in order',
      request: {
        params: channelParam,
        headers: idempotencyHeader,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: {
                oneOf: [
                  ...one,
                  { type: 'array', minItems: 1, maxItems: MANY, items: { oneOf: one } },
                ],
              },
            },
            [NINJS_TYPE]: { schema: refTo('Ninjs') },
          },
        },
      },
      responses: {
        201: json('Published.', appendedSchema),
        207: json('Each item of an array was answered on its own.', manySchema),
        default: refusals(...WRITE_PROBLEMS, 'id_taken', 'paused'),
      },
    }),
    correct: createRoute({
      ...shared,
      method: 'patch',
      path: '/{channel}/headlines/{id}',
      operationId: 'correct',
      summary: 'Correct a headline; it keeps its place',
      request: {
        params: itemParams,
        query: silentQuery,
        headers: preconditionHeaders,
        body: { required: true, content: { 'application/json': { schema: refTo('Correction') } } },
      },
      responses: {
        200: json('Corrected.', appendedSchema),
        default: refusals(
          ...WRITE_PROBLEMS,
          'headline_unknown',
          'withdrawn',
          'withheld',
          'version_stale',
          'version_missing',
        ),
      },
    }),
    withdraw: createRoute({
      ...shared,
      method: 'delete',
      path: '/{channel}/headlines/{id}',
      operationId: 'withdraw',
      summary: 'Withdraw a headline; without If-Match whichever version there is',
      request: {
        params: itemParams,
        headers: preconditionHeaders,
        body: { content: { 'application/json': { schema: refTo('Withdrawal') } } },
      },
      responses: {
        200: json('Withdrawn; repeating it changes nothing.', appendedSchema),
        default: refusals(...WRITE_PROBLEMS, 'headline_unknown', 'version_stale'),
      },
    }),
  };
}

export function headlinesRoutes(ports: HeadlinesPorts) {
  const { limits, roster, newsroom, wire, publicUrl, now, recorder } = ports;

  /** Whoever asks may write to the channel; what it sends, with the key that makes it happen once. */
  async function opened(context: Context<Identified>, name: string) {
    const actor = context.get('actor');
    const channel = await roster.find(name);
    requireRole(actor, channel.name, 'editor');
    // A withdrawal is never held back.
    if (context.req.method !== 'DELETE') refusePeople(actor);
    const text = await bodyText(context);
    const idempotency = idempotencyOf(context, actor.by.id, text);
    const { highestUrgency } = actor;
    return { actor, channel, text, deed: { author: actor, idempotency, highestUrgency } };
  }

  function draftOf(channel: Channel, value: unknown, asNinjs: boolean): Draft {
    if (!asNinjs && !isNinjs(value)) return parseFields(draftSchema, value);
    return draftOfNinjs(value, { publicUrl: publicUrl(), channel: channel.name, now: now() });
  }

  /** Items go to the wire in their order and without waiting; each has an answer of its own. */
  async function publishMany(
    context: Context<Identified>,
    channel: Channel,
    items: unknown[],
    { idempotency, ...deed }: Deed,
  ) {
    if (idempotency) await wire.claim(channel.name, idempotency);
    const publishing = items.map(async (item, index) => {
      const draft = draftOf(channel, item, false);
      const once = itemIdempotency(idempotency, index);
      return newsroom.publish(channel, draft, { ...deed, idempotency: once });
    });
    const outcomes = await Promise.allSettled(publishing);
    return outcomes.map((outcome) => {
      if (outcome.status === 'fulfilled') {
        recorder.taken(context, outcome.value);
        return { status: 201 as const, body: appendedOf(channel, outcome.value) };
      }
      if (!(outcome.reason instanceof Problem)) throw outcome.reason;
      recorder.refused(context, outcome.reason);
      const body = outcome.reason.toDocument();
      return { status: body.status, body };
    });
  }

  const { publish, correct, withdraw } = routesOf(ports);
  const app = new OpenAPIHono()
    .openapi(publish, async (context) => {
      const { actor, channel, text, deed } = await opened(
        context,
        context.req.valid('param').channel,
      );
      const value = jsonBody(context, text);
      await requirePace(limits, actor, countOf(value));
      if (Array.isArray(value)) {
        return context.json(await publishMany(context, channel, value, deed), 207);
      }
      const draft = draftOf(channel, value, mediaTypeOf(context) === NINJS_TYPE);
      const appended = await newsroom.publish(channel, draft, deed);
      recorder.taken(context, appended);
      const { id } = appended.headline;
      context.header('Location', `/api/channels/${channel.name}/headlines/${id}`);
      context.header('ETag', etagOf(appended.headline));
      return context.json(appendedOf(channel, appended), 201);
    })
    .openapi(correct, async (context) => {
      const { channel: name, id } = context.req.valid('param');
      const { actor, channel, text, deed } = await opened(context, name);
      const version = requireVersion(context.req.valid('header')['If-Match']);
      await requirePace(limits, actor);
      const correction = parseFields(correctionSchema, jsonBody(context, text));
      const silentAt = context.req.valid('query').silent === undefined ? undefined : now();
      const done = { ...deed, silentAt };
      const appended = await newsroom.correct(channel, id, version, correction, done);
      recorder.taken(context, appended);
      context.header('ETag', etagOf(appended.headline));
      return context.json(appendedOf(channel, appended), 200);
    })
    // Not counted: it happens once to each headline, and what is wrong must go at once.
    .openapi(withdraw, async (context) => {
      const { channel: name, id } = context.req.valid('param');
      const { channel, text, deed } = await opened(context, name);
      const body = text === '' ? {} : parseFields(withdrawalSchema, jsonBody(context, text));
      const version = versionOf(context.req.valid('header')['If-Match']);
      const options = version === undefined ? body : { ...body, version };
      const appended = await newsroom.withdraw(channel, id, options, deed);
      recorder.taken(context, appended);
      context.header('ETag', etagOf(appended.headline));
      return context.json(appendedOf(channel, appended), 200);
    });
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    app.openAPIRegistry.register(name, schema as z.ZodType);
  }
  return app;
}

/** What people send is held first, so that it can be taken back, and approved where it must be. */
function refusePeople({ by }: Actor): void {
  if (by.kind !== 'person') return;
  throw new Problem('forbidden', 'What people send is held first: POST it to …/held');
}

/** Headlines of a body. Problem: `invalid` where an array has none, or too many. */
function countOf(value: unknown): number {
  if (!Array.isArray(value)) return 1;
  const { length } = value;
  if (length >= 1 && length <= MANY) return length;
  throw new Problem('invalid', `An array must have 1–${MANY} headlines`, [
    { field: 'body', detail: `has ${length} headlines: 1–${MANY} are taken at once` },
  ]);
}
