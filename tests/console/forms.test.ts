/** What is written in the console's forms: all of it sent, changed, kept, and told where it is wrong. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Visit } from '../support/browser.ts';
import { PASSWORD } from '../support/newcomer.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { comeIn, has, press, says, sendByKey, texts, write, written, wrongOn } from './cast.ts';
import { openNewsdesk } from '../e2e/newsdesk.ts';
import { openStage, type Stage } from '../e2e/stage.ts';

const EDIT = '.edit textarea';
const listSchema = z.object({ held: z.array(z.looseObject({ id: z.string() })) });

describe('the forms of the console', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await stage.newsdesk.createChannel({ name: 'slow', title: 'قناة', undoWindow: 60 });
    await stage.newsdesk.createChannel({ name: 'bulk', title: 'قناة' });
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const arrive = async (name: string, channel = 'slow'): Promise<Visit> => {
    const visit = await comeIn(stage.hub.url, stage.browser, { name, options: { height: 1800 } });
    await visit.page.locator('.channels').fill(channel);
    await visit.page.waitForFunction(`location.hash === '#/channel/${channel}'`);
    return visit;
  };
  const path = (channel: string, rest: string) =>
    `${stage.hub.url}/api/channels/${channel}/${rest}`;
  const held = async (id: string, channel = 'slow') =>
    listSchema.parse((await request(path(channel, 'held'))).body).held.find((one) => one.id === id);
  const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  /** The field of this name, in the form that is open over a row. */
  const field = (page: Page, name: string, form = '.edit') =>
    page.locator(
      `::-p-xpath(//*[contains(@class, '${form.slice(1)}')]//label[normalize-space()='${name}']/../following-sibling::*[1])`,
    );
  async function change(page: Page, headline: string): Promise<void> {
    await until(() => has(page, headline), 'the row');
    await page
      .locator(`::-p-xpath(//article[contains(., '${headline}')]//button[contains(., 'تعديل')])`)
      .click();
    await page.waitForSelector(EDIT);
  }
  async function clear(page: Page, name: string): Promise<void> {
    await field(page, name).click({ count: 3 });
    await page.keyboard.press('Backspace');
  }
  async function signIn(page: Page, name: string): Promise<void> {
    await page.locator('input[type=email]').fill(`${name}@news.example`);
    await page.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.waitForSelector('.desk');
  }

  it('C21 writer and summary are written with the rest, and what is wrong stands at its field', async () => {
    const { page } = await arrive('dalia');
    await write(page, 'خبر كامل');
    await field(page, 'الكاتب', '.compose').fill('م'.repeat(121));
    await says(page, '120 حرفًا على الأكثر.');
    expect(await texts(page, '.tally.over')).toEqual(['121 / 120']);
    expect(await page.$('.send button:disabled')).not.toBeNull();
    const faulty = "document.querySelector('.compose [aria-invalid=true]')";
    const told = `${faulty}.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent)`;
    expect(await page.evaluate(told)).toContain('120 حرفًا على الأكثر.');
    await field(page, 'الكاتب', '.compose').fill('داليا');
    await field(page, 'التفصيل', '.compose').fill('سطر وسطر');
    expect(await wrongOn(page, '.compose')).toEqual([]);
    await sendByKey(page);
    await page.waitForSelector('.undo');
    const { body } = await request(path('slow', 'held'));
    const sent = listSchema
      .parse(body)
      .held.find((one) => JSON.stringify(one).includes('خبر كامل'));
    expect(sent).toMatchObject({ sending: { draft: { by: 'داليا', summary: 'سطر وسطر' } } });
    // Taken back, all of it is in the fields again.
    await page.keyboard.press('Escape');
    await until(async () => (await written(page)) === 'خبر كامل', 'the words');
    expect(await page.evaluate("document.querySelectorAll('.more textarea')[0].value")).toBe(
      'سطر وسطر',
    );
    await page.close();
  });

  it('C22 what is held has another time and language, and its link is really gone', async () => {
    const link = { url: 'https://a.example/1', source: 'الاتحاد' };
    const draft = { headline: 'نتائج المجموعة', ...link, expires: later(6) };
    await request(path('slow', 'held'), 'POST', { id: 'held', draft, embargoedUntil: later(2) });
    const { page } = await arrive('hiba');
    await change(page, 'نتائج المجموعة');
    const wall = (hours: number) =>
      page.evaluate(`new Date(${Date.now() + hours * 3_600_000} - new Date().getTimezoneOffset()
        * 60_000).toISOString().slice(0, 16)`);
    await field(page, 'موعد النشر').fill(String(await wall(8)));
    await press(page, 'حفظ التعديل');
    // The hub refuses it; the reader's words stand at the field, and the cursor is in it.
    await says(page, 'ينتهي قبل موعد نشره.');
    expect(await texts(page, '.edit .refused p')).toEqual(['في الحقول ما لا يصلح.']);
    const focused = 'document.activeElement.tagName + document.activeElement.ariaInvalid';
    expect(await page.evaluate(focused)).toBe('SELECTtrue');
    expect(await wrongOn(page, '.edit')).toEqual([]);
    await field(page, 'موعد النشر').fill(String(await wall(4)));
    // Somebody else changes it meanwhile: what this editor has left alone follows that.
    const other = { draft: { ...draft, headline: 'نتائج أدق' }, embargoedUntil: later(2) };
    await request(path('slow', 'held/held'), 'PUT', other, { 'if-match': '"1"' });
    await press(page, 'متابعة فوقها');
    await field(page, 'لغة الخبر').fill('fa');
    await clear(page, 'الرابط');
    await field(page, 'الكاتب').fill('هبة');
    await press(page, 'حفظ التعديل');
    await until(async () => (await page.$('.edit')) === null, 'the form to close');
    const changed = await held('held');
    expect(changed).toMatchObject({
      sending: {
        draft: { headline: 'نتائج أدق', language: 'fa', source: 'الاتحاد', by: 'هبة' },
      },
    });
    expect(JSON.stringify(changed)).not.toContain('a.example');
    const due = Date.parse(z.looseObject({ due: z.string() }).parse(changed).due);
    expect(Math.abs(due - Date.now() - 4 * 3_600_000)).toBeLessThan(120_000);
    await page.close();
  });

  it('C22 link and source of a held correction are cleared, from what is up too', async () => {
    const desk = openNewsdesk(stage.hub.url, 'slow');
    const up = { headline: 'افتتاح المعرض', url: 'https://a.example/up', source: 'الوكالة' };
    const { id, version } = await desk.publish(up);
    const correction = { url: 'https://a.example/held', headline: 'افتتاح معرض الكتاب' };
    const correct = { item: id, version, correction };
    const embargoedUntil = later(2);
    await request(path('slow', 'held'), 'POST', { id: 'c', correct, embargoedUntil });
    const { page } = await arrive('rula');
    await change(page, 'افتتاح معرض الكتاب');
    await clear(page, 'الرابط');
    await clear(page, 'المصدر');
    await press(page, 'حفظ التعديل');
    await until(async () => (await page.$('.edit')) === null, 'the form to close');
    expect(await held('c')).toMatchObject({
      embargoedUntil,
      sending: { correction: { url: null, source: null, headline: 'افتتاح معرض الكتاب' } },
    });
    await page.close();
  });

  it('C23 a form outlives a reload and the end of the session, and nobody else sees a word', async () => {
    await openNewsdesk(stage.hub.url, 'bulk').publish({ headline: 'انطلاق المؤتمر' });
    const { page } = await arrive('lina', 'bulk');
    const words = `document.querySelector('${EDIT}').value`;
    await until(() => has(page, 'انطلاق المؤتمر'), 'the row');
    await press(page, 'تصحيح');
    await page.locator(EDIT).fill('انطلاق مؤتمر المناخ');
    for (const leave of [() => page.keyboard.press('Escape'), () => page.reload()]) {
      await leave();
      await says(page, 'تعديل كتبته ولم ترسله');
      await press(page, 'متابعة');
      expect(await page.evaluate(words)).toBe('انطلاق مؤتمر المناخ');
    }
    await page.evaluate("fetch('/api/session', { method: 'DELETE' })");
    await page.reload();
    await says(page, 'الدخول إلى غرفة التحرير');

    const other = await comeIn(stage.hub.url, stage.browser, {
      ...{ name: 'ghada', options: { beside: page } },
    });
    await other.page.goto(`${stage.hub.url}/console/#/channel/bulk`);
    await until(() => has(other.page, 'انطلاق المؤتمر'), 'the row');
    expect(await other.page.content()).not.toContain('انطلاق مؤتمر المناخ');
    // She has nothing unsent, so that nothing is asked.
    await press(other.page, 'خروج');
    await says(other.page, 'الدخول إلى غرفة التحرير');
    await other.page.close();

    await page.reload();
    await signIn(page, 'lina');
    await press(page, 'متابعة');
    expect(await page.evaluate(words)).toBe('انطلاق مؤتمر المناخ');
    await press(page, 'إرسال التصحيح');
    await page.waitForSelector('.undo');
    expect(await page.evaluate('Object.keys(localStorage).join()')).not.toContain('ajil.edit');
    await page.close();
  });

  it('C23 a sign-out asks before it deletes what was not sent', async () => {
    const { page } = await arrive('maya');
    await write(page, 'مسودة على مكتب مشترك');
    await press(page, 'خروج');
    await page.waitForSelector('dialog');
    expect(await texts(page, 'dialog li')).toEqual(['مسودة على مكتب مشترك']);
    expect(await wrongOn(page, 'dialog')).toEqual([]);
    await page.keyboard.press('Enter');
    await until(async () => (await page.$('dialog')) === null, 'the sheet to close');
    expect(await written(page)).toBe('مسودة على مكتب مشترك');
    await press(page, 'خروج');
    await press(page, 'خروج وحذفها');
    await says(page, 'الدخول إلى غرفة التحرير');
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('مسودة');
    await signIn(page, 'maya');
    await page.goto(`${stage.hub.url}/console/#/channel/slow`);
    await page.waitForSelector('#headline');
    expect(await written(page)).toBe('');
    await page.close();
  });

  it('C24 of many the rest are withdrawn after one that failed, and that stays, with its reason', async () => {
    const desk = openNewsdesk(stage.hub.url, 'bulk');
    const items = [];
    for (const headline of ['One', 'Two', 'Three']) items.push(await desk.publish({ headline }));
    const { page } = await arrive('nawal', 'bulk');
    await until(() => has(page, 'Three'), 'the rows');
    for (const name of ['One', 'Two', 'Three']) {
      await page.locator(`::-p-aria([role="checkbox"][name="تحديد: ${name}"])`).click();
    }
    await press(page, 'سحب المحدد');
    // The link drops for one of them.
    await page.setRequestInterception(true);
    const lost = items[1]?.id ?? '';
    page.on('request', (one) => {
      const isLost = one.method() === 'DELETE' && one.url().endsWith(lost);
      void (isLost ? one.abort() : one.continue());
    });
    await page.locator('dialog .primary').click();
    await says(page, 'تعذّر سحب خبر واحد، وسُحبت البقية.');
    expect(await texts(page, 'dialog li')).toEqual(['Two لم يُجب الخادم.']);
    expect(await wrongOn(page, 'dialog')).toEqual([]);
    const board = (await desk.board()).filter((one) => !one.startsWith('انطلاق'));
    expect(board).toEqual(['Two']);
    expect(await texts(page, '.bulk')).toEqual([expect.stringContaining('حُدّد خبر واحد')]);
    page.removeAllListeners('request');
    await page.setRequestInterception(false);
    await press(page, 'إعادة المحاولة');
    await until(async () => (await page.$('dialog')) === null, 'the sheet to close');
    expect((await desk.board()).filter((one) => !one.startsWith('انطلاق'))).toEqual([]);
    await page.close();
  });
});
