/** The schemas of what editors send, and how a refusal names its field. */
import { z } from 'zod';
import {
  canonicalLanguage,
  HEADLINE_LIMITS,
  ID_PATTERN,
  textFault,
  urlFault,
} from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';

/** One plain line: trimmed, NFC, without controls and bidi overrides. */
function text(limit: number) {
  return z
    .string()
    .transform((value) => (value.isWellFormed() ? value.trim().normalize('NFC') : value))
    .superRefine((value, context) => {
      const fault = textFault(value, limit);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    });
}

const url = z.string().superRefine((value, context) => {
  const fault = urlFault(value);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

const language = z.string().transform((tag, context) => {
  const canonical = canonicalLanguage(tag);
  if (canonical !== undefined) return canonical;
  context.addIssue({ code: 'custom', message: 'is not a BCP 47 language tag' });
  return z.NEVER;
});

const expires = z.iso
  .datetime({ offset: true, error: 'is not an ISO 8601 date and time with an offset' })
  .transform((value) => new Date(value).toISOString());

const urgency = z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9], {
  error: 'must be an integer from 1 (highest) to 9',
});

export const draftSchema = z.strictObject({
  headline: text(HEADLINE_LIMITS.headline),
  id: z
    .string()
    .regex(ID_PATTERN, 'may have letters, digits and . _ ~ - only, at most 128')
    .optional(),
  language: language.optional(),
  urgency: urgency.optional(),
  pinned: z.boolean().optional(),
  url: url.optional(),
  summary: text(HEADLINE_LIMITS.summary).optional(),
  source: text(HEADLINE_LIMITS.source).optional(),
  by: text(HEADLINE_LIMITS.by).optional(),
  expires: expires.optional(),
});

export const correctionSchema = z
  .strictObject({
    headline: text(HEADLINE_LIMITS.headline).optional(),
    language: language.optional(),
    urgency: urgency.optional(),
    pinned: z.boolean().optional(),
    url: url.nullable().optional(),
    summary: text(HEADLINE_LIMITS.summary).nullable().optional(),
    source: text(HEADLINE_LIMITS.source).nullable().optional(),
    by: text(HEADLINE_LIMITS.by).nullable().optional(),
    expires: expires.nullable().optional(),
    edNote: text(HEADLINE_LIMITS.edNote).nullable().optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'has no field to correct');

export const withdrawalSchema = z.strictObject({
  edNote: text(HEADLINE_LIMITS.edNote).optional(),
});

/** Parses, or refuses with every field at fault named at once. */
export function parseFields<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Definite<z.output<Schema>> {
  const parsed = schema.safeParse(value, { reportInput: true });
  // A JSON value has no undefined: what is absent is absent.
  if (parsed.success) return parsed.data as Definite<z.output<Schema>>;
  const errors = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: path === '' ? key : `${path}.${key}`,
        detail: 'is not a field of this request',
      }));
    }
    return [{ field: path === '' ? 'body' : path, detail: issueDetail(issue) }];
  });
  const detail = errors.map((error) => `${error.field} ${error.detail}`).join('; ');
  throw new Problem('invalid', detail, errors);
}

/** What a parsed JSON object is: its optional fields are absent, never undefined. */
type Definite<T> = T extends object
  ? { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
      [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
    }
  : T;

function issueDetail(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type') return issue.message;
  return issue.input === undefined ? 'is missing' : `must be of type ${issue.expected}`;
}
