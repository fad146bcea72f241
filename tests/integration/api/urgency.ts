import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HEADLINES, type ApiUnderTest } from '../../support/api-under-test.ts';

const issued = z.looseObject({ secret: z.string() });
const REFUSED = { status: 403, body: { code: 'forbidden', errors: [{ field: 'urgency' }] } };

export function urgencySuite(api: ApiUnderTest): void {
  describe('a key with a highest urgency', () => {
    let key: Record<string, string>;
    beforeAll(async () => {
      const grant = { name: 'desk of lesser news', role: 'editor', channels: null };
      const made = await api.call('POST', '/api/keys', { ...grant, highestUrgency: 3 });
      key = { authorization: `Bearer ${issued.parse(made.body).secret}` };
    });
    const send = (method: string, path: string, body?: unknown, headers = {}) =>
      api.call(method, path, body, { ...key, ...headers });
    const at = (version: number) => ({ 'if-match': `"${version}"` });

    it('A10 publishes no more urgent headline, alone, among others, or held', async () => {
      const urgent = { headline: 'عاجل جدا', urgency: 2 };
      const before = await api.board();
      expect(await send('POST', HEADLINES, urgent)).toMatchObject(REFUSED);
      const many = await send('POST', HEADLINES, [urgent]);
      expect(many.body).toMatchObject([{ status: 403 }]);
      const held = await send('POST', HEADLINES.replace('headlines', 'held'), {
        ...{ id: 'urgent-by-key', draft: urgent },
      });
      expect(held).toMatchObject(REFUSED);
      expect(await api.board()).toEqual(before);
      expect(await send('POST', HEADLINES, { headline: 'أقل', urgency: 3 })).toMatchObject({
        status: 201,
      });
    });

    it('A10 corrects nothing that is more urgent or would be, and withdraws all the same', async () => {
      const { id } = await api.publish({ headline: 'عاجل', urgency: 1 });
      const item = `${HEADLINES}/${id}`;
      for (const correction of [{ headline: 'غيره' }, { urgency: 5 }]) {
        expect(await send('PATCH', item, correction, at(1))).toMatchObject(REFUSED);
      }
      const other = await api.publish({ headline: 'عادي' });
      const raised = await send('PATCH', `${HEADLINES}/${other.id}`, { urgency: 2 }, at(1));
      expect(raised).toMatchObject(REFUSED);
      expect(await send('DELETE', item)).toMatchObject({ status: 200 });
    });
  });
}
