/** Is the process alive, and would it serve? For load balancers and supervisors. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { Problem, unavailable } from '../../shared/problem.ts';
import type { Boards } from '../boards/boards.ts';
import type { Wire } from '../wire/wire.ts';
import { healthSchema, json, refusals } from './answers.ts';

export interface HealthPorts {
  readonly boards: Boards;
  readonly wire: Wire;
  /** Why this node would not hear what others publish; undefined while it does (W6). */
  readonly deaf: () => string | undefined;
  /** This node ends, and its viewers move to others. */
  readonly isDraining: () => boolean;
}

const shared = { method: 'get' as const, tags: ['health'] };

const alive = createRoute({
  ...shared,
  path: '/healthz',
  operationId: 'readHealth',
  summary: 'Is the process alive?',
  responses: { 200: json('It is.', healthSchema) },
});

const ready = createRoute({
  ...shared,
  path: '/readyz',
  operationId: 'readReadiness',
  summary: 'Would a publish be taken, and a viewer let in?',
  responses: {
    200: json('It would.', healthSchema),
    default: refusals('wire_unavailable', 'draining'),
  },
});

/** No channel has this name: asking for it costs the log one look-up and finds nothing. */
const NOWHERE = '~';

export function healthRoutes({ boards, wire, deaf, isDraining }: HealthPorts) {
  return new OpenAPIHono()
    .openapi(alive, (context) => context.json({ status: 'alive' }, 200))
    .openapi(ready, async (context) => {
      if (isDraining()) {
        throw new Problem('draining', 'This node is ending: send viewers and publishers to others');
      }
      const why = deaf();
      if (why !== undefined) throw unavailable('What others publish would be missed', why);
      // Asks the log itself, not the memory, and whether each board was read.
      await wire.find(NOWHERE, '-');
      for (const { name } of boards.channels()) boards.board(name);
      return context.json({ status: 'ready' }, 200);
    });
}
