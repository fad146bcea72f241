/** The built client: the embed script for any origin, and the hub's own pages. */
import { existsSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { StartFault } from '../start-fault.ts';

/** `folder` holds `embed/` and `pages/`; without them the start is refused, not every later request. */
export function clientRoutes(folder: string): Hono {
  if (!existsSync(`${folder}/embed/ticker.js`) || !existsSync(`${folder}/pages/index.html`)) {
    throw new StartFault([`The client is not built in ${folder}: run npm run build`]);
  }
  return new Hono()
    .use('/embed/v1/*', async (context, next) => {
      await next();
      context.header('Access-Control-Allow-Origin', '*');
      context.header('Cross-Origin-Resource-Policy', 'cross-origin');
      context.header('Cache-Control', 'public, max-age=300');
    })
    .get(
      '/embed/v1/ticker.js',
      serveStatic({ root: folder, rewriteRequestPath: () => '/embed/ticker.js' }),
    )
    .get('*', serveStatic({ root: `${folder}/pages` }));
}
