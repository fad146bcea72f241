/** The built client: the embed script for any origin, and the hub's own pages. */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

export function clientRoutes(folder: string): Hono {
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
