/** The people: listed, changed, disabled, and what only a person has. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HEADLINES, type ApiUnderTest } from '../../support/api-under-test.ts';
import { join, openCast, PASSWORD, tokenOf } from '../../support/newcomer.ts';

const UNKNOWN = { status: 404, body: { code: 'invitation_unknown' } };
const OVER = { status: 401, body: { code: 'session_unknown' } };
const FORBIDDEN = { status: 403, body: { code: 'forbidden' } };
const HEADLINE = { headline: 'خبر' };

export function peopleSuite(api: ApiUnderTest): void {
  const { call } = api;
  const { address, signIn, visitor } = openCast(api, 'people');

  describe('people', () => {
    it('A3 are listed, read and changed by admins; each changes its own name and language', async () => {
      const [email, who, admin] = [address(), visitor(), visitor()];
      const id = await join(api.url, who, email, { breaking: 'reporter' });
      const boss = await join(api.url, admin, address(), { '*': 'admin' });
      const people = z.looseObject({ people: z.array(z.looseObject({ id: z.string() })) });
      const all = people.parse((await admin.ask('GET', '/api/people')).body).people;
      expect(all.find((one) => one.id === id)).toMatchObject({ email, totp: false });
      expect(await admin.ask('GET', `/api/people/${id}`)).toMatchObject({ body: { id } });
      const change = (body: object, by = who, of = id) =>
        by.ask('PATCH', `/api/people/${of}`, body);
      expect(await change({ name: ' سلمى ', language: 'en' })).toMatchObject({
        status: 200,
        body: { name: 'سلمى', language: 'en' },
      });
      expect(await change({ name: 'x' }, who, boss)).toMatchObject(FORBIDDEN);
      expect(await change({ disabled: true }, admin, boss)).toMatchObject(FORBIDDEN);
      expect(await change({ roles: { breaking: 'editor' } }, admin, boss)).toMatchObject(FORBIDDEN);
      expect(await change({}, admin)).toMatchObject({ status: 422 });
      expect(await change({ name: 'x' }, admin, 'nobody')).toMatchObject({ status: 404 });
      const nobody = await admin.ask('GET', '/api/people/nobody');
      expect(nobody).toMatchObject({ status: 404, body: { code: 'person_unknown' } });
    });

    it('A4 who is disabled is out at once, on every node, and in again when enabled', async () => {
      const [email, who] = [address(), visitor()];
      const id = await join(api.url, who, email, { '*': 'chief' });
      const left = await who.ask('POST', '/api/invitations', {
        email: address(),
        roles: { '*': 'editor' },
      });
      const gone = await call('DELETE', `/api/people/${id}`, undefined, {}, api.otherUrl);
      expect(gone).toMatchObject({ status: 200, body: { id } });
      expect(gone.body).toHaveProperty('disabled');
      expect(await who.ask('POST', HEADLINES, HEADLINE)).toMatchObject(OVER);
      // Nor through a link that was left behind.
      const acceptance = { token: tokenOf(left.body), name: 'x', password: PASSWORD };
      expect(await visitor().ask('POST', '/api/invitations/accept', acceptance)).toMatchObject(
        UNKNOWN,
      );
      expect((await call('DELETE', `/api/people/${id}`)).body).toEqual(gone.body);
      expect((await signIn(email)).answer.status).toBe(401);
      await call('PATCH', `/api/people/${id}`, { disabled: false });
      expect((await signIn(email)).answer.status).toBe(201);
    });

    it('A3 a key has no account, no session and no password', async () => {
      for (const [method, path, body] of [
        ['GET', '/api/sessions', undefined],
        ['DELETE', '/api/sessions', undefined],
        ['PUT', '/api/session/password', { password: PASSWORD }],
        ['POST', '/api/session/totp', {}],
      ] as const) {
        const refused = await call(method, path, body);
        expect(refused).toMatchObject({ status: 403, body: { code: 'session_needed' } });
      }
    });

    it('A9 without a provider nobody is sent to one', async () => {
      for (const path of ['/api/session/oidc', '/api/session/oidc/callback?code=x&state=y']) {
        expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
    });

    it('P4 a body of 10 MB is refused', async () => {
      const body = { email: 'a@news.example', password: 'x'.repeat(10_000_000) };
      const refused = await visitor().ask('POST', '/api/session', body);
      expect(refused).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
    });
  });
}
