/** What is taken back: put right, held while it is checked, recalled; and a channel that is paused. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiUnderTest } from '../../support/api-under-test.ts';
import { openViewer, type Viewer } from '../../support/viewer.ts';
import { until } from '../../support/until.ts';

const itemSchema = z.looseObject({ id: z.string(), version: z.number() });
const boardSchema = z.looseObject({
  epoch: z.string(),
  seq: z.number(),
  headlines: z.array(z.looseObject({ id: z.string(), headline: z.string() })),
});

export function takingBackSuite(api: ApiUnderTest): void {
  const CHANNEL = '/api/channels/test-back';
  const path = `${CHANNEL}/headlines`;
  const call: ApiUnderTest['call'] = (...asked) => api.call(...asked);

  const publish = async (body: object) => itemSchema.parse((await call('POST', path, body)).body);
  const board = async (hub?: string) =>
    boardSchema.parse((await call('GET', path, undefined, {}, hub)).body);
  const ids = async (hub?: string) => (await board(hub)).headlines.map(({ id }) => id);
  const shown = (viewer: Viewer) => viewer.board().map(({ id }) => id);

  describe('taking back', () => {
    beforeEach(async () => {
      await call('POST', '/api/channels', { name: 'test-back', title: 'تجربة', isTest: true });
    });
    afterEach(async () => {
      await call('DELETE', CHANNEL);
    });

    it('N6 a stale correction is told how the headline stands, and a typing error is put right silently', async () => {
      const { id } = await publish({ headline: 'رئيس الوزراء يصل الى بيروت', urgency: 1 });
      await call('PATCH', `${path}/${id}`, { urgency: 2 }, { 'if-match': '"1"' });
      const stale = await call('PATCH', `${path}/${id}`, { urgency: 3 }, { 'if-match': '"1"' });
      expect(stale).toMatchObject({
        status: 412,
        body: { current: { version: 2, urgency: 2, headline: 'رئيس الوزراء يصل الى بيروت' } },
      });
      const fix = { item: id, version: 2, silent: true };
      const big = { ...fix, correction: { headline: 'رئيس الوزراء يغادر بيروت' } };
      const refused = await call('POST', `${CHANNEL}/held`, { id: 'big', correct: big });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'silent' }] } });
      const small = { ...fix, correction: { headline: 'رئيس الوزراء يصل إلى بيروت' } };
      // Urgent, and yet it waits for nobody.
      const done = await call('POST', `${CHANNEL}/held`, { id: 'small', correct: small });
      expect(done).toMatchObject({ status: 201, body: { published: { version: 3 } } });
      const again = { headline: 'رئيس الوزراء يصل إلى بيروت.' };
      const patched = await call('PATCH', `${path}/${id}?silent=1`, again, { 'if-match': '"3"' });
      expect(patched).toMatchObject({ status: 200, body: { version: 4 } });
      const audit = await call('GET', '/api/audit?channel=test-back&limit=3');
      expect(audit.body).toMatchObject({
        lines: [{ act: 'correct', silent: true }, { silent: true }, { act: 'correct' }],
      });
    });

    it('N7 a headline leaves every board while it is checked, and comes back at its place', async () => {
      const first = await publish({ headline: 'أول', summary: 'نص', edNote: undefined });
      const { id } = await publish({ headline: 'ثان' });
      const third = await publish({ headline: 'ثالث' });
      const viewer = openViewer(api.otherUrl, ['websocket'], 'test-back');
      await until(() => shown(viewer).length === 3, 'the board');
      const hold = `${path}/${id}/hold`;
      const held = await call('POST', hold, { edNote: 'نتحقق' });
      expect(held).toMatchObject({ status: 200, body: { pubStatus: 'withheld', version: 2 } });
      expect(held.body).not.toHaveProperty('headline');
      expect(await call('POST', hold)).toMatchObject({ body: { version: 2 } });
      await until(() => shown(viewer).length === 2, 'it to leave the board');
      expect(await ids()).toEqual([third.id, first.id]);
      expect((await call('GET', `${path}/${id}`)).body).not.toHaveProperty('headline');
      const correction = await call(
        'PATCH',
        `${path}/${id}`,
        { urgency: 3 },
        { 'if-match': '"2"' },
      );
      expect(correction).toMatchObject({ status: 409, body: { code: 'withheld' } });
      const back = await call('DELETE', hold, undefined, {}, api.otherUrl);
      expect(back).toMatchObject({ status: 200, body: { headline: 'ثان', version: 3 } });
      expect(await call('DELETE', hold)).toMatchObject({ body: { version: 3 } });
      await until(() => shown(viewer).length === 3, 'it to come back');
      await until(async () => (await ids()).length === 3, 'it to be back here too');
      expect(await ids()).toEqual([third.id, id, first.id]);
      expect(shown(viewer)).toEqual([third.id, id, first.id]);
      await call('POST', hold);
      expect(await call('DELETE', `${path}/${id}`)).toMatchObject({
        body: { pubStatus: 'canceled', version: 5 },
      });
      const gone = await call('DELETE', hold);
      expect(gone).toMatchObject({ status: 409, body: { code: 'withdrawn' } });
      viewer.close();
    });

    it('N8 a recall withdraws what was published lately, newest first, and tells what is still held', async () => {
      const draft = (headline: string) => ({ headline });
      const sent = [];
      for (const text of ['واحد', 'اثنان', 'ثلاثة']) sent.push((await publish(draft(text))).id);
      await call('DELETE', `${path}/${sent[1] ?? ''}`);
      await call('POST', `${path}/${sent[0] ?? ''}/hold`);
      const embargoedUntil = new Date(Date.now() + 3_600_000).toISOString();
      const waiting = { id: 'waits', draft: draft('لاحقا'), embargoedUntil };
      await call('POST', `${CHANNEL}/held`, waiting);
      const answer = await call('POST', `${CHANNEL}/recall`, { minutes: 5 });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          recalled: [
            { id: sent[2], withdrawn: { pubStatus: 'canceled' } },
            { id: sent[0], withdrawn: { edNote: 'نُشر هذا الخبر خطأً، وقد سُحب.' } },
          ],
          held: [{ id: 'waits' }],
        },
      });
      expect(await ids()).toEqual([]);
      expect(await call('POST', `${CHANNEL}/recall`, { minutes: 5 })).toMatchObject({
        body: { recalled: [] },
      });
      const much = await call('POST', `${CHANNEL}/recall`, { minutes: 1_441 });
      expect(much).toMatchObject({ status: 422, body: { errors: [{ field: 'minutes' }] } });
    });

    it('N9 a paused channel shows nothing on any node, and comes back with all that was put right', async () => {
      const kept = await publish({ headline: 'يبقى' });
      const wrong = await publish({ headline: 'خطأ' });
      const viewer = openViewer(api.otherUrl, ['websocket'], 'test-back');
      await until(() => shown(viewer).length === 2, 'the board');
      const before = await board();
      const pause = `${CHANNEL}/pause`;
      expect(await call('POST', pause)).toMatchObject({ status: 200, body: { paused: true } });
      await until(() => shown(viewer).length === 0, 'the board to be emptied');
      await until(async () => (await ids(api.otherUrl)).length === 0, 'the other node');
      expect(await ids()).toEqual([]);
      const refused = await call('POST', path, { headline: 'جديد' });
      expect(refused).toMatchObject({ status: 409, body: { code: 'paused' } });
      const told = viewer.entries.length;
      await call('PATCH', `${path}/${kept.id}`, { headline: 'مصحح' }, { 'if-match': '"1"' });
      await call('DELETE', `${path}/${wrong.id}`);
      const { seq } = before;
      await until(async () => (await board(api.otherUrl)).seq === seq + 2, 'both to arrive');
      expect(viewer.entries).toHaveLength(told);
      expect(await call('DELETE', pause, undefined, {}, api.otherUrl)).toMatchObject({
        body: { paused: false },
      });
      await until(() => shown(viewer).length === 1, 'the board to come back');
      expect(viewer.board()).toMatchObject([{ headline: 'مصحح', version: 2 }]);
      expect(viewer.entries).toHaveLength(told);
      await until(async () => (await ids()).length === 1, 'this node too');
      const settings = await call('PATCH', CHANNEL, { paused: true });
      expect(settings).toMatchObject({ status: 200, body: { paused: true } });
      viewer.close();
    });

    it('N9 what falls due in a pause is kept, and goes out after it', async () => {
      await call('POST', `${CHANNEL}/pause`);
      const draft = { headline: 'مؤجل', id: 'due' };
      const now = await call('POST', `${CHANNEL}/held`, { id: 'h0', draft });
      expect(now).toMatchObject({ status: 409, body: { code: 'paused' } });
      const embargoedUntil = new Date(Date.now() + 100).toISOString();
      await call('POST', `${CHANNEL}/held`, { id: 'h', draft, embargoedUntil });
      const problem = async () => JSON.stringify((await call('GET', `${CHANNEL}/held`)).body);
      await until(async () => (await problem()).includes('"code":"paused"'), 'the problem');
      await call('DELETE', `${CHANNEL}/pause`);
      await until(async () => (await ids()).includes('due'), 'it to go out');
      await until(async () => (await problem()) === '{"held":[]}', 'nothing to be held');
    });

    it('N13 what is held for a channel that is deleted goes with it', async () => {
      const embargoedUntil = new Date(Date.now() + 3_600_000).toISOString();
      const waiting = { id: 'waits', draft: { headline: 'لاحقا' }, embargoedUntil };
      await call('POST', `${CHANNEL}/held`, waiting);
      expect((await call('GET', `${CHANNEL}/held`)).body).toMatchObject({
        held: [{ id: 'waits' }],
      });
      await call('DELETE', CHANNEL);
      await call('POST', '/api/channels', { name: 'test-back', title: 'تجربة', isTest: true });
      expect((await call('GET', `${CHANNEL}/held`)).body).toEqual({ held: [] });
    });

    it('N10 a test channel is one by its name and for good, and says so to its viewers', async () => {
      for (const body of [
        { name: 'test-x', title: 'x' },
        { name: 'tests', title: 'x', isTest: true },
      ]) {
        const refused = await call('POST', '/api/channels', body);
        expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'isTest' }] } });
      }
      const changed = await call('PATCH', CHANNEL, { isTest: false, title: 'x' });
      expect(changed).toMatchObject({ status: 422, body: { errors: [{ field: 'isTest' }] } });
      const viewers = ['test-back', 'breaking'].map((name) =>
        openViewer(api.url, ['websocket'], name),
      );
      await until(() => viewers.every(({ snapshots }) => snapshots.length > 0), 'the snapshots');
      expect(viewers.map(({ snapshots }) => snapshots[0]?.test)).toEqual([true, undefined]);
      const pages = ['test-back', 'breaking'].map(async (name) =>
        (await fetch(`${api.url}/live/${name}`)).text(),
      );
      const told = (await Promise.all(pages)).map((page) => page.includes('تجربة / TEST'));
      expect(told).toEqual([true, false]);
      for (const viewer of viewers) viewer.close();
    });
  });
}
