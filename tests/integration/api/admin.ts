/** What admins set: channels and keys. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HEADLINES, type ApiUnderTest } from '../../support/api-under-test.ts';

const keySchema = z.looseObject({ id: z.string(), secret: z.string().default('') });

export function adminSuite(api: ApiUnderTest): void {
  const { call } = api;

  describe('channels', () => {
    const channels = '/api/channels';
    it('P4 are created, changed and deleted on every node at once', async () => {
      const created = await call('POST', channels, { name: 'sport', title: 'رياضة' });
      expect(created).toMatchObject({ status: 201, body: { boardSize: 20, language: 'ar' } });
      const path = '/api/channels/sport';
      const published = { headline: 'هدف' };
      // The other node may not have heard of it yet: a publish asks the store before it gives up.
      const sent = await call('POST', `${path}/headlines`, published, {}, api.otherUrl);
      expect(sent.status).toBe(201);
      const taken = await call('POST', channels, { name: 'sport', title: 'x' }, {}, api.otherUrl);
      expect(taken).toMatchObject({ status: 409, body: { code: 'channel_taken' } });
      const changed = await call('PATCH', path, { boardSize: 5, title: 'ملاعب' });
      expect(changed).toMatchObject({ status: 200, body: { boardSize: 5, language: 'ar' } });
      expect((await call('GET', path)).body).toEqual(changed.body);
      expect(await call('DELETE', path)).toMatchObject({ status: 204 });
      expect(await call('DELETE', path, undefined, {}, api.otherUrl)).toMatchObject({
        status: 404,
        body: { code: 'channel_unknown' },
      });
      await call('POST', channels, { name: 'sport', title: 'رياضة' });
      expect(await call('GET', `${path}/headlines`)).toMatchObject({ body: { headlines: [] } });
      await call('DELETE', path);
    });

    it('P4 bad settings name their field and change nothing', async () => {
      const before = (await call('GET', channels)).body;
      for (const [body, field] of [
        [{ title: 'x' }, 'name'],
        [{ name: 'Sport', title: 'x' }, 'name'],
        [{ name: '-a', title: 'x' }, 'name'],
        [{ name: 'x'.repeat(65), title: 'x' }, 'name'],
        [{ name: 'a', title: ' ' }, 'title'],
        [{ name: 'a', title: 'x', boardSize: 0 }, 'boardSize'],
        [{ name: 'a', title: 'x', boardSize: 1.5 }, 'boardSize'],
        [{ name: 'a', title: 'x', defaultTtl: 1 }, 'defaultTtl'],
        [{ name: 'a', title: 'x', retention: 99 }, 'retention'],
        [{ name: 'a', title: 'x', allowedOrigins: ['https://a.example/'] }, 'allowedOrigins.0'],
        [{ name: 'a', title: 'x', colour: 1 }, 'colour'],
      ] as const) {
        const refused = await call('POST', channels, body);
        expect(refused, field).toMatchObject({ status: 422, body: { errors: [{ field }] } });
      }
      const none = await call('PATCH', '/api/channels/breaking', {});
      expect(none).toMatchObject({ status: 422, body: { errors: [{ field: 'body' }] } });
      expect((await call('GET', channels)).body).toEqual(before);
    });
  });

  describe('keys', () => {
    const issue = async (grant: object) =>
      keySchema.parse((await call('POST', '/api/keys', grant)).body);
    const as = (secret: string) => ({ authorization: `Bearer ${secret}` });

    it('P4 an editor writes to its channels and nowhere else, until its key is revoked', async () => {
      await call('POST', '/api/channels', { name: 'economy', title: 'اقتصاد' });
      const editor = await issue({ name: 'CMS', role: 'editor', channels: ['economy'] });
      const own = '/api/channels/economy/headlines';
      const body = { headline: 'خبر' };
      expect(await call('POST', own, body, as(editor.secret), api.otherUrl)).toMatchObject({
        status: 201,
      });
      const forbidden = { status: 403, body: { code: 'forbidden' } };
      expect(await call('POST', HEADLINES, body, as(editor.secret))).toMatchObject(forbidden);
      for (const [method, path, sent] of [
        ['GET', '/api/keys', undefined],
        ['POST', '/api/keys', { name: 'x', role: 'admin', channels: null }],
        ['POST', '/api/channels', { name: 'x', title: 'x' }],
        ['DELETE', '/api/channels/economy', undefined],
      ] as const) {
        expect(await call(method, path, sent, as(editor.secret))).toMatchObject(forbidden);
      }
      const revoked = await call('DELETE', `/api/keys/${editor.id}`);
      expect(revoked).toMatchObject({ status: 200, body: { id: editor.id } });
      expect(revoked.body).toHaveProperty('revoked');
      expect(await call('POST', own, body, as(editor.secret), api.otherUrl)).toMatchObject({
        status: 401,
        body: { code: 'key_revoked' },
      });
      const { body: list } = await call('GET', '/api/keys');
      expect(JSON.stringify(list)).not.toContain(editor.secret);
      expect(list).toMatchObject({ keys: [{ id: editor.id, hint: editor.secret.slice(0, 10) }] });
    });

    it('A10 a key has two secrets while it is rotated, and either works until it is retired', async () => {
      const grant = { name: 'CMS', role: 'editor', channels: null, highestUrgency: 3 };
      const made = await call('POST', '/api/keys', grant);
      const { id, secret } = keySchema.parse(made.body);
      const path = `/api/keys/${id}`;
      const hint = secret.slice(0, 10);
      const alone = await call('DELETE', `${path}/secrets/${hint}`);
      expect(alone).toMatchObject({ status: 409, body: { code: 'last_secret' } });
      const rotated = await call('POST', `${path}/rotate`);
      expect(rotated).toMatchObject({ status: 201, body: { id, highestUrgency: 3 } });
      const second = keySchema.parse(rotated.body).secret;
      expect(await call('POST', `${path}/rotate`)).toMatchObject({ body: { code: 'two_secrets' } });
      const use = async (by: string) =>
        (await call('POST', HEADLINES, { headline: 'خبر' }, as(by), api.otherUrl)).body;
      expect(await use(secret)).toHaveProperty('seq');
      expect(await use(second)).toHaveProperty('seq');
      const unknown = await call('DELETE', `${path}/secrets/ajil_none0`);
      expect(unknown).toMatchObject({ status: 404, body: { code: 'key_not_found' } });
      const retired = await call('DELETE', `${path}/secrets/${hint}`);
      expect(retired).toMatchObject({
        status: 200,
        body: { hint: second.slice(0, 10), secrets: [{ hint: second.slice(0, 10) }] },
      });
      expect(await use(secret)).toMatchObject({ code: 'key_revoked' });
      expect(await use(second)).toHaveProperty('seq');
      await call('POST', `${path}/rotate`);
      expect(await call('DELETE', path)).toMatchObject({ status: 200, body: { secrets: [] } });
      expect(await use(second)).toMatchObject({ code: 'key_revoked' });
      expect(await call('POST', `${path}/rotate`)).toMatchObject({
        body: { code: 'key_not_found' },
      });
    });

    it('P4 a bad grant names its field', async () => {
      for (const [body, field] of [
        [{ role: 'editor', channels: null }, 'name'],
        [{ name: 'x', role: 'chief', channels: null }, 'role'],
        [{ name: 'x', role: 'editor' }, 'channels'],
        [{ name: 'x', role: 'editor', channels: [] }, 'channels'],
        [{ name: 'x', role: 'admin', channels: ['breaking'] }, 'channels'],
        [{ name: 'x', role: 'editor', channels: ['breaking', 'nowhere'] }, 'channels.1'],
        [{ name: 'x', role: 'editor', channels: null, highestUrgency: 0 }, 'highestUrgency'],
        [{ name: 'x', role: 'editor', channels: null, expires: '2020-01-01T00:00:00Z' }, 'expires'],
      ] as const) {
        const refused = await call('POST', '/api/keys', body);
        expect(refused, field).toMatchObject({ status: 422, body: { errors: [{ field }] } });
      }
      const nobody = await call('DELETE', '/api/keys/nobody');
      expect(nobody).toMatchObject({ status: 404, body: { code: 'key_not_found' } });
    });

    it('P4 without a key nothing is written or told, and the refusal says how to ask', async () => {
      for (const [method, path] of [
        ['POST', HEADLINES],
        ['PATCH', `${HEADLINES}/x`],
        ['DELETE', `${HEADLINES}/x`],
        ['POST', '/api/channels'],
        ['GET', '/api/keys'],
      ] as const) {
        const body = method === 'GET' ? undefined : '{';
        const refused = await call(method, path, body, { authorization: '' });
        expect(refused).toMatchObject({ status: 401, body: { code: 'key_missing' } });
        expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      }
    });
  });
}
