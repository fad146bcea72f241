/** How a request's body becomes a value that can be trusted, and how a refusal names its field. */
import type { Context } from 'hono';
import type { z } from '@hono/zod-openapi';
import { Problem } from '../../shared/problem.ts';

/** Bytes; a longer body is refused before it is read whole. */
export const BODY_LIMIT = 64 * 1024;

/** The refusals of `jsonBody` and `parseFields`. */
export const BODY_PROBLEMS = ['malformed_json', 'media_type', 'body_too_large', 'invalid'] as const;

/** Bodies are parsed by hand, after it was checked who asks; the document names the schema that does it. */
export const bodyOf = (name: string, required = true) => ({
  required,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});

/** The media type of a body without its parameters; undefined where the sender named none. */
export function mediaTypeOf(context: Context): string | undefined {
  return context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Problem: `malformed_json` where it is not UTF-8, so that no headline goes out with a broken character. */
export async function bodyText(context: Context): Promise<string> {
  const bytes = await context.req.arrayBuffer();
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    const detail = 'is not UTF-8';
    throw new Problem('malformed_json', `The body ${detail}`, [{ field: 'body', detail }], {
      cause,
    });
  }
}

export function jsonBody(context: Context, text: string): unknown {
  const mediaType = mediaTypeOf(context);
  if (mediaType !== undefined && mediaType !== 'application/json' && !mediaType.endsWith('+json')) {
    throw new Problem('media_type', `Send application/json, not ${mediaType}`, [
      { field: 'header Content-Type', detail: `${mediaType} is not understood here` },
    ]);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'is not JSON';
    throw new Problem(
      'malformed_json',
      `The body is not JSON: ${detail}`,
      [{ field: 'body', detail }],
      { cause },
    );
  }
}

/** Parses, or refuses with every field at fault named at once. */
export function parseFields<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Definite<z.output<Schema>> {
  const parsed = schema.safeParse(value, { reportInput: true });
  // A JSON value has no undefined: what is absent is absent.
  if (parsed.success) return parsed.data as Definite<z.output<Schema>>;
  throw invalid(parsed.error);
}

export function invalid(error: z.ZodError): Problem {
  const errors = error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: path === '' ? key : `${path}.${key}`,
        detail: 'is not a field of this request',
      }));
    }
    return [{ field: path === '' ? 'body' : path, detail: issueDetail(issue) }];
  });
  const detail = errors.map(({ field, detail }) => `${field} ${detail}`).join('; ');
  return new Problem('invalid', detail, errors);
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
