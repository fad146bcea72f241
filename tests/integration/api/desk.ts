/** What goes by the desk: held, approved, sent, taken back; and what the audit log says of it. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HEADLINES, type ApiUnderTest } from '../../support/api-under-test.ts';
import { until } from '../../support/until.ts';

const DESK = '/api/channels/breaking/held';
const heldSchema = z.looseObject({
  held: z.looseObject({ id: z.string(), version: z.number(), needs: z.string(), due: z.string() }),
});
const listSchema = z.looseObject({ held: z.array(z.looseObject({ id: z.string() })) });
const keySchema = z.looseObject({ secret: z.string() });

export function deskSuite(api: ApiUnderTest): void {
  const { call } = api;
  const later = (ms = 3_600_000): string => new Date(Date.now() + ms).toISOString();
  const send = (body: object, headers = {}, hub = api.url) =>
    call('POST', DESK, body, headers, hub);
  const at = (version: number) => ({ 'if-match': `"${version}"` });
  const held = async (hub?: string) =>
    listSchema.parse((await call('GET', DESK, undefined, {}, hub)).body).held;

  async function keyOf(name: string, channels: string[] | null): Promise<Record<string, string>> {
    const grant = { name, role: channels ? 'editor' : 'admin', channels };
    const { secret } = keySchema.parse((await call('POST', '/api/keys', grant)).body);
    return { authorization: `Bearer ${secret}` };
  }

  describe('the desk', () => {
    it('N1 N2 holds what is for later, the same on every node, and takes it back', async () => {
      const body = { id: 'later', draft: { headline: 'لاحقا' }, embargoedUntil: later() };
      const sent = await send(body);
      expect(sent).toMatchObject({ status: 202, body: { held: { version: 1, needs: 'nobody' } } });
      expect(sent.headers.get('etag')).toBe('"1"');
      expect(await send(body, {}, api.otherUrl)).toMatchObject({ status: 202, body: sent.body });
      const other = await send({ ...body, draft: { headline: 'غيره' } });
      expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
      expect(await held(api.otherUrl)).toMatchObject([{ id: 'later' }]);
      const undone = await call('DELETE', `${DESK}/later`, undefined, {}, api.otherUrl);
      expect(undone).toMatchObject({ status: 200, body: { held: { id: 'later' } } });
      expect(await send(body)).toMatchObject({ status: 409, body: { code: 'taken_back' } });
      expect(await call('DELETE', `${DESK}/not-arrived`)).toMatchObject({ status: 204 });
      const late = await send({ ...body, id: 'not-arrived' });
      expect(late).toMatchObject({ status: 409, body: { code: 'taken_back' } });
      expect(await held()).toEqual([]);
    });

    it('N2 makes the id of the Idempotency-Key, each sender its own', async () => {
      const body = { draft: { headline: 'بمفتاح' }, embargoedUntil: later() };
      const key = { 'idempotency-key': 'one' };
      const first = heldSchema.parse((await send(body, key)).body).held;
      const again = heldSchema.parse((await send(body, key, api.otherUrl)).body).held;
      expect(again.id).toBe(first.id);
      const cms = await keyOf('CMS', ['breaking']);
      const other = heldSchema.parse((await send(body, { ...key, ...cms })).body).held;
      expect(other.id).not.toBe(first.id);
      for (const { id } of [first, other]) await call('DELETE', `${DESK}/${id}`);
      const none = await send({ draft: { headline: 'x' } });
      expect(none).toMatchObject({ status: 422, body: { errors: [{ field: 'id' }] } });
    });

    it('P4 a bad sending names its field', async () => {
      const draft = { headline: 'خبر' };
      for (const [body, field] of [
        [{ id: 'x' }, 'body'],
        [{ id: 'x', draft, correct: { item: 'a', version: 1, correction: draft } }, 'body'],
        [{ id: 'x/y', draft }, 'id'],
        [{ id: 'x', draft: { headline: '' } }, 'draft.headline'],
        [{ id: 'x', draft, embargoedUntil: '2030-01-01T00:00' }, 'embargoedUntil'],
        [{ id: 'x', draft, embargoedUntil: '2020-01-01T00:00:00Z' }, 'embargoedUntil'],
        [{ id: 'x', correct: { item: 'a', version: 0, correction: draft } }, 'correct.version'],
        [{ id: 'x', correct: { item: 'a', version: 1, correction: {} } }, 'correct.correction'],
      ] as const) {
        const refused = await send(body);
        expect(refused, field).toMatchObject({ status: 422, body: { errors: [{ field }] } });
      }
      expect(await held()).toEqual([]);
    });

    it('N4 a time in the past, in 2100 or without an offset is refused, sent or changed; a skipped hour is a moment', async () => {
      const draft = { headline: 'خبر' };
      await send({ id: 'timed', draft, embargoedUntil: later() });
      const year = new Date(later(86_400_000)).getUTCFullYear() + 1;
      for (const embargoedUntil of [
        ...[new Date(Date.now() - 1_000).toISOString(), '2100-01-01T00:00:00Z'],
        // An hour that no clock of Berlin shows: without an offset it is no moment.
        ...[`${year}-03-28T02:30:00`, `${year}-02-30T10:00:00Z`, `${year}-03-28T02:30:00+25:00`],
        ...['+010000-01-01T00:00:00Z', '9999-12-31T23:59:59-12:00', 'tomorrow', ''],
      ]) {
        const refusal = { status: 422, body: { errors: [{ field: 'embargoedUntil' }] } };
        expect(await send({ id: 'bad', draft, embargoedUntil }), embargoedUntil).toMatchObject(
          refusal,
        );
        const changed = await call('PUT', `${DESK}/timed`, { draft, embargoedUntil }, at(1));
        expect(changed, embargoedUntil).toMatchObject(refusal);
      }
      // With one it is, in whichever zone it was written.
      const moment = later(7_200_000);
      const written = new Date(Date.parse(moment) + 3_600_000).toISOString().replace('Z', '+01:00');
      expect(await send({ id: 'skipped', draft, embargoedUntil: written })).toMatchObject({
        status: 202,
        body: { held: { embargoedUntil: moment, due: moment } },
      });
      expect((await held()).map(({ id }) => id).toSorted()).toEqual(['skipped', 'timed']);
      for (const { id } of await held()) await call('DELETE', `${DESK}/${id}`);
    });

    it('N3 an urgent one is changed, approved by another, and goes out once', async () => {
      const editor = await keyOf('editor', ['breaking']);
      const draft = { headline: 'عاجل جدا', urgency: 1, id: 'urgent' };
      const body = { id: 'u', draft };
      expect(await send(body, editor)).toMatchObject({
        status: 202,
        body: { held: { needs: 'chief' } },
      });
      const one = `${DESK}/u`;
      const words = { draft: { ...draft, headline: 'عاجل وأدق' } };
      expect(await call('PUT', one, words, editor)).toMatchObject({ status: 428 });
      const changed = await call('PUT', one, words, { ...editor, ...at(1) }, api.otherUrl);
      expect(changed).toMatchObject({ status: 200, body: { held: { version: 2 } } });
      const own = await call('POST', `${one}/approval`, undefined, { ...editor, ...at(2) });
      expect(own).toMatchObject({ status: 403 });
      const early = await call('POST', `${one}/release`, undefined, { ...editor, ...at(2) });
      expect(early).toMatchObject({ status: 409, body: { code: 'approval_needed' } });
      const stale = await call('POST', `${one}/approval`, undefined, at(1));
      expect(stale).toMatchObject({ status: 412, body: { code: 'version_stale' } });
      const approved = await call('POST', `${one}/approval`, undefined, at(2), api.otherUrl);
      expect(approved).toMatchObject({ status: 200, body: { held: { needs: 'nobody' } } });
      await until(async () => (await held()).length === 0, 'it to go out');
      expect(await call('GET', `${HEADLINES}/urgent`)).toMatchObject({
        body: { headline: 'عاجل وأدق', version: 1 },
      });
      expect(await send(body, editor)).toMatchObject({
        status: 201,
        body: { published: { headline: 'عاجل وأدق' } },
      });
    });

    it('N16 of what is held every field is changed, its time too, and what is taken away is gone', async () => {
      const full = { url: 'https://a.example/1', source: 'وكالة', by: 'منى', summary: 'نص' };
      const draft = { id: 'changed', headline: 'خبر', urgency: 4, ...full };
      const [at2h, at3h] = [later(7_200_000), later(10_800_000)];
      await send({ id: 'new', draft, embargoedUntil: later() });
      const other = { id: 'changed', headline: 'News', urgency: 6, language: 'en', pinned: true };
      const words = { draft: { ...other, expires: at3h }, embargoedUntil: at2h };
      expect(await call('PUT', `${DESK}/new`, words, at(1))).toMatchObject({ status: 200 });
      expect(await held(api.otherUrl)).toMatchObject([{ embargoedUntil: at2h, due: at2h }]);
      const [one] = await held(api.otherUrl);
      expect(one?.['sending']).toEqual({ what: 'publish', draft: words.draft });
      // Without a time it goes out as soon as it may: at once for a program.
      await call('PUT', `${DESK}/new`, { draft: other }, at(2), api.otherUrl);
      const isOut = async () => (await call('GET', `${HEADLINES}/changed`)).status === 200;
      await until(isOut, 'it to be out');
      const published = (await call('GET', `${HEADLINES}/changed`)).body;
      expect(published).toMatchObject({ ...other, version: 1 });
      for (const name of Object.keys(full)) expect(published).not.toHaveProperty(name);
    });

    it('N16 link and source of a held correction are taken away, from the headline too', async () => {
      const up = { id: 'up', headline: 'خبر', url: 'https://a.example/1', source: 'وكالة' };
      await call('POST', HEADLINES, up);
      const correct = (correction: object) => ({ correct: { item: 'up', version: 1, correction } });
      const first = { url: 'https://a.example/2', source: 'غيرها', headline: 'أدق' };
      await send({ id: 'c', ...correct(first), embargoedUntil: later() });
      const empty = correct({ url: null, source: null });
      expect(await call('PUT', `${DESK}/c`, empty, at(1))).toMatchObject({ status: 200 });
      await until(async () => (await held()).length === 0, 'it to go out');
      const { body } = await call('GET', `${HEADLINES}/up`);
      expect(body).toMatchObject({ version: 2, headline: 'خبر' });
      for (const name of ['url', 'source']) expect(body).not.toHaveProperty(name);
    });

    it('N3 an emergency goes without, with a reason; what is free goes at once, or on a word', async () => {
      const editor = await keyOf('second editor', ['breaking']);
      await send({ id: 'e', draft: { headline: 'زلزال', urgency: 1 } }, editor);
      const path = `${DESK}/e/override`;
      const mute = await call('POST', path, {}, { ...editor, ...at(1) });
      expect(mute).toMatchObject({ status: 422, body: { errors: [{ field: 'reason' }] } });
      const done = await call('POST', path, { reason: 'زلزال' }, { ...editor, ...at(1) });
      expect(done).toMatchObject({ body: { held: { consents: [{ reason: 'زلزال' }] } } });
      const free = await send({ id: 'f', draft: { headline: 'فورا' } }, editor);
      expect(free).toMatchObject({ status: 201, body: { published: { headline: 'فورا' } } });
      await send({ id: 'g', draft: { headline: 'لاحقا' }, embargoedUntil: later() });
      const now = await call('POST', `${DESK}/g/release`, undefined, at(1));
      expect(now).toMatchObject({ status: 200 });
      await until(async () => (await held()).length === 0, 'both to go out');
    });

    it('N12 the audit log tells all of it, to chiefs of the channel and to nobody else', async () => {
      const audit = (query: string, headers = {}) =>
        call('GET', `/api/audit?${query}`, undefined, headers);
      const page = z.looseObject({
        lines: z.array(z.looseObject({ act: z.string(), subject: z.string() })),
        next: z.string().optional(),
      });
      const whole = page.parse((await audit('channel=breaking&limit=1000')).body).lines;
      const acts = whole.filter(({ subject }) => subject === 'u').map(({ act }) => act);
      expect(acts).toEqual(['approve', 'change', 'hold']);
      expect(whole.find(({ subject }) => subject === 'urgent')).toMatchObject({
        act: 'publish',
        by: { kind: 'key', name: 'editor' },
        consents: [{ kind: 'key' }],
        after: { headline: 'عاجل وأدق' },
      });
      let read: unknown[] = [];
      for (let next: string | undefined = ''; next !== undefined;) {
        const before = next === '' ? '' : `&before=${next}`;
        const part = page.parse((await audit(`channel=breaking&limit=7${before}`)).body);
        read = [...read, ...part.lines];
        next = part.next;
      }
      expect(read).toEqual(whole);
      const everything = page.parse((await audit('limit=1000')).body).lines;
      expect(everything.length).toBeGreaterThanOrEqual(whole.length);
      const bad = await audit('before=nowhere');
      expect(bad).toMatchObject({ status: 422, body: { errors: [{ field: 'before' }] } });
      const editor = await keyOf('third editor', ['breaking']);
      expect(await audit('channel=breaking', editor)).toMatchObject({ status: 403 });
      expect(await audit('', editor)).toMatchObject({ status: 403 });
    });

    it('N11 warns of what was sent before, and of what is long, loud or without a link', async () => {
      const check = (draft: object) =>
        call('POST', '/api/channels/breaking/check', { draft }).then(({ body }) => body);
      const headline = 'وزير الخارجية الأردني يصل إلى القاهرة';
      const { id } = await api.publish({ headline });
      expect(await check({ headline: 'وزير الخارجيه الاردني يصل الى القاهره!' })).toEqual({
        warnings: [{ code: 'similar', id, likeness: 1 }, { code: 'no_link' }],
      });
      const shout = 'PRESIDENT RESIGNS AFTER LONG NIGHT '.repeat(4).trim();
      expect(await check({ headline: shout, url: 'http://127.0.0.1:1/' })).toEqual({
        warnings: [
          { code: 'long_120', characters: 139 },
          { code: 'capitals' },
          { code: 'other_language' },
          { code: 'dead_link' },
        ],
      });
      expect(await check({ headline: '' })).toMatchObject({ code: 'invalid' });
    });
  });
}
