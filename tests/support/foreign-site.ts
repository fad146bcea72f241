/** A site of somebody else's, whose pages embed what the hub offers. */
import { once } from 'node:events';
import { createServer } from 'node:http';

export interface ForeignSite {
  /** Its origin is not the hub's: it listens on another port. */
  readonly url: string;
  /** Puts a page at a path; gives its address. */
  show(path: string, html: string, headers?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

export async function openForeignSite(): Promise<ForeignSite> {
  const pages = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>();
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    response.writeHead(page ? 200 : 204, {
      'Content-Type': 'text/html; charset=utf-8',
      ...page?.headers,
    });
    response.end(page?.html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    show(path, html, headers = {}) {
      pages.set(path, { html, headers });
      return url + path;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
