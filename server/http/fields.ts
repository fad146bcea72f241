/** The schemas of what editors and admins send; the OpenAPI document is made from these same schemas. */
import { z } from '@hono/zod-openapi';
import { CHANNEL_LIMITS, CHANNEL_NAME, originFault, TEST_PREFIX } from '../../shared/channel.ts';
import {
  canonicalLanguage,
  HEADLINE_LIMITS,
  ID_PATTERN,
  textFault,
  urlFault,
} from '../../shared/headline.ts';

/** One plain line: trimmed, NFC, without controls and bidi overrides. */
export function text(limit: number, description: string) {
  return z
    .string()
    .transform((value) => (value.isWellFormed() ? value.trim().normalize('NFC') : value))
    .superRefine((value, context) => {
      const fault = textFault(value, limit);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    })
    .openapi({
      type: 'string',
      // JSON Schema counts code points; what counts here is what a reader would call characters.
      maxLength: limit * HEADLINE_LIMITS.unitsPerCharacter,
      description: `${description} Plain text in one line, at most ${limit} characters as a reader counts them.`,
    });
}

/** A field that null takes away. */
function removable<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().openapi({ type: ['string', 'null'] });
}

const url = z
  .string()
  .superRefine((value, context) => {
    const fault = urlFault(value);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  })
  .openapi({
    maxLength: HEADLINE_LIMITS.url,
    description: 'Where to read on: begins with http:// or https://; letters of any script.',
    example: 'https://news.example/story/1',
  });

const language = z
  .string()
  .transform((tag, context) => {
    const canonical = canonicalLanguage(tag);
    if (canonical !== undefined) return canonical;
    context.addIssue({ code: 'custom', message: 'is not a BCP 47 language tag' });
    return z.NEVER;
  })
  .openapi({
    type: 'string',
    maxLength: HEADLINE_LIMITS.language,
    description: 'BCP 47. Gives the direction.',
    example: 'ar',
  });

/** A moment, with an offset, in UTC. */
export const moment = z.iso
  .datetime({ offset: true, error: 'is not an ISO 8601 date and time with an offset' })
  .transform((value) => new Date(value).toISOString())
  // An offset can carry it beyond what four digits of a year hold.
  .refine((value) => value.length === 24, 'is beyond the year 9999');

const momentOf = (description: string) =>
  moment.openapi({ type: 'string', format: 'date-time', description });
const expires = momentOf('When it leaves every board by itself. In the future, with an offset.');

const urgency = z
  .literal([1, 2, 3, 4, 5, 6, 7, 8, 9], { error: 'must be an integer from 1 (highest) to 9' })
  .openapi({ type: 'integer', minimum: 1, maximum: 9, description: '1 is the highest.' });

const pinned = z.boolean().openapi({ description: 'Pinned headlines stand first.' });
const RANK = `must be a number from ${-HEADLINE_LIMITS.rank} to ${HEADLINE_LIMITS.rank}`;
const rank = z
  .number({ error: RANK })
  .min(-HEADLINE_LIMITS.rank, RANK)
  .max(HEADLINE_LIMITS.rank, RANK)
  .openapi({
    description:
      'The place among the pinned headlines, highest first. Unset: its age, `firstCreated` in ms since 1970, or the time at which a correction pins it.',
  });
const NOT_PINNED = { path: ['rank'], error: 'is for pinned headlines only' };
const headline = text(HEADLINE_LIMITS.headline, 'The headline.');
const summary = text(HEADLINE_LIMITS.summary, 'For pages and feeds; not sent to tickers.');
const source = text(HEADLINE_LIMITS.source, 'Who said it.');
const by = text(HEADLINE_LIMITS.by, 'Who wrote it.');
export const edNote = text(HEADLINE_LIMITS.edNote, 'Why it was corrected or withdrawn.');

export const draftSchema = z
  .strictObject({
    headline: headline.openapi({
      example: 'سي إن إن: اجتماع "لافروف - كيم" يشير لتورط أعمق لكوريا الشمالية',
    }),
    id: z
      .string()
      .regex(ID_PATTERN, 'may have letters, digits and . _ ~ - only, at most 128')
      .openapi({ description: "The publisher's own id; unset: the hub makes one." })
      .optional(),
    language: language.optional(),
    urgency: urgency.optional(),
    pinned: pinned.optional(),
    rank: rank.optional(),
    url: url.optional(),
    summary: summary.optional(),
    source: source.optional(),
    by: by.optional(),
    expires: expires.optional(),
  })
  .refine(({ pinned: is, rank: given }) => given === undefined || is === true, NOT_PINNED)
  .openapi('Draft', { description: 'A headline to publish.' });

