/**
 * The least that an HTTP server in this process could do for a publish: the same framework reads
 * the same body and answers 201. Run as `node bare-post.ts <port>`; says a line when it listens.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';

const port = z.coerce.number().int().positive().parse(process.argv[2]);
const app = new Hono().post('/api/channels/:channel/headlines', async (context) =>
  context.json(await context.req.json(), 201),
);
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => {
  process.stdout.write('listening\n');
});
