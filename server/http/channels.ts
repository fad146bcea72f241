/** The channels: list and read for everybody; create, change and delete for admins. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { CHANNEL_DEFAULTS } from '../../shared/channel.ts';
import type { Boards } from '../boards/boards.ts';
import type { Roster } from '../boards/roster.ts';
import { channelSchema, channelsSchema, json, refusals } from './answers.ts';
import { adminGate, KEY_PROBLEMS, SECURITY, type BearerPorts } from './bearer.ts';
import { BODY_PROBLEMS, bodyOf, bodyText, jsonBody, parseFields } from './body.ts';
import { channelChangeSchema, newChannelSchema } from './fields.ts';
import { settingsLine } from './pause.ts';
import { channelParam } from './params.ts';

export interface ChannelsPorts extends BearerPorts {
  readonly boards: Boards;
  readonly roster: Roster;
  readonly now: () => number;
}

const tags = ['channels'];

const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listChannels',
  tags,
  summary: 'List the channels',
  responses: { 200: json('All channels.', channelsSchema) },
});

const read = createRoute({
  method: 'get',
  path: '/{channel}',
  operationId: 'readChannel',
  tags,
  summary: 'Read the settings of a channel',
  request: { params: channelParam },
  responses: { 200: json('Its settings.', channelSchema), default: refusals('channel_unknown') },
});

function writesOf(ports: BearerPorts) {
  const shared = { tags, security: SECURITY, middleware: adminGate(ports) };
  return {
    create: createRoute({
      ...shared,
      method: 'post',
      path: '/',
      operationId: 'createChannel',
      summary: 'Create a channel',
      request: { body: bodyOf('NewChannel') },
      responses: {
        201: json('Created; every node follows it.', channelSchema),
        default: refusals(...KEY_PROBLEMS, ...BODY_PROBLEMS, 'channel_taken'),
      },
    }),
    change: createRoute({
      ...shared,
      method: 'patch',
      path: '/{channel}',
      operationId: 'changeChannel',
      summary: 'Change settings of a channel; its viewers see it at once',
      request: { params: channelParam, body: bodyOf('ChannelChange') },
      responses: {
        200: json('Changed.', channelSchema),
        default: refusals(...KEY_PROBLEMS, ...BODY_PROBLEMS, 'channel_unknown'),
      },
    }),
    remove: createRoute({
      ...shared,
      method: 'delete',
      path: '/{channel}',
      operationId: 'deleteChannel',
      summary: 'Delete a channel with all its headlines',
      request: { params: channelParam },
      responses: {
        204: { description: 'Deleted; its viewers were told.' },
        default: refusals(...KEY_PROBLEMS, 'channel_unknown'),
      },
    }),
  };
}

export function channelsRoutes(ports: ChannelsPorts) {
  const { boards, roster, now } = ports;
  const { create, change, remove } = writesOf(ports);
  const app = new OpenAPIHono()
    .openapi(list, (context) => context.json({ channels: boards.channels() }, 200))
    .openapi(read, (context) =>
      context.json(boards.channel(context.req.valid('param').channel), 200),
    )
    .openapi(create, async (context) => {
      const asked = parseFields(newChannelSchema, jsonBody(context, await bodyText(context)));
      const { name, title, ...settings } = asked;
      const channel = { name, title, ...CHANNEL_DEFAULTS, ...settings };
      const line = settingsLine(context.get('actor'), 'create_channel', now);
      await roster.create(channel, line(undefined, channel));
      context.header('Location', `/api/channels/${channel.name}`);
      return context.json(channel, 201);
    })
    .openapi(change, async (context) => {
      const { channel } = context.req.valid('param');
      const asked = parseFields(channelChangeSchema, jsonBody(context, await bodyText(context)));
      const line = settingsLine(context.get('actor'), 'settings', now);
      const changed = await roster.change(channel, (known) => ({ ...known, ...asked }), line);
      return context.json(changed, 200);
    })
    .openapi(remove, async (context) => {
      const line = settingsLine(context.get('actor'), 'delete_channel', now);
      await roster.remove(context.req.valid('param').channel, line);
      return context.body(null, 204);
    });
  app.openAPIRegistry.register('NewChannel', newChannelSchema);
  app.openAPIRegistry.register('ChannelChange', channelChangeSchema);
  return app;
}