export const correctionSchema = z
  .strictObject({
    headline: headline.optional(),
    language: language.optional(),
    urgency: urgency.optional(),
    pinned: pinned.optional(),
    rank: rank
      .nullable()
      .openapi({ type: ['number', 'null'] })
      .optional(),
    url: removable(url).optional(),
    summary: removable(summary).optional(),
    source: removable(source).optional(),
    by: removable(by).optional(),
    expires: removable(expires).optional(),
    edNote: removable(edNote).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'has no field to correct')
  .refine(({ pinned: is, rank: given }) => given == null || is !== false, NOT_PINNED)
  .openapi('Correction', {
    minProperties: 1,
    description: 'What changes; null takes a field away.',
  });

export const withdrawalSchema = z
  .strictObject({ edNote: edNote.optional() })
  .openapi('Withdrawal', { description: 'Why it is withdrawn.' });

const title = text(CHANNEL_LIMITS.title, 'The label of the ticker.');
const allowedOrigins = z
  .array(
    z.string().superRefine((value, context) => {
      const fault = originFault(value);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    }),
  )
  .max(CHANNEL_LIMITS.allowedOrigins)
  .nullable()
  .openapi({
    description: 'Origins whose pages may show it; null: any.',
    example: ['https://news.example'],
  });

export function within({ least, most }: { least: number; most: number }, description: string) {
  const error = `must be an integer from ${least} to ${most}`;
  return z.int({ error }).min(least, error).max(most, error).openapi({ description });
}

const settings = {
  title,
  language,
  boardSize: within(CHANNEL_LIMITS.boardSize, 'Headlines on the board at most.'),
  defaultTtl: within(
    CHANNEL_LIMITS.defaultTtl,
    'Seconds that a headline stays when its publisher says nothing; null: until pushed off.',
  ).nullable(),
  allowedOrigins,
  undoWindow: within(
    CHANNEL_LIMITS.undoWindow,
    'Seconds in which people may take a sending back before it goes out; 0: it goes at once.',
  ),
  paused: z.boolean().openapi({ description: 'It shows nothing and takes nothing new.' }),
  retention: within(CHANNEL_LIMITS.retention, 'Entries that the log keeps.'),
};

export const newChannelSchema = z
  .strictObject({
    name: z
      .string()
      .regex(CHANNEL_NAME, 'may have a–z, 0–9, - and _ only, at most 64, not - or _ at its ends')
      .openapi({ example: 'sport' }),
    title,
    language: settings.language.optional(),
    boardSize: settings.boardSize.optional(),
    defaultTtl: settings.defaultTtl.optional(),
    allowedOrigins: settings.allowedOrigins.optional(),
    undoWindow: settings.undoWindow.optional(),
    paused: settings.paused.optional(),
    isTest: z
      .boolean()
      .openapi({
        description:
          'For trying things out, for good; then its name begins with `test-`, and no other does.',
      })
      .optional(),
    retention: settings.retention.optional(),
  })
  .refine(({ name, isTest = false }) => name.startsWith(TEST_PREFIX) === isTest, {
    path: ['isTest'],
    error: `must be true where the name begins with ${TEST_PREFIX}, and nowhere else`,
  })
  .openapi('NewChannel');

export const channelChangeSchema = z
  .strictObject(settings)
  .partial()
  .refine((value) => Object.keys(value).length > 0, 'has no setting to change')
  .openapi('ChannelChange', { minProperties: 1 });

export const newKeySchema = z
  .strictObject({
    name: text(80, 'What it is for.').openapi({ example: 'CMS' }),
    role: z
      .enum(['editor', 'admin'], { error: 'must be editor or admin' })
      .openapi({ description: 'editor: publishes, corrects, withdraws. admin: all.' }),
    channels: z
      .array(z.string())
      .min(1, 'names no channel: null means every channel')
      .max(100, 'may name at most 100 channels')
      .nullable()
      .openapi({ description: 'The channels it is for; null: every channel.' }),
    highestUrgency: urgency
      .openapi({ description: 'The highest urgency that it may send; unset: 1, which is any.' })
      .optional(),
    expires: momentOf('When it ends by itself. In the future, with an offset.').optional(),
  })
  .refine(({ role, channels }) => role !== 'admin' || channels === null, {
    path: ['channels'],
    error: 'must be null: an admin key is for every channel',
  })
  .openapi('NewKey');
