/** What everybody may read. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../support/until.ts';
import { HEADLINES, type ApiUnderTest } from '../../support/api-under-test.ts';

const positionSchema = z.looseObject({ epoch: z.string(), seq: z.number() });

export function readingSuite(api: ApiUnderTest): void {
  const { call, publish, board } = api;

  /** Once this node's memory has followed its log so far; gives the epoch. */
  async function reached(seq: number): Promise<string> {
    let here = positionSchema.parse(await board());
    await until(async () => (here = positionSchema.parse(await board())).seq >= seq, 'the log');
    return here.epoch;
  }

  describe('reading', () => {
    it('H1 the board and every headline answer 304 to who has them, and any site may read them', async () => {
      const { id } = await publish({ headline: 'خبر' });
      for (const path of [HEADLINES, `${HEADLINES}/${id}`]) {
        const first = await call('GET', path, undefined, { origin: 'https://site.example' });
        expect(first.headers.get('access-control-allow-origin')).toBe('*');
        const etag = first.headers.get('etag') ?? '';
        const again = await call('GET', path, undefined, { 'if-none-match': etag });
        expect(again).toMatchObject({ status: 304, body: undefined });
      }
      await call('PATCH', `${HEADLINES}/${id}`, { urgency: 1 }, { 'if-match': '"1"' });
      const read = () => call('GET', `${HEADLINES}/${id}`, undefined, { 'if-none-match': '"1"' });
      // The node's memory follows its log.
      await until(async () => (await read()).status === 200, 'the correction');
      expect(await read()).toMatchObject({ status: 200, body: { version: 2 } });
    });

    it('W4 what came after a position is answered whole, or it is gone', async () => {
      const { id, seq } = await publish({ headline: 'خبر' });
      await publish({ headline: 'خبر آخر' });
      await call('DELETE', `${HEADLINES}/${id}`);
      const epoch = await reached(seq + 2);
      const after = (position: string) => call('GET', `${HEADLINES}?after=${position}`);
      expect(await after(`${epoch}:${seq - 1}`)).toMatchObject({
        body: {
          entries: [
            { seq, headline: { id, version: 2, pubStatus: 'canceled' } },
            { seq: seq + 1, headline: { pubStatus: 'usable' } },
            { seq: seq + 2, headline: { id, version: 2, pubStatus: 'canceled' } },
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

    it('H9 the words that are gone are read by people of the channel alone, and kept by no cache', async () => {
      const words = 'كلمات سحبت';
      const { id, seq } = await publish({ headline: words });
      await call('DELETE', `${HEADLINES}/${id}`);
      const epoch = await reached(seq + 1);
      const query = `?after=${epoch}:${seq - 1}`;
      const log = '/api/channels/breaking/log';
      const told = await call('GET', `${log}${query}`);
      expect(told).toMatchObject({
        status: 200,
        body: { entries: [{ seq, headline: { headline: words } }, { headline: { version: 2 } }] },
      });
      expect(told.headers.get('cache-control')).toBe('no-store');
      const everybody = await call('GET', `${HEADLINES}${query}`, undefined, { authorization: '' });
      expect(everybody.body).toMatchObject({ entries: [{ seq }, { seq: seq + 1 }] });
      expect(JSON.stringify(everybody.body)).not.toContain(words);
      const stranger = await call('GET', `${log}${query}`, undefined, { authorization: '' });
      expect(stranger).toMatchObject({ status: 401, body: { code: 'key_missing' } });
      expect(await call('GET', `${log}?after=another:1`)).toMatchObject({ status: 410 });
      expect(await call('GET', log)).toMatchObject({ status: 422 });
    });

    it('H1 the hub is alive and ready, and its script stays at its hash', async () => {
      expect((await call('GET', '/healthz')).body).toEqual({ status: 'alive' });
      expect((await call('GET', '/readyz')).body).toEqual({ status: 'ready' });
      const floating = await fetch(`${api.url}/embed/v1/ticker.js`);
      const { url, integrity } = z
        .object({ url: z.string(), integrity: z.string() })
        .parse(await (await fetch(`${api.url}/embed/v1/ticker.json`)).json());
      const pinned = await fetch(`${api.otherUrl}${url}`, { integrity });
      expect(await pinned.text()).toBe(await floating.text());
      expect(pinned.headers.get('cache-control')).toContain('immutable');
      expect(pinned.headers.get('access-control-allow-origin')).toBe('*');
      expect((await fetch(`${api.url}/embed/nowhere/ticker.js`)).status).toBe(404);
    });
  });
}
