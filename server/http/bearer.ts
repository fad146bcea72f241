/** The gate of every write: who holds this key? Comes before all else, so that a stranger learns nothing. */
import { createMiddleware } from 'hono/factory';
import { requireAdmin, type Access, type Bearer } from '../access/access.ts';
import type { ProblemCode } from '../../shared/problem.ts';

export interface Identified {
  Variables: { bearer: Bearer };
}

export const SECURITY = [{ key: [] }];
export const KEY_PROBLEMS = [
  'key_missing',
  'key_malformed',
  'key_unknown',
  'key_revoked',
  'forbidden',
  'wire_unavailable',
] as const satisfies readonly ProblemCode[];

export function bearerGate(access: Access) {
  return createMiddleware<Identified>(async (context, next) => {
    context.set('bearer', await access.identify(context.req.header('authorization')));
    await next();
  });
}

export function adminGate(access: Access) {
  return createMiddleware<Identified>(async (context, next) => {
    const bearer = await access.identify(context.req.header('authorization'));
    requireAdmin(bearer);
    context.set('bearer', bearer);
    await next();
  });
}
