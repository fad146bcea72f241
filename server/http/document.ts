/** The OpenAPI document, made from the schemas that validate, and the page to read and try it. */
import { readFileSync } from 'node:fs';
import { OpenAPIHono } from '@hono/zod-openapi';
import { SESSION_COOKIE } from '../access/site.ts';
import { pageHeaders } from './page-headers.ts';

export interface DocumentPorts {
  readonly clientFolder: string;
  readonly publicUrl: () => string;
}

const DESCRIPTION = `One headline goes in; every open page shows it, in order, none lost.

**Writing** needs a key: \`Authorization: Bearer ajil_…\`, or the cookie of a person who signed in here.
Then what changes something must come from the hub's own pages (\`Origin\`). Send an \`Idempotency-Key\` with every publish,
and repeat the same request after a failure: it is published once. **Reading** is public.

Every refusal is a problem document (RFC 9457) that names the fields at fault; after one nothing has
changed. Problems with \`retryable: true\` come with a \`Retry-After\`. What is no proper HTTP
is refused with \`malformed_request\`, \`headers_too_large\` or \`request_timeout\`, whatever was meant.

**Live** viewers connect with any Socket.IO 4 client, \`auth: {channels: {breaking: null}}\`, and
receive \`snapshot {channel, title, language, epoch, seq, now, headlines}\`, then
\`entries {channel, epoch, entries: [{seq, headline}]}\`. One who comes back sends the last position,
\`{breaking: {epoch, seq}}\`, and gets just what it missed, each item as it stands now, with an
\`outline\` of the board; who shows another board than the outline asks for a snapshot: \`subscribe {channel}\`.`;

const TAGS = [
  { name: 'headlines', description: 'Publish, read, correct, withdraw.' },
  { name: 'desk', description: 'What people send, and what they take back.' },
  { name: 'channels', description: 'Each channel is an ordered log with a board.' },
  { name: 'keys', description: 'Which programs may write.' },
  { name: 'people', description: 'Who works here: accounts and invitations.' },
  { name: 'session', description: 'Signing in, and how.' },
  { name: 'health', description: 'For load balancers and supervisors.' },
];

/** `api` is read when the document is asked for, when all its routes are there. */
export function documentRoutes(api: OpenAPIHono, { clientFolder, publicUrl }: DocumentPorts) {
  api.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key that the hub made, `ajil_` and 36 characters, or AJIL_ADMIN_KEY.',
  });
  api.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: 'What POST /api/session sets. With a key beside it, the key counts.',
  });
  let document: string | undefined;
  const page = readFileSync(`${clientFolder}/pages/docs.html`, 'utf8');

  return (
    new OpenAPIHono()
      .get('/api/openapi.json', (context) => {
        document ??= JSON.stringify(
          api.getOpenAPI31Document({
            openapi: '3.1.0',
            info: { title: 'Ajil API', version: '1', description: DESCRIPTION },
            servers: [{ url: publicUrl() }],
            tags: TAGS,
          }),
        );
        context.header('Access-Control-Allow-Origin', '*');
        return context.body(document, 200, { 'Content-Type': 'application/json' });
      })
      // The library that draws the page writes styles into its markup.
      .get('/api/docs', pageHeaders({ inlineStyles: true }), (context) => context.html(page))
  );
}
