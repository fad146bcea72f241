/** What everybody may read of a channel's headlines, all of it from this node's memory (H1). */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import { Problem } from '../../shared/problem.ts';
import type { Boards } from '../boards/boards.ts';
import { NINJS_TYPE, toNinjs } from '../feeds/ninjs.ts';
import { boardSchema, itemSchema, json, missedSchema, refusals } from './answers.ts';
import { channelParam, itemParams, positionGone, positionQuery } from './params.ts';
import { etagOf } from './preconditions.ts';

export interface BoardPorts {
  readonly boards: Boards;
  readonly publicUrl: () => string;
}

const readBoard = createRoute({
  method: 'get',
  path: '/{channel}/headlines',
  operationId: 'readBoard',
  tags: ['headlines'],
  summary: 'Read the board, or what came after a position',
  request: {
    params: channelParam,
    query: z.object({
      after: positionQuery
        .openapi({
          type: 'string',
          description:
            'A position, {epoch}:{seq}: answers every entry after it, each with its headline as it stands now.',
        })
        .optional(),
    }),
  },
  responses: {
    200: json('The board; with `after`, the entries.', z.union([boardSchema, missedSchema])),
    304: { description: 'The board is still the one of If-None-Match.' },
    default: refusals('channel_unknown', 'invalid', 'position_gone', 'wire_unavailable'),
  },
});

const readItem = createRoute({
  method: 'get',
  path: '/{channel}/headlines/{id}',
  operationId: 'readHeadline',
  tags: ['headlines'],
  summary: 'Read one headline, as JSON or as a ninjs document',
  request: { params: itemParams },
  responses: {
    200: {
      description:
        'The last version; one that is withdrawn or being checked has no text. The ETag is its version.',
      content: {
        'application/json': { schema: itemSchema },
        [NINJS_TYPE]: { schema: { type: 'object', description: 'A ninjs 3.1 document.' } },
      },
    },
    304: { description: 'The headline is still at the version of If-None-Match.' },
    default: refusals('channel_unknown', 'headline_unknown', 'board_paused', 'wire_unavailable'),
  },
});

export function boardRoutes({ boards, publicUrl }: BoardPorts) {
  return new OpenAPIHono()
    .openapi(readBoard, (context) => {
      const { channel } = context.req.valid('param');
      const { after } = context.req.valid('query');
      context.header('Cache-Control', 'no-cache');
      if (after) {
        const entries = boards.missed(channel, after);
        if (entries) return context.json({ channel, epoch: after.epoch, entries }, 200);
        throw positionGone(after);
      }
      const { encoded } = boards.board(channel);
      context.header('ETag', encoded.etag);
      if (context.req.header('if-none-match') === encoded.etag) return context.body(null, 304);
      return context.body(encoded.json, 200, { 'Content-Type': 'application/json' });
    })
    .openapi(readItem, (context) => {
      const { channel, id } = context.req.valid('param');
      const found = boards.find(channel, id);
      if (!found) throw new Problem('headline_unknown', `${channel} has no headline ${id}`);
      const etag = etagOf(found.headline);
      context.header('ETag', etag);
      context.header('Cache-Control', 'no-cache');
      context.header('Vary', 'Accept');
      if (context.req.header('if-none-match') === etag) return context.body(null, 304);
      const type = accepts(context, {
        header: 'Accept',
        supports: ['application/json', NINJS_TYPE],
        default: 'application/json',
      });
      if (type === NINJS_TYPE) {
        const document = JSON.stringify(toNinjs(publicUrl(), channel, found.headline));
        return context.body(document, 200, { 'Content-Type': NINJS_TYPE });
      }
      return context.json({ ...found.headline, channel, seq: found.seq }, 200);
    });
}
