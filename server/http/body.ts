/** How a request's body becomes a JSON value. */
import type { Context } from 'hono';
import { Problem } from '../../shared/problem.ts';

/** Bytes; a longer body is refused before it is read whole. */
export const BODY_LIMIT = 64 * 1024;

export function jsonBody(context: Context, text: string): unknown {
  const mediaType = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
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
      cause,
    );
  }
}
