/**
 * The built client: the embed script for any origin, and the hub's own pages. The script has a floating
 * address that every release updates, and one by its hash that never changes, so that a page can pin
 * it with `integrity`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { MiddlewareHandler } from 'hono';
import type { Store } from '../store/store.ts';
import { StartFault } from '../start-fault.ts';
import { pageHeaders } from './page-headers.ts';

export interface Release {
  /** In the script's immutable address. */
  readonly hash: string;
  /** For the attribute `integrity` (SRI). */
  readonly integrity: string;
  readonly text: string;
}

/** Problem at the start: a hub without its client would answer every page with nothing. */
export function readRelease(folder: string): Release {
  if (!existsSync(`${folder}/embed/ticker.js`) || !existsSync(`${folder}/pages/index.html`)) {
    throw new StartFault([`The client is not built in ${folder}: run npm run build`]);
  }
  const text = readFileSync(`${folder}/embed/ticker.js`, 'utf8');
  const digest = createHash('sha384').update(text).digest();
  const hash = digest.toString('base64url').slice(0, 20);
  return { hash, integrity: `sha384-${digest.toString('base64')}`, text };
}

export interface ClientPorts {
  readonly clientFolder: string;
  readonly release: Release;
  readonly store: Store;
}

/** Where each page stands, and what it was built to. */
const PAGES = [
  ['/', '/index.html'],
  ['/embed', '/builder.html'],
] as const;
const FLOATING = 'public, max-age=300';
const IMMUTABLE = 'public, max-age=31536000, immutable';
const SCRIPT = { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': IMMUTABLE };

export function clientRoutes({ clientFolder, release, store }: ClientPorts): Hono {
  const script = serveStatic({
    root: clientFolder,
    precompressed: true,
    rewriteRequestPath: () => '/embed/ticker.js',
  });
  const app = new Hono();
  app.use('/embed/:release/:file', forAnyOrigin);
  app.get('/embed/v1/ticker.js', cached(FLOATING), script);
  app.get('/embed/v1/ticker.json', cached(FLOATING), (context) =>
    context.json({ url: `/embed/${release.hash}/ticker.js`, integrity: release.integrity }),
  );
  app.get(`/embed/${release.hash}/ticker.js`, cached(IMMUTABLE), script);
  app.get('/embed/:hash/ticker.js', compress(), async (context, next) => {
    const earlier = await store.script(context.req.param('hash'));
    return earlier === undefined ? next() : context.body(earlier, 200, SCRIPT);
  });
  // Their names hold a hash of what is in them.
  app.use('/assets/*', cached(IMMUTABLE));
  const built = { root: `${clientFolder}/pages`, precompressed: true };
  app.get('/assets/*', pageHeaders(), serveStatic(built));
  // Page by page: the shells that the hub fills in are built into the same folder.
  for (const [path, file] of PAGES) {
    app.get(path, pageHeaders(), serveStatic({ ...built, rewriteRequestPath: () => file }));
  }
  // Without the slash its relative addresses would lead elsewhere.
  app.get('/console', (context) => context.redirect('/console/', 301));
  app.use('/console/assets/*', cached(IMMUTABLE));
  app.get(
    '/console/assets/*',
    pageHeaders(),
    serveStatic({ root: clientFolder, precompressed: true }),
  );
  const consolePage = { root: clientFolder, rewriteRequestPath: () => '/console/index.html' };
  app.get('/console/', cached('no-cache'), pageHeaders(), serveStatic(consolePage));
  return app;
}

const forAnyOrigin: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('Access-Control-Allow-Origin', '*');
  context.header('Cross-Origin-Resource-Policy', 'cross-origin');
};

function cached(policy: string): MiddlewareHandler {
  return async (context, next) => {
    await next();
    if (context.res.ok) context.header('Cache-Control', policy);
  };
}
