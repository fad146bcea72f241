/** The gate of every write: who holds this key? Comes before all else, so that a stranger learns nothing. */
import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { requireAdmin, type Access, type Actor } from '../access/access.ts';
import type { ProblemCode } from '../../shared/problem.ts';

export interface Identified {
  Bindings: HttpBindings;
  Variables: { actor: Actor };
}

export interface BearerPorts {
  readonly access: Access;
  /** Where a request comes from, for counting. */
  readonly addressOf: (request: IncomingMessage) => string;
}

export const SECURITY = [{ key: [] }];
export const KEY_PROBLEMS = [
  'key_missing',
  'key_malformed',
  'key_unknown',
  'key_revoked',
  'forbidden',
  'too_many_requests',
  'wire_unavailable',
] as const satisfies readonly ProblemCode[];

export function bearerGate(ports: BearerPorts) {
  return createMiddleware<Identified>(async (context, next) => {
    await identify(context, ports);
    await next();
  });
}

export function adminGate(ports: BearerPorts) {
  return createMiddleware<Identified>(async (context, next) => {
    requireAdmin(await identify(context, ports));
    await next();
  });
}

async function identify(
  context: Context<Identified>,
  { access, addressOf }: BearerPorts,
): Promise<Actor> {
  const from = addressOf(context.env.incoming);
  const actor = await access.identify(context.req.header('authorization'), from);
  context.set('actor', actor);
  return actor;
}
