/** The audit log over HTTP: a page of it as JSON, or all of it, as it is read, as JSON lines or CSV. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { CHANNEL_NAME } from '../../shared/channel.ts';
import { fieldProblem } from '../../shared/problem.ts';
import { requireAdmin, requireRole } from '../access/access.ts';
import type { Audit, AuditRecord, Stop } from '../newsroom/audit.ts';
import { refusals } from './answers.ts';
import { bearerGate, KEY_PROBLEMS, SECURITY, type BearerPorts } from './bearer.ts';
import { csvLine } from './csv.ts';
import { auditSchema } from './desk-answers.ts';

export interface AuditRoutesPorts extends BearerPorts {
  readonly audit: Audit;
}

/** Lines of a page. */
const LIMIT = { usual: 100, most: 1_000 } as const;
const COLUMNS = [
  ...(['at', 'act', 'channel', 'subject', 'by', 'byKind', 'byId', 'from'] as const),
  ...(['reason', 'silent', 'consents', 'before', 'after'] as const),
];

const query = z.object({
  channel: z
    .string()
    .regex(CHANNEL_NAME, 'is no name of a channel')
    .openapi({ description: 'Of this channel; admins may leave it out and read all.' })
    .optional(),
  before: z.string().openapi({ description: 'The `next` of the page before.' }).optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .openapi({
      type: 'integer',
      description: 'Lines at most; for json 100 unless given, and at most 1000.',
    })
    .optional(),
  format: z.enum(['json', 'jsonl', 'csv']).default('json'),
});

const readOf = (ports: BearerPorts) =>
  createRoute({
    method: 'get',
    path: '/',
    operationId: 'readAudit',
    tags: ['desk'],
    security: SECURITY,
    middleware: bearerGate(ports),
    summary: 'Who did what, newest first; for chiefs of the channel, and admins',
    request: { query },
    responses: {
      200: {
        description: 'A page; or, as jsonl or csv, all of it.',
        content: {
          'application/json': { schema: auditSchema },
          'application/jsonl': { schema: z.string() },
          'text/csv': { schema: z.string() },
        },
      },
      default: refusals(...KEY_PROBLEMS, 'invalid'),
    },
  });

export function auditRoutes(ports: AuditRoutesPorts) {
  const { audit } = ports;
  return new OpenAPIHono().openapi(readOf(ports), async (context) => {
    const { channel, before, limit, format } = context.req.valid('query');
    if (channel === undefined) requireAdmin(context.get('actor'));
    else requireRole(context.get('actor'), channel, 'chief');
    const stops = audit.read({ channels: channel === undefined ? null : [channel], before });
    context.header('Cache-Control', 'no-store');
    if (format === 'json') return context.json(await pageOf(stops, limit), 200);
    // Before the answer has begun, so that a refusal can still be one.
    const first = await stops.next();
    const lines = textOf(format, first, stops, limit);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl';
    const name = `audit${channel === undefined ? '' : `-${channel}`}.${format}`;
    return context.body(ReadableStream.from(lines), 200, {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${name}"`,
    });
  });
}

async function pageOf(stops: AsyncGenerator<Stop>, limit: number = LIMIT.usual) {
  if (limit > LIMIT.most) throw fieldProblem('limit', `is over ${LIMIT.most}`);
  const lines: AuditRecord[] = [];
  for await (const { line, cursor } of stops) {
    lines.push(line);
    if (lines.length === limit) return { lines, next: cursor };
  }
  return { lines };
}

async function* textOf(
  format: 'jsonl' | 'csv',
  first: IteratorResult<Stop, unknown>,
  rest: AsyncGenerator<Stop>,
  limit = Infinity,
): AsyncGenerator<Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(text);
  if (format === 'csv') yield encode(csvLine(COLUMNS));
  let left = limit;
  for (let next = first; !next.done && left > 0; left -= 1) {
    const { line } = next.value;
    yield encode(format === 'csv' ? csvLine(cellsOf(line)) : `${JSON.stringify(line)}\n`);
    if (left > 1) next = await rest.next();
  }
}

function cellsOf({ at, act, channel, subject, by, from, ...more }: AuditRecord): unknown[] {
  const said = { at, act, channel, subject, by: by.name, byKind: by.kind, byId: by.id, from };
  const row: Readonly<Record<string, unknown>> = { ...more, ...said };
  return COLUMNS.map((name) => row[name]);
}
