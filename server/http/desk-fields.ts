/** The schemas of what people at the desk send. */
import { z } from '@hono/zod-openapi';
import { HELD_LIMITS } from '../../shared/held.ts';
import { ID_PATTERN } from '../../shared/headline.ts';
import { correctionSchema, draftSchema, edNote, moment, text, within } from './fields.ts';

const anyId = z
  .string()
  .regex(ID_PATTERN, 'may have letters, digits and . _ ~ - only, at most 128');
const id = anyId.openapi({
  description: 'The sending, not the headline. Unset: made of the Idempotency-Key.',
});

const embargoedUntil = moment.openapi({
  type: 'string',
  format: 'date-time',
  description: 'Not before. In the future, with an offset.',
});

const correct = z
  .strictObject({
    item: anyId.openapi({ description: 'The id of the headline.' }),
    version: z.int().min(1).openapi({ description: 'The version that the editor saw.' }),
    correction: correctionSchema,
    silent: z
      .literal(true)
      .openapi({
        description:
          'A typing error is put right: within two minutes, up to three characters of the headline and no number. It needs nobody, and nobody is told.',
      })
      .optional(),
  })
  .openapi('HeldCorrection');

const content = { draft: draftSchema.optional(), correct: correct.optional() };
const isOne = ({ draft, correct: other }: { draft?: unknown; correct?: unknown }): boolean =>
  (draft === undefined) !== (other === undefined);
const ONE = 'must have either draft or correct';

export const sendSchema = z
  .strictObject({ id: id.optional(), ...content, embargoedUntil: embargoedUntil.optional() })
  .refine(isOne, ONE)
  .openapi('Send', { description: 'A headline, or a correction of one, and when it goes out.' });

export const heldChangeSchema = z
  .strictObject({ ...content, embargoedUntil: embargoedUntil.optional() })
  .refine(isOne, ONE)
  .openapi('HeldChange', { description: 'What is held from now on, in place of what was.' });

export const overrideSchema = z
  .strictObject({ reason: text(HELD_LIMITS.reason, 'Why it cannot wait.') })
  .openapi('Override');

export const holdSchema = z.strictObject({ edNote: edNote.optional() }).openapi('Hold');

export const recallSchema = z
  .strictObject({
    minutes: within({ least: 1, most: 1_440 }, 'What was published within so many minutes.'),
    edNote: edNote.optional(),
  })
  .openapi('Recall');

export const checkSchema = z.strictObject({ draft: draftSchema }).openapi('Check');
