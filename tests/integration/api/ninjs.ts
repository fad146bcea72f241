/** Documents in the IPTC's format, in and out. */
import { describe, expect, it } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { HEADLINES, type ApiUnderTest } from '../../support/api-under-test.ts';

const NINJS = 'application/vnd.iptc.ninjs+json';
const SCHEMA = new URL('../../../../shared/standards/ninjs-schema_3.1.json', import.meta.url);

export function ninjsSuite(api: ApiUnderTest): void {
  const { call, publish, board } = api;

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
      const published = await call('POST', HEADLINES, document, typed);
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
      const again = await call('POST', HEADLINES, document, {}, api.otherUrl);
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
        const refused = await call('POST', HEADLINES, body);
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
      const path = `${HEADLINES}/${least.id}`;
      await call('DELETE', path, { edNote: 'خطأ' });
      for (const { id } of [full, least]) {
        const accept = { accept: NINJS };
        const { body, headers } = await call('GET', `${HEADLINES}/${id}`, undefined, accept);
        expect(headers.get('content-type')).toBe(NINJS);
        expect(validate(body), ajv.errorsText(validate.errors)).toBe(true);
        expect(body).toMatchObject({ uri: `${api.url}${HEADLINES}/${id}` });
      }
      // A document that came from here goes back under the same id.
      const { body } = await call('GET', `${HEADLINES}/${full.id}`, undefined, { accept: NINJS });
      expect(await call('POST', HEADLINES, body)).toMatchObject({ body: { code: 'id_taken' } });
    });
  });
}
