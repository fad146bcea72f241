/** Headlines that are pinned and moved among the pinned, by machines and by the desk. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HEADLINES, type ApiUnderTest } from '../../support/api-under-test.ts';

const DESK = '/api/channels/breaking/held';
const boardSchema = z.looseObject({
  headlines: z.array(
    z.looseObject({ id: z.string(), pinned: z.boolean(), rank: z.number().optional() }),
  ),
});

export function placementSuite(api: ApiUnderTest): void {
  const { call, publish } = api;
  const at = (version: number) => ({ 'if-match': `"${version}"` });
  const one = (id: string) => `${HEADLINES}/${id}`;
  const pinned = async () =>
    boardSchema
      .parse(await api.board())
      .headlines.filter((item) => item.pinned)
      .map(({ id }) => id);

  describe('pinned headlines', () => {
    it('N17 P4 a rank that is none, or of what is not pinned, is refused by its name', async () => {
      await publish({ headline: 'عادي', id: 'plain' });
      const before = await api.board();
      const far = 2 ** 53 + 2;
      const item = { headline: 'a', pinned: true };
      const refused = { status: 422, body: { code: 'invalid', errors: [{ field: 'rank' }] } };
      for (const rank of ['1', true, null, [1], far, -far]) {
        const answer = await call('POST', HEADLINES, { ...item, rank });
        expect(answer, JSON.stringify(rank)).toMatchObject(refused);
      }
      for (const number of ['1e999', '-1e999']) {
        const body = `{"headline":"a","pinned":true,"rank":${number}}`;
        expect(await call('POST', HEADLINES, body), number).toMatchObject(refused);
        const patch = await call('PATCH', one('plain'), `{"rank":${number}}`, at(1));
        expect(patch, number).toMatchObject(refused);
      }
      for (const body of [
        { headline: 'a', rank: 1 },
        { headline: 'a', rank: 1, pinned: false },
      ]) {
        expect(await call('POST', HEADLINES, body)).toMatchObject(refused);
      }
      for (const body of [{ rank: 1 }, { rank: 1, pinned: false }, { rank: far, pinned: true }]) {
        expect(await call('PATCH', one('plain'), body, at(1))).toMatchObject(refused);
      }
      const correct = { item: 'plain', version: 1, correction: { rank: 1 } };
      expect(await call('POST', DESK, { id: 'rank-of-none', correct })).toMatchObject(refused);
      expect(await api.board()).toEqual(before);
    });

    it('N17 stand by their rank on every node, and without one by their age', async () => {
      for (const id of ['first', 'second']) await publish({ id, headline: id, pinned: true });
      await publish({ id: 'top', headline: 'top', pinned: true, rank: 2 ** 53 });
      await publish({ id: 'low', headline: 'low', pinned: true, rank: -(2 ** 53) });
      expect(await pinned()).toEqual(['top', 'second', 'first', 'low']);
      // A fraction comes back as it was sent.
      const rank = 1_764_000_000_000.123;
      const moved = await call('PATCH', one('second'), { rank }, at(1));
      expect(moved).toMatchObject({ status: 200, body: { version: 2, rank } });
      expect(await pinned()).toEqual(['top', 'first', 'second', 'low']);
      const back = await call('PATCH', one('second'), { rank: null }, at(2));
      expect(back.body).not.toHaveProperty('rank');
      expect(await pinned()).toEqual(['top', 'second', 'first', 'low']);
      const stale = await call('PATCH', one('second'), { rank: 1 }, at(2));
      expect(stale).toMatchObject({ status: 412, body: { code: 'version_stale' } });
    });

    it('N17 what is pinned later stands first of those, and unpinned it has no rank', async () => {
      const later = await call('PATCH', one('plain'), { pinned: true }, at(1));
      expect(later).toMatchObject({ status: 200, body: { pinned: true } });
      expect(await pinned()).toEqual(['top', 'plain', 'second', 'first', 'low']);
      const off = await call('PATCH', one('plain'), { pinned: false }, at(2));
      expect(off.body).not.toHaveProperty('rank');
      const document = await call('GET', one('top'), undefined, {
        accept: 'application/vnd.iptc.ninjs+json',
      });
      expect(document.body).not.toHaveProperty('rank');
      for (const id of await pinned()) await call('DELETE', one(id));
    });
  });
}
