/** Invitations: a link makes an account, or gives it a new password. The hub sends no mail: who makes it passes it on. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Invitations } from '../access/people.ts';
import { invitationUrl, refuseForeignSite } from '../access/site.ts';
import type { Roster } from '../boards/roster.ts';
import { json, refusals } from './answers.ts';
import {
  bearerGate,
  KEY_PROBLEMS,
  SECURITY,
  siteHeadersOf,
  type BearerPorts,
  type Identified,
} from './bearer.ts';
import { BODY_PROBLEMS, bodyOf, bodyText, jsonBody, parseFields } from './body.ts';
import { channelsOf, requireChannels } from './channel-names.ts';
import { circumstancesOf, giveSession } from './cookie.ts';
import { acceptedSchema, invitationsSchema, invitedSchema } from './people-answers.ts';
import { acceptanceSchema, newInvitationSchema } from './people-fields.ts';

export interface InvitationsPorts extends BearerPorts {
  readonly invitations: Invitations;
  readonly roster: Roster;
  readonly publicUrl: () => string;
}

function routesOf(ports: BearerPorts) {
  const tags = ['people'];
  const shared = { tags, security: SECURITY, middleware: bearerGate(ports) };
  return {
    list: createRoute({
      ...shared,
      method: 'get',
      path: '/',
      operationId: 'listInvitations',
      summary: 'List the open invitations: admins all, others their own',
      responses: {
        200: json('Newest first.', invitationsSchema),
        default: refusals(...KEY_PROBLEMS),
      },
    }),
    invite: createRoute({
      ...shared,
      method: 'post',
      path: '/',
      operationId: 'invite',
      summary: 'Make a link for somebody; a chief for roles below its own, in its channels',
      request: { body: bodyOf('NewInvitation') },
      responses: {
        201: json('The link works once, for 72 hours.', invitedSchema),
        default: refusals(...KEY_PROBLEMS, ...BODY_PROBLEMS, 'email_taken', 'person_unknown'),
      },
    }),
    revoke: createRoute({
      ...shared,
      method: 'delete',
      path: '/{id}',
      operationId: 'revokeInvitation',
      summary: 'Revoke an open invitation',
      request: { params: z.object({ id: z.string() }) },
      responses: {
        204: { description: 'Its link opens nothing.' },
        default: refusals(...KEY_PROBLEMS, 'invitation_unknown'),
      },
    }),
    accept: createRoute({
      tags,
      method: 'post',
      path: '/accept',
      operationId: 'acceptInvitation',
      summary: 'Use an invitation: sets the password, and signs in',
      request: { body: bodyOf('Acceptance') },
      responses: {
        201: json('There is an account; the answer sets the cookie.', acceptedSchema),
        default: refusals(
          ...BODY_PROBLEMS,
          ...(['cross_site', 'wire_unavailable', 'invitation_unknown'] as const),
          ...(['email_taken', 'changed_meanwhile'] as const),
        ),
      },
    }),
  };
}

export function invitationsRoutes(ports: InvitationsPorts) {
  const { invitations, roster, publicUrl, addressOf, publicOrigin } = ports;
  const { list, invite, revoke, accept } = routesOf(ports);
  const app = new OpenAPIHono<Identified>()
    .openapi(list, async (context) =>
      context.json({ invitations: await invitations.all(context.get('actor')) }, 200),
    )
    .openapi(invite, async (context) => {
      const actor = context.get('actor');
      const asked = parseFields(newInvitationSchema, jsonBody(context, await bodyText(context)));
      const { email = '', roles = {}, resets } = asked;
      await requireChannels(roster, channelsOf(roles), (name) => `roles.${name}`);
      const { invitation, token } =
        resets === undefined
          ? await invitations.invite(email, roles, actor)
          : await invitations.reset(resets, actor);
      return context.json({ ...invitation, url: invitationUrl(publicUrl(), token) }, 201);
    })
    .openapi(revoke, async (context) => {
      await invitations.revoke(context.req.valid('param').id, context.get('actor'));
      return context.body(null, 204);
    })
    .openapi(accept, async (context) => {
      refuseForeignSite(siteHeadersOf(context), publicOrigin);
      const asked = parseFields(acceptanceSchema, jsonBody(context, await bodyText(context)));
      const circumstances = circumstancesOf(context, addressOf);
      const { person, signedIn } = await invitations.accept(asked, circumstances);
      if (signedIn) giveSession(context, signedIn.token);
      return context.json({ person, session: signedIn?.session ?? null }, 201);
    });

  app.openAPIRegistry.register('NewInvitation', newInvitationSchema);
  app.openAPIRegistry.register('Acceptance', acceptanceSchema);
  return app;
}
