/** Signing in, the second factor, a new password. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiUnderTest } from '../../support/api-under-test.ts';
import { codeFor } from '../../support/codes.ts';
import { join, openCast, PASSWORD, tokenOf } from '../../support/newcomer.ts';

const OVER = { status: 401, body: { code: 'session_unknown' } };

export function signInSuite(api: ApiUnderTest): void {
  const { call } = api;
  const { address, signIn, visitor } = openCast(api, 'sign-in');

  describe('sign-in', () => {
    it('A5 answers the same to an unknown e-mail, a wrong password, and a disabled account', async () => {
      const [email, gone] = [address(), address()];
      await join(api.url, visitor(), email, { '*': 'editor' });
      const id = await join(api.url, visitor(), gone, { '*': 'editor' });
      await call('DELETE', `/api/people/${id}`);
      const attempt = async (body: object) =>
        (await visitor().ask('POST', '/api/session', body)).body;
      const answers = [
        await attempt({ email: 'nobody@news.example', password: PASSWORD }),
        await attempt({ email: 'no address', password: PASSWORD }),
        await attempt({ email, password: 'something else entirely' }),
        await attempt({ email: gone, password: PASSWORD }),
      ];
      expect(answers[0]).toMatchObject({ status: 401, code: 'sign_in_failed' });
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    });

    it('A8 takes a code once, where there is a second factor, and tells nothing by its lack', async () => {
      const [email, who] = [address(), visitor()];
      await join(api.url, who, email, { '*': 'editor' });
      const password = PASSWORD;
      const wrong = await who.ask('POST', '/api/session/totp', { password: 'not the right one' });
      expect(wrong).toMatchObject({ status: 403, body: { code: 'password_wrong' } });
      const early = await who.ask('POST', '/api/session/totp/confirm', { code: '000000' });
      expect(early).toMatchObject({ status: 409, body: { code: 'totp_not_begun' } });
      const begun = await who.ask('POST', '/api/session/totp', { password });
      expect(begun.status).toBe(201);
      const { uri } = z.looseObject({ uri: z.string() }).parse(begun.body);
      expect(uri).toMatch(/^otpauth:\/\/totp\/Ajil/);
      // Not confirmed: it is not asked for.
      expect((await signIn(email)).answer.status).toBe(201);
      const confirmed = await who.ask('POST', '/api/session/totp/confirm', {
        code: codeFor(uri, -1),
      });
      expect(confirmed).toMatchObject({ status: 200, body: { totp: true } });
      const taken = await who.ask('POST', '/api/session/totp', { password });
      expect(taken).toMatchObject({ status: 409, body: { code: 'totp_on' } });

      const code = codeFor(uri);
      const failed = { status: 401, body: { code: 'sign_in_failed' } };
      expect((await signIn(email)).answer).toMatchObject(failed);
      expect((await signIn(email, codeFor(uri, -1))).answer).toMatchObject(failed);
      expect((await signIn(email, codeFor(uri, 5))).answer).toMatchObject(failed);
      const right = await Promise.all([signIn(email, code), signIn(email, code)]);
      expect(right.map(({ answer }) => answer.status).sort()).toEqual([201, 401]);
      expect((await signIn(email, code)).answer).toMatchObject(failed);
      const ended = await who.ask('DELETE', '/api/session/totp', { password });
      expect(ended).toMatchObject({ status: 200, body: { totp: false } });
      expect((await signIn(email)).answer.status).toBe(201);
    });

    it('A3 a new password ends the other sessions, and the old one opens nothing', async () => {
      const [email, who] = [address(), visitor()];
      await join(api.url, who, email, { '*': 'editor' });
      const other = (await signIn(email)).who;
      const change = (body: object) => who.ask('PUT', '/api/session/password', body);
      const password = 'a new one that is long';
      expect(await change({ password })).toMatchObject({ body: { code: 'password_wrong' } });
      expect(await change({ current: PASSWORD, password: email })).toMatchObject({ status: 422 });
      expect((await change({ current: PASSWORD, password })).status).toBe(204);
      expect((await who.ask('GET', '/api/sessions')).status).toBe(200);
      expect(await other.ask('GET', '/api/sessions')).toMatchObject(OVER);
      expect((await signIn(email)).answer.status).toBe(401);
      const again = await visitor().ask('POST', '/api/session', { email, password });
      expect(again.status).toBe(201);
    });

    it('A7 a link of an admin sets a new password, and does not stand for the second factor', async () => {
      const [email, who] = [address(), visitor()];
      const id = await join(api.url, who, email, { '*': 'admin' });
      const begun = await who.ask('POST', '/api/session/totp', { password: PASSWORD });
      const { uri } = z.looseObject({ uri: z.string() }).parse(begun.body);
      await who.ask('POST', '/api/session/totp/confirm', { code: codeFor(uri) });
      const unknown = await call('POST', '/api/invitations', { resets: 'nobody' });
      expect(unknown).toMatchObject({ status: 404, body: { code: 'person_unknown' } });
      const token = tokenOf((await call('POST', '/api/invitations', { resets: id })).body);
      const fresh = visitor();
      const password = 'another that is long enough';
      const accepted = await fresh.ask('POST', '/api/invitations/accept', { token, password });
      expect(accepted).toMatchObject({ status: 201, body: { person: { id }, session: null } });
      expect(fresh.cookie).toBe('');
      expect(await who.ask('GET', '/api/sessions')).toMatchObject(OVER);
      expect((await signIn(email, codeFor(uri, 1))).answer.status).toBe(401);
      const lost = await call('PATCH', `/api/people/${id}`, { totp: false });
      expect(lost).toMatchObject({ status: 200, body: { totp: false } });
      const back = await fresh.ask('POST', '/api/session', { email, password });
      expect(back.status).toBe(201);
    });
  });
}
