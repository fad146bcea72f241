/** The headers that make a write safe: If-Match (RFC 9110) names a version, Idempotency-Key a request. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';
import type { Headline } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import type { Idempotency } from '../wire/wire.ts';

export const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must have 1–200 visible ASCII characters')
    .openapi({
      description:
        'The same key with the same body publishes once, for 24 hours; with another body 409.',
      example: 'story-1-publish',
    })
    .optional(),
});

export const ifMatchHeader = z.object({
  'If-Match': z
    .string()
    .regex(/^"[1-9]\d{0,8}"$/, 'must be one version in quotes, as in If-Match: "1"')
    .openapi({ description: 'The version that the editor saw, in quotes.', example: '"1"' })
    .optional(),
});

export const preconditionHeaders = idempotencyHeader.extend(ifMatchHeader.shape);

export function etagOf({ version }: Headline): string {
  return `"${version}"`;
}

/** The version of an If-Match header whose form was checked before. */
export function versionOf(ifMatch: string | undefined): number | undefined {
  return ifMatch === undefined ? undefined : Number(ifMatch.slice(1, -1));
}

export function requireVersion(ifMatch: string | undefined): number {
  const version = versionOf(ifMatch);
  if (version !== undefined) return version;
  const detail = 'names the version to correct, as in If-Match: "1"';
  throw new Problem('version_missing', `The header If-Match ${detail}`, [
    { field: 'header If-Match', detail },
  ]);
}

/** `owner` keeps the keys of two publishers apart. The fingerprint is of all that makes the request. */
export function idempotencyOf(
  context: Context,
  owner: string,
  text: string,
): Idempotency | undefined {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return undefined;
  const { method, path } = context.req;
  const request = [method, path, context.req.header('if-match') ?? '', text].join('\n');
  const fingerprint = createHash('sha256').update(request).digest('base64url');
  return { key: `${owner}:${key}`, fingerprint };
}

/** The key of one item among many; no header can carry the space, so it meets no other key. */
export function itemIdempotency(
  idempotency: Idempotency | undefined,
  index: number,
): Idempotency | undefined {
  return idempotency && { ...idempotency, key: `${idempotency.key} ${index}` };
}
