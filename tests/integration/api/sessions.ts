/** Sessions: what the cookie is, what it opens and when it no longer does. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HEADLINES, type ApiUnderTest } from '../../support/api-under-test.ts';
import { join, openCast, PASSWORD } from '../../support/newcomer.ts';
import type { Visitor } from '../../support/visitor.ts';

const sessionsSchema = z.looseObject({
  sessions: z.array(z.looseObject({ id: z.string(), current: z.boolean() })),
});
const OVER = { status: 401, body: { code: 'session_unknown' } };
const HELD = '/api/channels/breaking/held';
const FORBIDDEN = { status: 403, body: { code: 'forbidden' } };
const HEADLINE = { headline: 'خبر' };

export function sessionsSuite(api: ApiUnderTest): void {
  const { call } = api;
  const { address, signIn, visitor } = openCast(api, 'sessions');

  describe('sessions', () => {
    it('A4 are one cookie that no script reads, no other host gets and no plain connection carries', async () => {
      const [email, who] = [address(), visitor()];
      await join(api.url, who, email, { '*': 'editor' });
      const { answer } = await signIn(email);
      expect(answer).toMatchObject({ status: 201, body: { person: { email } } });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const [cookie = '', ...more] = answer.headers.getSetCookie();
      expect(more).toEqual([]);
      expect(cookie).toMatch(/^__Host-ajil=[\w-]{43}; /);
      const attributes = cookie.split('; ').slice(1).sort();
      expect(attributes).toEqual([
        'HttpOnly',
        'Max-Age=2592000',
        'Path=/',
        'SameSite=Lax',
        'Secure',
      ]);
      expect(JSON.stringify(answer.body)).not.toContain(cookie.split(/[=;]/)[1]);
    });

    it('A4 are listed for their owner, and end one by one, all, or at the sign-out, on every node', async () => {
      const [email, first] = [address(), visitor()];
      await join(api.url, first, email, { '*': 'editor' });
      const second = (await signIn(email)).who;
      const third = (await signIn(email)).who;
      const list = async (who: Visitor) =>
        sessionsSchema.parse((await who.ask('GET', '/api/sessions')).body).sessions;
      const known = await list(third);
      expect(known.map(({ current }) => current)).toEqual([true, false, false]);
      const stranger = visitor();
      await join(api.url, stranger, address(), { '*': 'admin' });
      const [, middle] = known;
      const foreign = await stranger.ask('DELETE', `/api/sessions/${middle?.id ?? ''}`);
      expect(foreign).toMatchObject({ status: 404, body: { code: 'session_not_found' } });

      const isIn = async (who: Visitor): Promise<boolean> =>
        (await who.ask('GET', '/api/sessions', undefined, {}, api.otherUrl)).status === 200;
      expect((await third.ask('DELETE', `/api/sessions/${middle?.id ?? ''}`)).status).toBe(204);
      expect([await isIn(first), await isIn(second), await isIn(third)]).toEqual([
        true,
        false,
        true,
      ]);
      expect((await third.ask('DELETE', '/api/sessions')).status).toBe(204);
      expect([await isIn(first), await isIn(third)]).toEqual([false, true]);

      const stolen = visitor();
      stolen.cookie = third.cookie;
      const out = await third.ask('DELETE', '/api/session');
      expect(out.status).toBe(204);
      expect(third.cookie).toBe('');
      expect(await stolen.ask('GET', '/api/sessions')).toMatchObject(OVER);
      expect(await stolen.ask('POST', HEADLINES, HEADLINE)).toMatchObject(OVER);
      const here = await stolen.ask('GET', '/api/session', undefined, {}, api.otherUrl);
      expect(here.body).toMatchObject({ person: null, session: null });
    });

    it('A4 are never taken over from before the sign-in', async () => {
      const [email, who] = [address(), visitor()];
      await join(api.url, who, email, { '*': 'editor' });
      const [mine, planted] = [who.cookie, `__Host-ajil=${'A'.repeat(43)}`];
      const victim = visitor();
      victim.cookie = planted;
      expect((await signIn(email, undefined, victim)).answer.status).toBe(201);
      expect(victim.cookie).not.toBe(planted);
      const attacker = visitor();
      attacker.cookie = planted;
      expect(await attacker.ask('GET', '/api/sessions')).toMatchObject(OVER);
      // Whoever signs in anew at a browser leaves no session of it behind.
      victim.cookie = mine;
      await signIn(email, undefined, victim);
      attacker.cookie = mine;
      expect(await attacker.ask('GET', '/api/sessions')).toMatchObject(OVER);
    });

    it('A4 do what the account may at the moment of the request, in each channel', async () => {
      const who = visitor();
      const id = await join(api.url, who, address(), { breaking: 'reporter' });
      expect(await who.ask('POST', HEADLINES, HEADLINE)).toMatchObject(FORBIDDEN);
      for (const path of ['/api/keys', '/api/people']) {
        expect(await who.ask('GET', path)).toMatchObject(FORBIDDEN);
      }
      expect(
        await who.ask('PATCH', `/api/people/${id}`, { roles: { '*': 'admin' } }),
      ).toMatchObject(FORBIDDEN);
      const roles = { breaking: 'editor' };
      expect(await call('PATCH', `/api/people/${id}`, { roles })).toMatchObject({ status: 200 });
      const sending = { id: `by ${id}`.replaceAll(/[^\w-]/g, '-'), draft: HEADLINE };
      const sent = await who.ask('POST', HELD, sending, {}, api.otherUrl);
      expect(sent).toMatchObject({ status: 202, body: { held: { needs: 'nobody' } } });
      expect(await who.ask('DELETE', `${HELD}/${sending.id}`)).toMatchObject({ status: 200 });
      await call('POST', '/api/channels', { name: 'sport', title: 'رياضة' });
      const other = '/api/channels/sport/held';
      expect(await who.ask('POST', other, sending)).toMatchObject(FORBIDDEN);
      await call('DELETE', '/api/channels/sport');
    });

    it('A6 change nothing for a page of another site, or for one that does not say whose it is', async () => {
      const who = visitor();
      await join(api.url, who, address(), { '*': 'admin' });
      const before = await api.board();
      const port = new URL(api.url).port;
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `http://localhost:${port}` },
        { origin: `${api.url}0` },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ]) {
        for (const [method, path, body] of [
          ['POST', HEADLINES, HEADLINE],
          ['POST', '/api/keys', { name: 'x', role: 'admin', channels: null }],
          ['DELETE', '/api/session', undefined],
          ['DELETE', '/api/sessions', undefined],
          ['POST', '/api/session', { email: 'a@news.example', password: PASSWORD }],
          ['POST', '/api/invitations/accept', { token: 'x', password: PASSWORD }],
        ] as const) {
          const refused = await who.ask(method, path, body, headers);
          const what = `${method} ${path} ${JSON.stringify(headers)}`;
          expect(refused, what).toMatchObject({ status: 403, body: { code: 'cross_site' } });
        }
      }
      const { cookie } = who;
      const bare = await call('POST', HEADLINES, HEADLINE, { authorization: '', cookie });
      expect(bare).toMatchObject({ status: 403, body: { code: 'cross_site' } });
      expect(await api.board()).toEqual(before);
      const allowed = (await who.ask('GET', HEADLINES)).headers;
      expect(allowed.get('access-control-allow-credentials')).toBeNull();
      expect(
        (await who.ask('GET', '/api/session')).headers.get('access-control-allow-origin'),
      ).toBe(null);
      // A key beside the cookie counts instead of it, and needs no page.
      const key = await call('POST', HEADLINES, HEADLINE, { cookie });
      expect(key.status).toBe(201);
      const wrong = await who.ask('POST', HEADLINES, HEADLINE, { authorization: 'Bearer x' });
      expect(wrong).toMatchObject({ status: 401, body: { code: 'key_malformed' } });
    });
  });
}
