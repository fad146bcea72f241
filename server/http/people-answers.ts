/** The schemas of what the hub tells of people. */
import { z } from '@hono/zod-openapi';
import { LANGUAGES } from '../../shared/person.ts';
import { ROLES } from '../../shared/role.ts';

const time = z.string().openapi({ format: 'date-time' });
const roles = z.record(z.string(), z.enum(ROLES)).readonly();
const by = z.object({
  kind: z.enum(['person', 'key', 'hub']),
  id: z.string(),
  name: z.string(),
});

export const personSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    language: z.enum(LANGUAGES),
    roles,
    password: z.boolean().openapi({ description: 'Without one: with the provider only.' }),
    totp: z.boolean().openapi({ description: 'Signs in with a code too.' }),
    created: time,
    signedIn: time.optional(),
    disabled: time.optional(),
  })
  .openapi('Person');

export const sessionSchema = z
  .object({
    id: z.string(),
    created: time,
    seen: time.openapi({ description: 'When it was last used, to five minutes.' }),
    expires: time.openapi({ description: 'When it ends, if it is not used before.' }),
    from: z.string(),
    userAgent: z.string(),
  })
  .openapi('Session');

export const hereSchema = z
  .object({
    person: z.union([personSchema, z.null()]),
    session: z.union([sessionSchema, z.null()]),
    oidc: z.boolean().openapi({ description: 'One may sign in with a provider.' }),
  })
  .openapi('Here', { description: 'Who is signed in at this browser, if somebody is.' });

export const signedInSchema = z
  .object({ person: personSchema, session: sessionSchema })
  .openapi('SignedIn');

export const sessionsSchema = z
  .object({
    sessions: z.array(
      sessionSchema.extend({
        current: z.boolean().openapi({ description: 'The one that asks.' }),
      }),
    ),
  })
  .openapi('Sessions');

export const totpSchema = z
  .object({
    uri: z.string().openapi({ description: 'For the app, as text or as a QR code.' }),
    secret: z.string().openapi({ description: 'The same to type in. Shown this once.' }),
  })
  .openapi('Totp');

export const peopleSchema = z.object({ people: z.array(personSchema) }).openapi('People');

export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string().optional(),
    roles,
    resets: z.string().optional(),
    by,
    created: time,
    expires: time,
  })
  .openapi('Invitation');

export const invitationsSchema = z
  .object({ invitations: z.array(invitationSchema) })
  .openapi('Invitations');

export const invitedSchema = invitationSchema
  .extend({ url: z.string().openapi({ description: 'The link. Shown this once.' }) })
  .openapi('Invited');

export const acceptedSchema = z
  .object({
    person: personSchema,
    session: z
      .union([sessionSchema, z.null()])
      .openapi({ description: 'null: sign in, with the second factor.' }),
  })
  .openapi('Accepted');
