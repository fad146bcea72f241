/** The people of the newsroom: listed, changed and disabled by admins; each changes its own name and language. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { People } from '../access/people.ts';
import type { Roster } from '../boards/roster.ts';
import { json, refusals } from './answers.ts';
import {
  adminGate,
  bearerGate,
  KEY_PROBLEMS,
  SECURITY,
  type BearerPorts,
  type Identified,
} from './bearer.ts';
import { BODY_PROBLEMS, bodyOf, bodyText, jsonBody, parseFields } from './body.ts';
import { channelsOf, requireChannels } from './channel-names.ts';
import { peopleSchema, personSchema } from './people-answers.ts';
import { personChangeSchema } from './people-fields.ts';

export interface PeoplePorts extends BearerPorts {
  readonly people: People;
  readonly roster: Roster;
}

function routesOf(ports: BearerPorts) {
  const shared = { tags: ['people'], security: SECURITY };
  const admins = { ...shared, middleware: adminGate(ports) };
  const params = z.object({ id: z.string() });
  return {
    list: createRoute({
      ...admins,
      method: 'get',
      path: '/',
      operationId: 'listPeople',
      summary: 'List everybody who has an account, disabled ones included',
      responses: { 200: json('By name.', peopleSchema), default: refusals(...KEY_PROBLEMS) },
    }),
    read: createRoute({
      ...admins,
      method: 'get',
      path: '/{id}',
      operationId: 'readPerson',
      summary: 'Read one account',
      request: { params },
      responses: {
        200: json('The account.', personSchema),
        default: refusals(...KEY_PROBLEMS, 'person_unknown'),
      },
    }),
    change: createRoute({
      ...shared,
      middleware: bearerGate(ports),
      method: 'patch',
      path: '/{id}',
      operationId: 'changePerson',
      summary: 'Change an account; of one’s own the name and the language',
      request: { params, body: bodyOf('PersonChange') },
      responses: {
        200: json('Changed, on every node at once.', personSchema),
        default: refusals(...KEY_PROBLEMS, ...BODY_PROBLEMS, 'person_unknown', 'changed_meanwhile'),
      },
    }),
    disable: createRoute({
      ...admins,
      method: 'delete',
      path: '/{id}',
      operationId: 'disablePerson',
      summary: 'Disable an account: its sessions end at once; what it did keeps its name',
      request: { params },
      responses: {
        200: json('Disabled; repeating it changes nothing.', personSchema),
        default: refusals(...KEY_PROBLEMS, 'person_unknown', 'changed_meanwhile'),
      },
    }),
  };
}

export function peopleRoutes(ports: PeoplePorts) {
  const { people, roster } = ports;
  const { list, read, change, disable } = routesOf(ports);
  const app = new OpenAPIHono<Identified>()
    .openapi(list, async (context) => context.json({ people: await people.all() }, 200))
    .openapi(read, async (context) =>
      context.json(await people.find(context.req.valid('param').id), 200),
    )
    .openapi(change, async (context) => {
      const asked = parseFields(personChangeSchema, jsonBody(context, await bodyText(context)));
      await requireChannels(roster, channelsOf(asked.roles ?? {}), (name) => `roles.${name}`);
      const { id } = context.req.valid('param');
      return context.json(await people.change(id, asked, context.get('actor')), 200);
    })
    .openapi(disable, async (context) => {
      const { id } = context.req.valid('param');
      return context.json(await people.change(id, { disabled: true }, context.get('actor')), 200);
    });
  app.openAPIRegistry.register('PersonChange', personChangeSchema);
  return app;
}
