/** People of a test: invited, with an account, signed in. */
import { z } from 'zod';
import type { Roles } from '../../shared/role.ts';
import type { ApiUnderTest } from './api-under-test.ts';
import { request, type Answer } from './request.ts';
import { openVisitor, type Visitor } from './visitor.ts';

export const PASSWORD = 'كلمة مرور طويلة بما يكفي';
const invited = z.looseObject({ id: z.string(), url: z.string() });
const accepted = z.looseObject({ person: z.looseObject({ id: z.string() }) });

/** The link's token, made with the tests' own admin key. */
export async function invite(hub: string, email: string, roles: Roles): Promise<string> {
  const { body } = await request(`${hub}/api/invitations`, 'POST', { email, roles });
  return tokenOf(body);
}

export function tokenOf(body: unknown): string {
  return invited.parse(body).url.split('#invitation=')[1] ?? '';
}

/** Gives the id of the account. */
export async function join(
  hub: string,
  visitor: Visitor,
  email: string,
  roles: Roles,
): Promise<string> {
  const token = await invite(hub, email, roles);
  const acceptance = { token, name: email.split('@')[0], password: PASSWORD };
  const { body } = await visitor.ask('POST', '/api/invitations/accept', acceptance);
  return accepted.parse(body).person.id;
}

/** The browsers and the addresses of one suite; `name` keeps its addresses from those of another. */
export function openCast(api: ApiUnderTest, name: string) {
  let number = 0;
  const visitor = (): Visitor => openVisitor(api, api.call);
  return {
    visitor,
    address: (): string => `${name}-${(number += 1)}@news.example`,
    async signIn(
      email: string,
      code?: string,
      who = visitor(),
    ): Promise<{ answer: Answer; who: Visitor }> {
      const credentials = { email, password: PASSWORD, code };
      return { who, answer: await who.ask('POST', '/api/session', credentials) };
    },
  };
}
