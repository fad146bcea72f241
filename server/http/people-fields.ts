/** The schemas of what people send of themselves and admins of them. */
import { z } from '@hono/zod-openapi';
import { CHANNEL_NAME } from '../../shared/channel.ts';
import { LANGUAGES, PASSWORD_LENGTH, PERSON_LIMITS } from '../../shared/person.ts';
import { EVERY_CHANNEL, ROLES, type Roles } from '../../shared/role.ts';
import { text } from './fields.ts';

const email = z
  .string()
  .max(PERSON_LIMITS.email)
  .openapi({ format: 'email', example: 'mona@news.example' });
/** Of the present one nothing is told but that it is wrong. */
const password = z
  .string()
  .min(1)
  .max(2 * PASSWORD_LENGTH.most)
  .openapi({ format: 'password' });
const newPassword = password.openapi({
  description: `${PASSWORD_LENGTH.least} to ${PASSWORD_LENGTH.most} characters, neither the e-mail nor the name.`,
});
const code = z
  .string()
  .transform((value) => value.replaceAll(/\s/g, ''))
  .refine((value) => /^\d{6}$/.test(value), 'must have six digits')
  .openapi({ type: 'string', description: 'Six digits of the app.', example: '492 039' });
const name = text(PERSON_LIMITS.name, 'What colleagues see.').openapi({ example: 'منى' });
const language = z.enum(LANGUAGES, { error: `must be ${LANGUAGES.join(' or ')}` });

const roles: z.ZodType<Roles> = z
  .record(z.string(), z.enum(ROLES, { error: `must be one of ${ROLES.join(', ')}` }))
  .superRefine((value, context) => {
    const names = Object.keys(value);
    if (names.length === 0 || names.length > PERSON_LIMITS.channels) {
      const message = `must name 1 to ${PERSON_LIMITS.channels} channels`;
      context.addIssue({ code: 'custom', message });
    }
    for (const one of names) {
      if (one !== EVERY_CHANNEL && !CHANNEL_NAME.test(one)) {
        context.addIssue({
          code: 'custom',
          path: [one],
          message: 'is no name of a channel, nor *',
        });
      }
      if (one !== EVERY_CHANNEL && value[one] === 'admin') {
        context.addIssue({
          code: 'custom',
          path: [one],
          message: 'is admin: only * may have that',
        });
      }
    }
  })
  .openapi({
    description: 'A role for each channel; `*` is every channel.',
    example: { breaking: 'editor', sport: 'chief' },
  });

export const signInSchema = z
  .strictObject({ email, password, code: code.optional() })
  .openapi('SignIn', { description: '`code` where the account has a second factor.' });

export const passwordChangeSchema = z
  .strictObject({ current: password.optional(), password: newPassword })
  .openapi('PasswordChange', { description: '`current` where there is a password.' });

export const confirmationSchema = z
  .strictObject({ password: password.optional() })
  .openapi('Confirmation', { description: 'The present password, where there is one.' });

export const codeSchema = z.strictObject({ code }).openapi('Code');

export const newInvitationSchema = z
  .strictObject({
    email: email.optional(),
    roles: roles.optional(),
    resets: z
      .string()
      .openapi({ description: 'The id of the person who gets a new password.' })
      .optional(),
  })
  .superRefine((value, context) => {
    const missing = (['email', 'roles'] as const).filter((one) => value[one] === undefined);
    const extra = (['email', 'roles'] as const).filter((one) => value[one] !== undefined);
    const [fields, message] =
      value.resets === undefined ? [missing, 'is missing'] : [extra, 'does not go with resets'];
    for (const field of fields) context.addIssue({ code: 'custom', path: [field], message });
  })
  .openapi('NewInvitation', {
    description: 'To whom, with which roles; or `resets` alone: a link for a new password.',
  });

export const acceptanceSchema = z
  .strictObject({
    token: z.string().max(100).openapi({ description: "What stands in the link's fragment." }),
    password: newPassword,
    name: name.optional(),
    language: language.optional(),
    email: email.optional(),
  })
  .openapi('Acceptance', {
    description: '`name` for a new account; `email` where the invitation names none.',
  });

export const personChangeSchema = z
  .strictObject({
    name: name.optional(),
    language: language.optional(),
    roles: roles.optional(),
    disabled: z.boolean().optional(),
    totp: z
      .literal(false)
      .openapi({ type: 'boolean', description: 'Of somebody who lost the second factor.' })
      .optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'has nothing to change')
  .openapi('PersonChange', { minProperties: 1 });
