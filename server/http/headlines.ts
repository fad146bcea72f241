/** The headlines of a channel: publish, read, correct, withdraw. */
import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { Headline } from '../../shared/headline.ts';
import { fieldProblem, Problem } from '../../shared/problem.ts';
import { parsePositionText } from '../../shared/protocol.ts';
import { requireChannel, type Access } from '../access/access.ts';
import type { Boards } from '../boards/boards.ts';
import type { Newsroom } from '../newsroom/newsroom.ts';
import type { Appended, Idempotency, Wire } from '../wire/wire.ts';
import { jsonBody } from './body.ts';
import { correctionSchema, draftSchema, parseFields, withdrawalSchema } from './fields.ts';

export interface HeadlinesPorts {
  readonly access: Access;
  readonly boards: Boards;
  readonly newsroom: Newsroom;
  readonly wire: Wire;
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

export function headlinesRoutes({ access, boards, newsroom, wire }: HeadlinesPorts): Hono {
  /** The bearer may write to the channel; what it sends, with the key that makes it happen once. */
  async function opened(context: Context) {
    const bearer = await access.identify(context.req.header('authorization'));
    const channel = boards.channel(context.req.param('channel') ?? '');
    requireChannel(bearer, channel.name);
    const text = await context.req.text();
    return { channel, text, idempotency: idempotencyOf(context, bearer.id, text) };
  }

  return new Hono()
    .post('/:channel/headlines', async (context) => {
      const { channel, text, idempotency } = await opened(context);
      const draft = parseFields(draftSchema, jsonBody(context, text));
      const appended = await newsroom.publish(channel, draft, idempotency);
      const { headline } = appended;
      context.header('Location', `/api/channels/${channel.name}/headlines/${headline.id}`);
      context.header('ETag', etagOf(headline));
      return context.json(answerOf(channel.name, appended), 201);
    })
    .get('/:channel/headlines', (context) => {
      const name = context.req.param('channel');
      const { position, headlines } = boards.board(name);
      context.header('Cache-Control', 'no-cache');
      context.header('Access-Control-Allow-Origin', '*');
      const after = context.req.query('after');
      if (after !== undefined) return context.json({ channel: name, ...missed(name, after) });
      const body = JSON.stringify({ channel: name, ...position, headlines });
      const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
      context.header('ETag', etag);
      if (context.req.header('if-none-match') === etag) return context.body(null, 304);
      return context.body(body, 200, { 'Content-Type': 'application/json' });
    })
    .get('/:channel/headlines/:id', async (context) => {
      const { name } = boards.channel(context.req.param('channel'));
      const id = context.req.param('id');
      const found = await wire.find(name, id);
      if (!found) throw new Problem('headline_unknown', `${name} has no headline ${id}`);
      context.header('ETag', etagOf(found.headline));
      context.header('Access-Control-Allow-Origin', '*');
      return context.json({ ...found.headline, channel: name, seq: found.seq });
    })
    .patch('/:channel/headlines/:id', async (context) => {
      const { channel, text, idempotency } = await opened(context);
      const version = versionOf(context.req.header('if-match'));
      if (version === undefined) {
        const detail = 'names the version to correct, as in If-Match: "1"';
        throw new Problem('version_missing', `The header If-Match ${detail}`, [
          { field: 'header If-Match', detail },
        ]);
      }
      const correction = parseFields(correctionSchema, jsonBody(context, text));
      const id = context.req.param('id');
      const appended = await newsroom.correct(channel, id, version, correction, idempotency);
      context.header('ETag', etagOf(appended.headline));
      return context.json(answerOf(channel.name, appended));
    })
    .delete('/:channel/headlines/:id', async (context) => {
      const { channel, text, idempotency } = await opened(context);
      const body = text === '' ? {} : parseFields(withdrawalSchema, jsonBody(context, text));
      const version = versionOf(context.req.header('if-match'));
      const appended = await newsroom.withdraw(channel, context.req.param('id'), {
        ...body,
        ...(version === undefined ? {} : { version }),
        ...(idempotency ? { idempotency } : {}),
      });
      return context.json(answerOf(channel.name, appended));
    });

  function missed(name: string, text: string) {
    const after = parsePositionText(text);
    if (!after) throw fieldProblem('after', 'is not {epoch}:{seq}');
    const entries = boards.missed(name, after);
    if (entries) return { epoch: after.epoch, entries };
    throw new Problem('position_gone', 'The log no longer reaches back to it: read the board', [
      { field: 'after', detail: `${text} is gone` },
    ]);
  }
}

function answerOf(channel: string, { epoch, seq, headline }: Appended) {
  return { ...headline, channel, epoch, seq };
}

function etagOf({ version }: Headline): string {
  return `"${version}"`;
}

function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  const version = /^"([1-9]\d{0,8})"$/.exec(ifMatch.trim())?.[1];
  if (version !== undefined) return Number(version);
  const detail = 'must be one version in quotes, as in If-Match: "1"';
  throw new Problem('malformed_header', `If-Match ${detail}`, [
    { field: 'header If-Match', detail },
  ]);
}

function idempotencyOf(context: Context, owner: string, text: string): Idempotency | undefined {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!IDEMPOTENCY_KEY.test(key)) {
    const detail = 'must have 1–200 visible ASCII characters';
    throw new Problem('malformed_header', `Idempotency-Key ${detail}`, [
      { field: 'header Idempotency-Key', detail },
    ]);
  }
  const { method, path } = context.req;
  const request = [method, path, context.req.header('if-match') ?? '', text].join('\n');
  const fingerprint = createHash('sha256').update(request).digest('base64url');
  return { key: `${owner}:${key}`, fingerprint };
}
