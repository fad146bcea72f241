/** The sessions of a person: where one is signed in, ended one by one or all. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { json, refusals } from './answers.ts';
import {
  personGate,
  SESSION_PROBLEMS,
  SESSION_SECURITY,
  type BearerPorts,
  type SignedInHere,
} from './bearer.ts';
import { sessionsSchema } from './people-answers.ts';

function routesOf(ports: BearerPorts) {
  const shared = { tags: ['session'], security: SESSION_SECURITY, middleware: personGate(ports) };
  const problems = [...SESSION_PROBLEMS, 'session_needed'] as const;
  return {
    list: createRoute({
      ...shared,
      method: 'get',
      path: '/',
      operationId: 'listSessions',
      summary: 'List where one is signed in',
      responses: { 200: json('Newest first.', sessionsSchema), default: refusals(...problems) },
    }),
    end: createRoute({
      ...shared,
      method: 'delete',
      path: '/{id}',
      operationId: 'endSession',
      summary: 'End one of one’s sessions, on every node at once',
      request: { params: z.object({ id: z.string() }) },
      responses: {
        204: { description: 'Ended.' },
        default: refusals(...problems, 'session_not_found'),
      },
    }),
    endOthers: createRoute({
      ...shared,
      method: 'delete',
      path: '/',
      operationId: 'endOtherSessions',
      summary: 'End all of one’s sessions but this one',
      responses: { 204: { description: 'Ended.' }, default: refusals(...problems) },
    }),
  };
}

export function sessionsRoutes(ports: BearerPorts) {
  const { sessions } = ports;
  const { list, end, endOthers } = routesOf(ports);
  return new OpenAPIHono<SignedInHere>()
    .openapi(list, async (context) => {
      const { id } = context.get('session');
      const own = await sessions.of(context.get('actor').by.id);
      const told = own.map((one) => ({ ...one, current: one.id === id }));
      return context.json({ sessions: told }, 200);
    })
    .openapi(end, async (context) => {
      await sessions.end(context.req.valid('param').id, context.get('actor'));
      return context.body(null, 204);
    })
    .openapi(endOthers, async (context) => {
      await sessions.endAll(context.get('actor'), context.get('session').id);
      return context.body(null, 204);
    });
}
