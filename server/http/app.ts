/** The HTTP edge: the resources together, and every error as a problem document (P4). */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from '../../shared/problem.ts';
import type { Log } from '../telemetry/log.ts';
import { BODY_LIMIT } from './body.ts';
import { clientRoutes } from './client.ts';
import { headlinesRoutes, type HeadlinesPorts } from './headlines.ts';

export interface AppPorts extends HeadlinesPorts {
  readonly log: Log;
  /** The built client: `embed/` and `pages/`. */
  readonly clientFolder: string;
}

/** What a publisher should wait before it tries again, in seconds. */
const RETRY_AFTER = '1';

export function createApp(ports: AppPorts): Hono {
  const app = new Hono();
  app.use(
    '/api/*',
    bodyLimit({
      maxSize: BODY_LIMIT,
      onError: () => {
        throw new Problem('body_too_large', `The body is over ${BODY_LIMIT} bytes`, [
          { field: 'body', detail: `may have at most ${BODY_LIMIT} bytes` },
        ]);
      },
    }),
  );
  app.route('/api/channels', headlinesRoutes(ports));
  app.get('/api/channels', (context) => context.json({ channels: ports.boards.channels() }));
  app.get('/api/channels/:channel', (context) =>
    context.json(ports.boards.channel(context.req.param('channel'))),
  );
  app.get('/healthz', (context) => context.json({ status: 'alive' }));
  app.get('/readyz', async (context) => {
    // Asks the wire itself, not the memory: ready means that a publish would be taken.
    for (const { name } of ports.boards.channels().slice(0, 1)) await ports.wire.find(name, '-');
    return context.json({ status: 'ready' });
  });
  app.route('/', clientRoutes(ports.clientFolder));
  app.notFound((context) => {
    throw new Problem('not_found', `There is nothing at ${context.req.path}`);
  });
  app.onError((error, context) => {
    const problem =
      error instanceof Problem ? error : new Problem('internal', 'The hub failed', [], error);
    if (problem.code === 'internal')
      ports.log.error({ error, path: context.req.path }, 'request failed');
    const document = problem.toDocument();
    const headers = new Headers({ 'Content-Type': 'application/problem+json' });
    if (problem.status === 401) headers.set('WWW-Authenticate', 'Bearer');
    if (document.retryable) headers.set('Retry-After', RETRY_AFTER);
    return new Response(JSON.stringify(document), { status: problem.status, headers });
  });
  return app;
}
