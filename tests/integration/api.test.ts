import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Validator } from '@seriousme/openapi-schema-validator';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openConformance, type Answer, type Conformance } from '../support/conformance.ts';
import { ADMIN_KEY } from '../support/hub-process.ts';
import { BACKENDS, startHubs, type TestHubs } from '../support/hubs.ts';

const NINJS = 'application/vnd.iptc.ninjs+json';
const SCHEMA = new URL('../../../shared/standards/ninjs-schema_3.1.json', import.meta.url);

const itemSchema = z.looseObject({ id: z.string(), version: z.number(), seq: z.number() });
const keySchema = z.looseObject({ id: z.string(), secret: z.string().default('') });
const manySchema = z.array(z.object({ status: z.number(), body: z.looseObject({}) }));

describe.each(BACKENDS)('the API on %s', (backend) => {
  let hubs: TestHubs;
  let conformance: Conformance;

  /** Every answer of every test is held against the hub's own OpenAPI document. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    hub = hubs.url,
  ): Promise<Answer> {
    const response = await fetch(`${hub}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
    expect(conformance.fault(method, path.split('?')[0] ?? '', answer)).toBeUndefined();
    return answer;
  }
  const headlines = '/api/channels/breaking/headlines';
  const publish = async (body: unknown) =>
    itemSchema.parse((await call('POST', headlines, body)).body);
  const board = async () => (await call('GET', headlines)).body;

  beforeAll(async () => {
    hubs = await startHubs(backend);
    conformance = openConformance(await (await fetch(`${hubs.url}/api/openapi.json`)).json());
  });
  afterAll(() => hubs.close());

  it('P4 the document is valid OpenAPI 3.1', async () => {
    const document: unknown = await (await fetch(`${hubs.url}/api/openapi.json`)).json();
    const validation = await new Validator().validate(z.looseObject({}).parse(document));
    expect(validation).toMatchObject({ valid: true });
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: hubs.url }] });
  });

  describe('arrays', () => {
    it('P4 each item is answered on its own, and the good ones are published in order', async () => {
      const { status, body } = await call('POST', headlines, [
        { headline: 'الأول' },
        { headline: '' },
        { headline: 'الثاني', id: 'many-2' },
        { headline: 'الثالث', id: 'many-2' },
        { headline: 'الرابع', colour: 'red' },
        'text',
        { uri: 'urn:newsml:agency:1', headlines: [{ role: 'main', value: 'من وكالة' }] },
      ]);
      expect(status).toBe(207);
      const answers = manySchema.parse(body);
      expect(answers.map((one) => one.status)).toEqual([201, 422, 201, 409, 422, 422, 201]);
      const seqs = answers.flatMap((one) => (one.status === 201 ? [Number(one.body['seq'])] : []));
      const [first = 0] = seqs;
      expect(seqs).toEqual([first, first + 1, first + 2]);
      expect(answers[1]?.body).toMatchObject({ errors: [{ field: 'headline' }] });
      expect(answers[4]?.body).toMatchObject({ errors: [{ field: 'colour' }] });
      const { headlines: shown } = z
        .object({ headlines: z.array(z.looseObject({ headline: z.string() })) })
        .loose()
        .parse(await board());
      expect(shown.slice(0, 3).map(({ headline }) => headline)).toEqual([
        'من وكالة',
        'الثاني',
        'الأول',
      ]);
    });

    it('P4 none, or more than a hundred, are refused whole', async () => {
      const before = await board();
      for (const count of [0, 101]) {
        const items = Array.from({ length: count }, () => ({ headline: 'خبر' }));
        const refused = await call('POST', headlines, items);
        expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'body' }] } });
      }
      expect(await board()).toEqual(before);
    });

    it('P1 a repeated array publishes nothing twice, from any node; another body is a conflict', async () => {
      const items = [{ headline: 'مرة' }, { headline: 'ومرة' }];
      const key = { 'idempotency-key': 'many' };
      const once = await call('POST', headlines, items, key);
      const before = await board();
      const again = await call('POST', headlines, items, key, hubs.otherUrl);
      expect(again.body).toEqual(once.body);
      for (const other of [[...items, { headline: 'ثالثة' }], [{ headline: 'x' }], items[0]]) {
        const refused = await call('POST', headlines, other, key);
        expect(refused).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
      }
      expect(await board()).toEqual(before);
    });
  });

  describe('ninjs', () => {
    const document = {
      uri: 'http://agency.example/items/4711',
      type: 'text',
      version: '1',
      language: 'ar',
      urgency: 2,
      by: 'أحمد',
      infoSources: [{ name: 'سي إن إن' }],
      headlines: [
        { role: 'short', contentType: 'text/plain', value: 'قصير' },
        { role: 'main', contentType: 'text/plain', value: 'لافروف في كوريا' },
      ],
      descriptions: [{ contentType: 'text/plain', value: 'سطر أول\nسطر ثان' }],
      renditions: [{ name: 'web', href: 'https://agency.example/4711', contentType: 'text/html' }],
      subjects: [{ name: 'سياسة' }],
    };

    it('P4 a document is published, by its type or by its shape, once by its uri', async () => {
      const typed = { 'content-type': NINJS };
      const published = await call('POST', headlines, document, typed);
      expect(published).toMatchObject({
        status: 201,
        body: {
          headline: 'لافروف في كوريا',
          summary: 'سطر أول سطر ثان',
          urgency: 2,
          by: 'أحمد',
          source: 'سي إن إن',
          url: 'https://agency.example/4711',
        },
      });
      const again = await call('POST', headlines, document, {}, hubs.otherUrl);
      expect(again).toMatchObject({ status: 409, body: { code: 'id_taken' } });
      const own = await publish({ ...document, uri: 'story-77' });
      expect(own.id).toBe('story-77');
    });

    it('P4 what must not be shown yet, or no longer, is refused by the name of its field', async () => {
      const before = await board();
      const later = new Date(Date.now() + 3_600_000).toISOString();
      for (const [over, field] of [
        [{ pubStatus: 'canceled' }, 'pubStatus'],
        [{ pubStatus: 'withheld' }, 'pubStatus'],
        [{ embargoedUntil: later }, 'embargoedUntil'],
        [{ headlines: [] }, 'headlines'],
        [{ headlines: [{ contentType: 'text/html', value: '<b>x</b>' }] }, 'headlines'],
        [{ headlines: [{ value: 'a\u202Eb' }] }, 'headlines.0.value'],
        [{ renditions: [{ name: 'web', href: 'javascript:x' }] }, 'renditions.0.href'],
        [{ urgency: 0 }, 'urgency'],
        [{ uri: '' }, 'uri'],
        [{ language: 'no tag' }, 'language'],
      ] as const) {
        const body = { ...document, uri: 'urn:x:refused', ...over };
        const refused = await call('POST', headlines, body);
        expect(refused, field).toMatchObject({ status: 422, body: { errors: [{ field }] } });
      }
      expect(await board()).toEqual(before);
    });

    it("P4 every headline is given as a document that the IPTC's schema takes", async ({
      skip,
    }) => {
      if (!existsSync(SCHEMA)) {
        skip('the schema of ninjs 3.1 is not at hand beside this checkout');
        return;
      }
      const ajv = new Ajv2020({ strict: false });
      addFormats.default(ajv);
      // Places have coordinates by another schema; a headline has no place.
      ajv.addSchema({ $id: 'https://geojson.org/schema/GeoJSON.json', not: {} });
      const schema = z.looseObject({}).parse(JSON.parse(readFileSync(SCHEMA, 'utf8')));
      const validate = ajv.compile(schema);
      const expires = new Date(Date.now() + 3_600_000).toISOString();
      const full = await publish({
        headline: 'نص "بين علامتين" <b>',
        summary: 'ملخص',
        url: 'https://news.example/1',
        source: 'وكالة',
        by: 'كاتب',
        expires,
        urgency: 1,
      });
      const least = await publish({ headline: 'نص' });
      const path = `${headlines}/${least.id}`;
      await call('DELETE', path, { edNote: 'خطأ' });
      for (const { id } of [full, least]) {
        const accept = { accept: NINJS };
        const { body, headers } = await call('GET', `${headlines}/${id}`, undefined, accept);
        expect(headers.get('content-type')).toBe(NINJS);
        expect(validate(body), ajv.errorsText(validate.errors)).toBe(true);
        expect(body).toMatchObject({ uri: `${hubs.url}${headlines}/${id}` });
      }
      // A document that came from here goes back under the same id.
      const { body } = await call('GET', `${headlines}/${full.id}`, undefined, { accept: NINJS });
      expect(await call('POST', headlines, body)).toMatchObject({ body: { code: 'id_taken' } });
    });
  });

  describe('channels', () => {
    const channels = '/api/channels';
    it('P4 are created, changed and deleted on every node at once', async () => {
      const created = await call('POST', channels, { name: 'sport', title: 'رياضة' });
      expect(created).toMatchObject({ status: 201, body: { boardSize: 20, language: 'ar' } });
      const path = '/api/channels/sport';
      const published = { headline: 'هدف' };
      // The other node may not have heard of it yet: a publish asks the store before it gives up.
      const sent = await call('POST', `${path}/headlines`, published, {}, hubs.otherUrl);
      expect(sent.status).toBe(201);
      const taken = await call('POST', channels, { name: 'sport', title: 'x' }, {}, hubs.otherUrl);
      expect(taken).toMatchObject({ status: 409, body: { code: 'channel_taken' } });
      const changed = await call('PATCH', path, { boardSize: 5, title: 'ملاعب' });
      expect(changed).toMatchObject({ status: 200, body: { boardSize: 5, language: 'ar' } });
      expect((await call('GET', path)).body).toEqual(changed.body);
      expect(await call('DELETE', path)).toMatchObject({ status: 204 });
      expect(await call('DELETE', path, undefined, {}, hubs.otherUrl)).toMatchObject({
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
      expect(await call('POST', own, body, as(editor.secret), hubs.otherUrl)).toMatchObject({
        status: 201,
      });
      const forbidden = { status: 403, body: { code: 'forbidden' } };
      expect(await call('POST', headlines, body, as(editor.secret))).toMatchObject(forbidden);
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
      expect(await call('POST', own, body, as(editor.secret), hubs.otherUrl)).toMatchObject({
        status: 401,
        body: { code: 'key_revoked' },
      });
      const { body: list } = await call('GET', '/api/keys');
      expect(JSON.stringify(list)).not.toContain(editor.secret);
      expect(list).toMatchObject({ keys: [{ id: editor.id, hint: editor.secret.slice(0, 10) }] });
    });

    it('P4 a bad grant names its field', async () => {
      for (const [body, field] of [
        [{ role: 'editor', channels: null }, 'name'],
        [{ name: 'x', role: 'chief', channels: null }, 'role'],
        [{ name: 'x', role: 'editor' }, 'channels'],
        [{ name: 'x', role: 'editor', channels: [] }, 'channels'],
        [{ name: 'x', role: 'admin', channels: ['breaking'] }, 'channels'],
        [{ name: 'x', role: 'editor', channels: ['breaking', 'nowhere'] }, 'channels.1'],
      ] as const) {
        const refused = await call('POST', '/api/keys', body);
        expect(refused, field).toMatchObject({ status: 422, body: { errors: [{ field }] } });
      }
      const nobody = await call('DELETE', '/api/keys/nobody');
      expect(nobody).toMatchObject({ status: 404, body: { code: 'key_not_found' } });
    });

    it('P4 without a key nothing is written or told, and the refusal says how to ask', async () => {
      for (const [method, path] of [
        ['POST', headlines],
        ['PATCH', `${headlines}/x`],
        ['DELETE', `${headlines}/x`],
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

  describe('reading', () => {
    it('H1 the board and every headline answer 304 to who has them, and any site may read them', async () => {
      const { id } = await publish({ headline: 'خبر' });
      for (const path of [headlines, `${headlines}/${id}`]) {
        const first = await call('GET', path, undefined, { origin: 'https://site.example' });
        expect(first.headers.get('access-control-allow-origin')).toBe('*');
        const etag = first.headers.get('etag') ?? '';
        const again = await call('GET', path, undefined, { 'if-none-match': etag });
        expect(again).toMatchObject({ status: 304, body: undefined });
      }
      await call('PATCH', `${headlines}/${id}`, { urgency: 1 }, { 'if-match': '"1"' });
      const stale = await call('GET', `${headlines}/${id}`, undefined, { 'if-none-match': '"1"' });
      expect(stale).toMatchObject({ status: 200, body: { version: 2 } });
    });

    it('W4 what came after a position is answered whole, or it is gone', async () => {
      const { id, seq } = await publish({ headline: 'خبر' });
      await call('DELETE', `${headlines}/${id}`);
      const { epoch } = z.looseObject({ epoch: z.string() }).parse(await board());
      const after = (position: string) => call('GET', `${headlines}?after=${position}`);
      expect(await after(`${epoch}:${seq - 1}`)).toMatchObject({
        body: {
          entries: [
            { seq, headline: { pubStatus: 'usable' } },
            { seq: seq + 1, headline: { pubStatus: 'canceled' } },
          ],
        },
      });
      for (const position of [`another:${seq}`, `${epoch}:${seq + 1_000}`]) {
        expect(await after(position)).toMatchObject({
          status: 410,
          body: { code: 'position_gone' },
        });
      }
      for (const position of ['x', `${epoch}:-1`, `${epoch}:01`, `${epoch}:99999999999999999`]) {
        const refused = await after(position);
        expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'after' }] } });
      }
    });

    it('H1 the hub is alive and ready, and its script stays at its hash', async () => {
      expect((await call('GET', '/healthz')).body).toEqual({ status: 'alive' });
      expect((await call('GET', '/readyz')).body).toEqual({ status: 'ready' });
      const floating = await fetch(`${hubs.url}/embed/v1/ticker.js`);
      const { url, integrity } = z
        .object({ url: z.string(), integrity: z.string() })
        .parse(await (await fetch(`${hubs.url}/embed/v1/ticker.json`)).json());
      const pinned = await fetch(`${hubs.otherUrl}${url}`, { integrity });
      expect(await pinned.text()).toBe(await floating.text());
      expect(pinned.headers.get('cache-control')).toContain('immutable');
      expect(pinned.headers.get('access-control-allow-origin')).toBe('*');
      expect((await fetch(`${hubs.url}/embed/nowhere/ticker.js`)).status).toBe(404);
    });
  });

  it('P4 a body that never ends is refused before it is read whole', async () => {
    const { hostname, port } = new URL(hubs.url);
    const socket = connect(Number(port), hostname);
    const head = [
      `POST ${headlines} HTTP/1.1`,
      `Host: ${hostname}`,
      `Authorization: Bearer ${ADMIN_KEY}`,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const chunk = `2000\r\n${'a'.repeat(0x2000)}\r\n`;
    let sent = 0;
    const answer = await new Promise<string>((resolve, reject) => {
      socket.once('data', (data: Buffer) => {
        resolve(data.toString());
      });
      socket.once('error', reject);
      // Far more than the limit, and still bounded: a hub that reads on fails this test.
      const send = (): void => {
        if (socket.destroyed || sent > 64) return;
        sent += 1;
        socket.write(chunk, () => setImmediate(send));
      };
      send();
    });
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('body_too_large');
  });

  it('P4 headers of the wrong form are named', async () => {
    const { id } = await publish({ headline: 'خبر' });
    const item = `${headlines}/${id}`;
    for (const [method, path, headers, field] of [
      ['PATCH', item, { 'if-match': '1' }, 'header If-Match'],
      ['PATCH', item, { 'if-match': '*' }, 'header If-Match'],
      ['DELETE', item, { 'if-match': 'W/"1"' }, 'header If-Match'],
      ['POST', headlines, { 'idempotency-key': 'a b' }, 'header Idempotency-Key'],
      ['POST', headlines, { 'idempotency-key': 'x'.repeat(201) }, 'header Idempotency-Key'],
    ] as const) {
      const refused = await call(method, path, { urgency: 1 }, headers);
      expect(refused).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await call('POST', headlines, 'headline=x', form)).toMatchObject({
      status: 415,
      body: { errors: [{ field: 'header Content-Type' }] },
    });
    expect(await call('GET', item)).toMatchObject({ body: { version: 1 } });
  });

  it('P4 every operation of the document was answered above, as it says', () => {
    expect(conformance.unseen()).toEqual([]);
  });
});
