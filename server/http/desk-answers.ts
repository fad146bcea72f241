/** The schemas of what people at the desk are answered, and no viewer. */
import { z } from '@hono/zod-openapi';
import { WARNINGS } from '../newsroom/warnings.ts';
import { appendedSchema, problemSchema } from './answers.ts';
import { correctionSchema, draftSchema } from './fields.ts';

const time = z.string().openapi({ format: 'date-time' });

export const bySchema = z
  .object({ kind: z.enum(['person', 'key', 'hub']), id: z.string(), name: z.string() })
  .openapi('By');

const sending = z
  .discriminatedUnion('what', [
    z.object({ what: z.literal('publish'), draft: draftSchema }),
    z.object({
      what: z.literal('correct'),
      item: z.string(),
      version: z.int(),
      correction: correctionSchema,
      silent: z.literal(true).optional(),
    }),
  ])
  .openapi('Sending');

export const heldSchema = z
  .object({
    id: z.string(),
    channel: z.string(),
    sending,
    fingerprint: z.string().openapi({ description: 'Of what was sent first, and by whom.' }),
    version: z.int().min(1),
    by: bySchema,
    hands: z.array(z.string()).readonly().openapi({ description: 'Who gave it words.' }),
    created: time,
    needs: z
      .enum(['nobody', 'editor', 'chief'])
      .openapi({ description: 'Whose word it waits for.' }),
    consents: z
      .array(z.object({ by: bySchema, at: time, reason: z.string().optional() }))
      .readonly(),
    embargoedUntil: time.optional(),
    due: time.openapi({ description: 'When it goes out, once it waits for nobody.' }),
    releasing: time
      .optional()
      .openapi({ description: 'It is being sent: too late to take it back.' }),
    problem: problemSchema.optional().openapi({ description: 'Why it could not go out.' }),
  })
  .openapi('Held', { description: 'A sending that has not gone out. No viewer sees any of it.' });

export const heldAnswerSchema = z.object({ held: heldSchema }).openapi('HeldAnswer');
export const heldListSchema = z.object({ held: z.array(heldSchema) }).openapi('HeldList');
export const publishedAnswerSchema = z
  .object({ published: appendedSchema })
  .openapi('PublishedAnswer');

export const recalledSchema = z
  .object({
    recalled: z
      .array(
        z.object({
          id: z.string(),
          withdrawn: appendedSchema.optional(),
          problem: problemSchema.optional(),
        }),
      )
      .openapi({
        description: 'Newest first: each was withdrawn, or has a problem that says why not.',
      }),
    held: z
      .array(heldSchema)
      .openapi({ description: 'What still goes out by itself; pausing the channel stops it.' }),
  })
  .openapi('Recalled');

const census = {
  count: z.int().openapi({ description: 'Everybody.' }),
  byOrigin: z.record(z.string(), z.int()).openapi({
    description: 'By the origin of the page, `""` for none; the largest, so not all of `count`.',
  }),
};

export const attendanceSchema = z
  .object({
    ...census,
    every: z.number().openapi({ description: 'Seconds between two moments of `day`.' }),
    day: z
      .array(z.object({ at: time, ...census }))
      .readonly()
      .openapi({
        description:
          'Oldest first. A moment at which no node counted is missing: that is not nobody.',
      }),
  })
  .openapi('Attendance', { description: 'How many watch a channel, of all nodes.' });

export const warningsSchema = z
  .object({
    warnings: z.array(
      z
        .object({
          code: z.enum(WARNINGS),
          id: z.string().optional().openapi({ description: 'Of the headline that it is like.' }),
          likeness: z.number().optional().openapi({ description: 'From 0 to 1.' }),
          characters: z.int().optional(),
          status: z.int().optional().openapi({ description: 'What the link answered, if it did.' }),
        })
        .openapi('Warning'),
    ),
  })
  .openapi('Warnings', {
    description: 'What to look at before it is sent. Nothing of it forbids anything.',
  });

export const auditSchema = z
  .object({
    lines: z.array(
      z.looseObject({
        at: time,
        act: z.string(),
        subject: z.string(),
        by: bySchema,
        from: z.string(),
      }),
    ),
    next: z.string().optional().openapi({ description: 'Send it as `before` to read on.' }),
  })
  .openapi('Audit', { description: 'Who did what, newest first.' });
