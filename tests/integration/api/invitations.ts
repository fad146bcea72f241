/** Invitations: who may make them, what they open, and how often. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiUnderTest } from '../../support/api-under-test.ts';
import { invite, join, openCast, PASSWORD, tokenOf } from '../../support/newcomer.ts';
import type { Visitor } from '../../support/visitor.ts';

const invitationsSchema = z.looseObject({
  invitations: z.array(z.looseObject({ by: z.looseObject({ kind: z.string() }) })),
});
const UNKNOWN = { status: 404, body: { code: 'invitation_unknown' } };
const FORBIDDEN = { status: 403, body: { code: 'forbidden' } };

export function invitationsSuite(api: ApiUnderTest): void {
  const { call } = api;
  const { address, visitor } = openCast(api, 'invitations');

  describe('invitations', () => {
    /** But that of the first start. */
    const open = async (): Promise<unknown[]> => {
      const { body } = await call('GET', '/api/invitations');
      const all = invitationsSchema.parse(body).invitations;
      return all.filter(({ by }) => by.kind !== 'hub');
    };

    it('A7 make an account once, for the address and the roles that they name', async () => {
      const [email, who] = [address(), visitor()];
      const made = await call('POST', '/api/invitations', {
        email: ` ${email.toUpperCase()} `,
        roles: { breaking: 'editor' },
      });
      expect(made).toMatchObject({ status: 201, body: { email, by: { kind: 'key' } } });
      expect(made.headers.get('cache-control')).toBe('no-store');
      const token = tokenOf(made.body);
      const listed = await open();
      expect(listed).toMatchObject([{ email }]);
      expect(JSON.stringify(listed)).not.toContain(token);

      const acceptance = { token, name: 'منى', password: PASSWORD, language: 'en' };
      for (const [wrong, field] of [
        [{ ...acceptance, name: undefined }, 'name'],
        [{ ...acceptance, password: 'short' }, 'password'],
        [{ ...acceptance, password: 'x'.repeat(201) }, 'password'],
        [{ ...acceptance, password: email }, 'password'],
        [{ ...acceptance, language: 'fr' }, 'language'],
      ] as const) {
        const refused = await who.ask('POST', '/api/invitations/accept', wrong);
        expect(refused).toMatchObject({ status: 422, body: { errors: [{ field }] } });
      }
      const accepted = await who.ask('POST', '/api/invitations/accept', acceptance);
      expect(accepted).toMatchObject({
        status: 201,
        body: {
          person: { email, name: 'منى', language: 'en', roles: { breaking: 'editor' } },
          session: { userAgent: 'a browser' },
        },
      });
      expect(JSON.stringify(accepted.body)).not.toMatch(/argon2|hash/);
      // The other node, where there is one.
      const here = await who.ask('GET', '/api/session', undefined, {}, api.otherUrl);
      expect(here.body).toMatchObject({ person: { email }, oidc: false });
      expect(await who.ask('POST', '/api/invitations/accept', acceptance)).toMatchObject(UNKNOWN);
      expect(await open()).toEqual([]);
      const again = await call('POST', '/api/invitations', { email, roles: { '*': 'chief' } });
      expect(again).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    });

    it('A7 of two that take the same link at once one gets the account', async () => {
      const token = await invite(api.url, address(), { '*': 'reporter' });
      const acceptance = { token, name: 'ليلى', password: PASSWORD };
      const accept = (hub: string) =>
        visitor().ask('POST', '/api/invitations/accept', acceptance, {}, hub);
      const answers = await Promise.all([accept(api.url), accept(api.otherUrl)]);
      const codes = answers.map(({ status }) => status).sort();
      expect([
        [201, 404],
        [201, 409],
      ]).toContainEqual(codes);
    });

    it('A7 open nothing once they are revoked', async () => {
      const made = await call('POST', '/api/invitations', {
        email: address(),
        roles: { breaking: 'reporter' },
      });
      const { id } = z.looseObject({ id: z.string() }).parse(made.body);
      expect((await call('DELETE', `/api/invitations/${id}`)).status).toBe(204);
      expect(await call('DELETE', `/api/invitations/${id}`)).toMatchObject(UNKNOWN);
      const acceptance = { token: tokenOf(made.body), name: 'هند', password: PASSWORD };
      expect(await visitor().ask('POST', '/api/invitations/accept', acceptance)).toMatchObject(
        UNKNOWN,
      );
    });

    it('A7 come from chiefs for roles below theirs in their channels, and from admins', async () => {
      await call('POST', '/api/channels', { name: 'sport', title: 'رياضة' });
      const [chief, other, editor] = [visitor(), visitor(), visitor()];
      await join(api.url, chief, address(), { breaking: 'chief' });
      await join(api.url, other, address(), { breaking: 'chief' });
      await join(api.url, editor, address(), { '*': 'editor' });
      const asks = (who: Visitor, roles: object) =>
        who.ask('POST', '/api/invitations', { email: address(), roles });
      const made = await asks(chief, { breaking: 'editor' });
      expect(made.status).toBe(201);
      for (const roles of [
        { breaking: 'chief' },
        { '*': 'reporter' },
        { '*': 'admin' },
        { sport: 'reporter' },
        { breaking: 'reporter', sport: 'reporter' },
      ]) {
        expect(await asks(chief, roles), JSON.stringify(roles)).toMatchObject(FORBIDDEN);
      }
      expect(await asks(editor, { breaking: 'reporter' })).toMatchObject(FORBIDDEN);
      const { body } = await chief.ask('GET', '/api/invitations');
      expect(body).toMatchObject({ invitations: [{ roles: { breaking: 'editor' } }] });
      expect((await other.ask('GET', '/api/invitations')).body).toEqual({ invitations: [] });
      const { id } = z.looseObject({ id: z.string() }).parse(made.body);
      expect(await other.ask('DELETE', `/api/invitations/${id}`)).toMatchObject(UNKNOWN);
      expect((await chief.ask('DELETE', `/api/invitations/${id}`)).status).toBe(204);
      await call('DELETE', '/api/channels/sport');
    });

    it('A7 with fields at fault name them, and change nothing', async () => {
      const roles = { breaking: 'editor' };
      for (const [body, field] of [
        [{ roles }, 'email'],
        [{ email: 'nobody', roles }, 'email'],
        [{ email: address() }, 'roles'],
        [{ email: address(), roles: {} }, 'roles'],
        [{ email: address(), roles: { breaking: 'boss' } }, 'roles.breaking'],
        [{ email: address(), roles: { breaking: 'admin' } }, 'roles.breaking'],
        [{ email: address(), roles: { 'No Channel': 'editor' } }, 'roles.No Channel'],
        [{ email: address(), roles: { nowhere: 'editor' } }, 'roles.nowhere'],
        [{ email: address(), resets: 'x' }, 'email'],
      ] as const) {
        const refused = await call('POST', '/api/invitations', body);
        expect(refused, field).toMatchObject({ status: 422, body: { errors: [{ field }] } });
      }
      expect(await open()).toEqual([]);
    });
  });
}
