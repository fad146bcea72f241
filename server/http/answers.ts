/** The schemas of what the hub answers: for the OpenAPI document, and for the compiler that holds handlers to it. */
import { z } from '@hono/zod-openapi';
import type { Channel } from '../../shared/channel.ts';
import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts';
import type { Appended } from '../wire/wire.ts';

const time = z.string().openapi({ format: 'date-time' });
const seq = z.int().nonnegative().openapi({ description: 'The place in the log of the channel.' });
const epoch = z.string().openapi({ description: 'Sequences compare only within one epoch.' });
export const position = { epoch, seq };

const identity = {
  id: z.string(),
  version: z.int().min(1),
  language: z.string(),
  firstCreated: time,
  versionCreated: time,
  edNote: z.string().optional(),
};

const usable = z
  .object({
    ...identity,
    pubStatus: z.literal('usable'),
    headline: z.string(),
    urgency: z
      .literal([1, 2, 3, 4, 5, 6, 7, 8, 9])
      .openapi({ type: 'integer', minimum: 1, maximum: 9 }),
    pinned: z.boolean(),
    rank: z
      .number()
      .openapi({ description: 'The place among the pinned, highest first; unset: its age.' })
      .optional(),
    // No `format`: it may have letters of any script, as links to Arabic pages do, and RFC 3986 has none.
    url: z.string().openapi({ description: 'An http or https link, as it was sent.' }).optional(),
    summary: z.string().optional(),
    source: z.string().optional(),
    by: z.string().optional(),
    expires: time.optional(),
  })
  .openapi('UsableHeadline');

const canceled = z
  .object({ ...identity, pubStatus: z.literal('canceled') })
  .openapi('CanceledHeadline', { description: 'Withdrawn: it keeps its id and loses its text.' });

const withheld = z
  .object({ ...identity, pubStatus: z.literal('withheld') })
  .openapi('WithheldHeadline', {
    description: 'Being checked: it has no text meanwhile, and comes back or is withdrawn.',
  });

const headline = z
  .discriminatedUnion('pubStatus', [usable, withheld, canceled])
  .openapi('Headline');

export const boardSchema = z
  .object({ channel: z.string(), ...position, headlines: z.array(usable).readonly() })
  .openapi('Board', {
    description: 'What a channel shows: pinned first, by `rank`, then newest `firstCreated`.',
  });

export const missedSchema = z
  .object({
    channel: z.string(),
    epoch,
    entries: z.array(z.object({ seq, headline })).readonly(),
  })
  .openapi('Missed', {
    description: 'Every entry after a position, in order, none left out.',
  });

const place = { channel: z.string(), seq };
export const itemSchema = z
  .discriminatedUnion('pubStatus', [
    usable.extend(place),
    withheld.extend(place),
    canceled.extend(place),
  ])
  .openapi('Item');

const appended = { channel: z.string(), ...position };
export const appendedSchema = z
  .discriminatedUnion('pubStatus', [
    usable.extend(appended),
    withheld.extend(appended),
    canceled.extend(appended),
  ])
  .openapi('Appended', { description: 'The headline as it went into the log, and where.' });

/** Every code with its status, so that a reader of the document needs no other list. */
const problemCode = z.enum(codes(PROBLEMS)).openapi({
  description: Object.entries(PROBLEMS)
    .map(([code, { status, title }]) => `\`${code}\` (${status}): ${title}.`)
    .join(' '),
});

export const problemSchema = z
  .object({
    type: z.string().openapi({ format: 'uri' }),
    code: problemCode,
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    retryable: z.boolean().openapi({ description: 'The same request may succeed later.' }),
    retryAfter: z.int().optional().openapi({ description: 'After so many seconds.' }),
    errors: z
      .array(z.object({ field: z.string(), detail: z.string() }))
      .readonly()
      .optional(),
    current: headline.optional().openapi({
      description: 'To `version_stale` of a headline: how it stands now.',
    }),
  })
  .openapi('Problem', { description: 'RFC 9457.' });

export const manySchema = z
  .array(
    z.union([
      z.object({ status: z.literal(201), body: appendedSchema }),
      z.object({ status: z.int(), body: problemSchema }),
    ]),
  )
  .openapi('Answers', { description: 'One answer an item, in the order of the request.' });

export const channelSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    language: z.string(),
    boardSize: z.int(),
    defaultTtl: z.int().nullable(),
    allowedOrigins: z.array(z.string()).readonly().nullable(),
    undoWindow: z.int(),
    paused: z.boolean(),
    isTest: z.boolean(),
    retention: z.int(),
  })
  .openapi('Channel');

export const channelsSchema = z.object({ channels: z.array(channelSchema) }).openapi('Channels');

export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(['editor', 'admin']),
    channels: z.array(z.string()).readonly().nullable(),
    hint: z.string().openapi({ description: 'The first characters, to recognise it by.' }),
    created: time,
    revoked: time.optional(),
    highestUrgency: z
      .literal([1, 2, 3, 4, 5, 6, 7, 8, 9])
      .openapi({ type: 'integer', minimum: 1, maximum: 9 }),
    expires: time.optional(),
    secrets: z
      .array(z.object({ hint: z.string(), created: time }))
      .readonly()
      .openapi({ description: 'Those that work: two while it is rotated, the newest first.' }),
  })
  .openapi('Key');

export const keysSchema = z.object({ keys: z.array(keySchema) }).openapi('Keys');

export const issuedKeySchema = keySchema
  .extend({ secret: z.string().openapi({ description: 'Shown this once, and kept nowhere.' }) })
  .openapi('IssuedKey');

export const healthSchema = z.object({ status: z.string() }).openapi('Health');

export function appendedOf({ name }: Channel, { epoch, seq, headline }: Appended) {
  return { ...headline, channel: name, epoch, seq };
}

export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** The refusals that an operation may answer with, as its `default` response. */
export function refusals(...of: readonly ProblemCode[]) {
  const said = of.map((code) => `\`${code}\` (${PROBLEMS[code].status})`).join(', ');
  return {
    description: `A refusal; nothing was changed. ${said}`,
    content: { 'application/problem+json': { schema: problemSchema } },
  };
}

function codes<Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(table) as Key[];
}
