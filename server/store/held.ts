/** The shape of a held item as it is kept. */
import { z } from 'zod';
import type { By } from '../../shared/audit.ts';
import type { Checked, Held, Sending } from '../../shared/held.ts';
import { PROBLEMS, type ProblemDocument } from '../../shared/problem.ts';

export const bySchema: z.ZodType<By> = z.object({
  kind: z.enum(['person', 'key', 'hub']),
  id: z.string(),
  name: z.string(),
});

const urgency = z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9]);
/** What a draft and a correction both may have; what JSON has not is absent, never undefined. */
const common = {
  language: z.string().exactOptional(),
  urgency: urgency.exactOptional(),
  pinned: z.boolean().exactOptional(),
};
const text = z.string().exactOptional();
const removable = z.string().nullable().exactOptional();

export const sendingSchema: z.ZodType<Sending> = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('publish'),
    draft: z.object({
      ...common,
      headline: z.string(),
      rank: z.number().exactOptional(),
      ...{ id: text, url: text, summary: text, source: text, by: text, expires: text },
    }),
  }),
  z.object({
    what: z.literal('correct'),
    item: z.string(),
    version: z.number(),
    correction: z.object({
      ...common,
      headline: text,
      rank: z.number().nullable().exactOptional(),
      ...{ url: removable, summary: removable, source: removable, by: removable },
      ...{ expires: removable, edNote: removable },
    }),
    silent: z.literal(true).exactOptional(),
  }),
]);

const codes = z.custom<ProblemDocument['code']>(
  (value) => typeof value === 'string' && value in PROBLEMS,
);
const problem: z.ZodType<ProblemDocument> = z.object({
  type: z.string(),
  code: codes,
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  retryable: z.boolean(),
  errors: z.array(z.object({ field: z.string(), detail: z.string() })).exactOptional(),
});

export const heldSchema: z.ZodType<Held> = z.object({
  id: z.string(),
  channel: z.string(),
  sending: sendingSchema,
  fingerprint: z.string().default(''),
  version: z.number(),
  by: bySchema,
  hands: z.array(z.string()),
  created: z.string(),
  needs: z.enum(['nobody', 'editor', 'chief']),
  consents: z.array(z.object({ by: bySchema, at: z.string(), reason: z.string().optional() })),
  embargoedUntil: z.string().optional(),
  due: z.string(),
  releasing: z.string().optional(),
  problem: problem.optional(),
});

export const checkedSchema: z.ZodType<Checked> = z.object({
  channel: z.string(),
  headline: z.object({
    ...{ id: z.string(), version: z.number(), pubStatus: z.literal('usable') },
    ...{ headline: z.string(), language: z.string(), urgency, pinned: z.boolean() },
    rank: z.number().exactOptional(),
    ...{ firstCreated: z.string(), versionCreated: z.string() },
    ...{ url: text, summary: text, source: text, by: text, expires: text, edNote: text },
  }),
});
