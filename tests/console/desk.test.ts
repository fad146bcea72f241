/** The list of the console, and what people do together in it, in real browsers. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visit } from '../support/browser.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { comeIn, has, press, rows, says, sendByKey, texts, write } from './cast.ts';
import { openNewsdesk } from '../e2e/newsdesk.ts';
import { headlinesOn } from '../e2e/sight.ts';
import { elementTag, openStage, type Stage } from '../e2e/stage.ts';

describe('the list of the console', () => {
  let stage: Stage;
  let reader: Page;
  beforeAll(async () => {
    stage = await openStage();
    await stage.newsdesk.createChannel({ name: 'world', title: 'World', language: 'en' });
    ({ page: reader } = await stage.visit(elementTag(stage.hub.url)));
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const arrive = (name: string): Promise<Visit> => comeIn(stage.hub.url, stage.browser, { name });
  const isRead = (headline: string) =>
    until(async () => (await headlinesOn(reader)).includes(headline), headline, 20_000);

  it('C3 everything is found however it is spelt, with its versions, and with who looks at it', async () => {
    const desk = openNewsdesk(stage.hub.url);
    const item = await desk.publish({ headline: 'إيران تعلن نتائج الإقتراع' });
    await desk.correct(item, { headline: 'إيران تعلن نتائج الاقتراع' });
    await desk.withdraw(await desk.publish({ headline: 'خبر لم يصح' }));
    const [{ page }, { page: other }] = await Promise.all([arrive('dina'), arrive('ziad')]);
    await page.locator('#search').fill('ايران');
    await until(async () => (await rows(page)).length === 1, 'the one that is found');
    await page.locator('.versions summary').click();
    expect(await texts(page, '.versions ins')).toEqual(['الاقتراع']);
    await page.focus('.row');
    await until(
      async () => (await rows(other)).join().includes('ينظر فيه الآن: dina'),
      'who looks',
    );
    expect((await rows(page)).join()).not.toContain('ينظر فيه');
    await page.click('#search', { count: 3 });
    await page.keyboard.press('Backspace');
    await press(page, 'انتهى 1');
    await until(async () => (await rows(page)).join().includes('مسحوب'), 'what is gone');
    await Promise.all([page.close(), other.close()]);
  });

  it('C4 breaking news is asked about, and goes out by the word of a second person', async () => {
    const [{ page: first }, { page: second }] = await Promise.all([arrive('sami'), arrive('huda')]);
    await write(first, 'زلزال في العاصمة');
    await first.locator('.breaks input').click();
    await sendByKey(first);
    await first.waitForSelector('dialog[open]');
    const [asked = ''] = await texts(first, 'dialog');
    expect(asked).toContain('زلزال في العاصمة');
    expect(asked).toContain('أخبار عاجلة');
    await until(
      async () => (await texts(first, 'dialog')).join().includes('مشاهد واحد'),
      'how many watch',
    );
    await press(first, 'نعم، أرسِل');
    await until(() => has(first, 'ينتظر رئيس تحرير'), 'that it waits');
    expect(await first.$('.is-held .primary')).toBeNull();
    await until(() => has(second, 'زلزال في العاصمة'), 'it at the other desk');
    expect(await headlinesOn(reader)).not.toContain('زلزال في العاصمة');
    await press(second, 'موافقة');
    await isRead('زلزال في العاصمة');
    await until(async () => (await first.$('.is-held')) === null, 'that nothing waits');
    await Promise.all([first.close(), second.close()]);
  });

  it('C4 an emergency goes out without, and says why; the test channel says what it is', async () => {
    await stage.newsdesk.createChannel({ name: 'test-desk', title: 'قناة', isTest: true });
    const { page } = await arrive('ali');
    await page.locator('.channels').fill('test-desk');
    await page.waitForSelector('.desk.test .tag.test');
    await write(page, 'إنذار تجريبي');
    await page.locator('.breaks input').click();
    await sendByKey(page);
    await page.waitForSelector('dialog .tag.test');
    await press(page, 'نعم، أرسِل');
    await press(page, 'تجاوز للطوارئ');
    expect(await page.$('dialog .breaking:disabled')).not.toBeNull();
    await page.locator('dialog input').fill('لا أحد في المكتب');
    await press(page, 'نعم، أرسِل');
    await page.waitForSelector('.is-up');
    const audit = await request(`${stage.hub.url}/api/audit?channel=test-desk`);
    expect(JSON.stringify(audit.body)).toContain('لا أحد في المكتب');
    await page.close();
  });

  it('C5 a correction of an older version shows both texts, and loses neither', async () => {
    const item = await stage.newsdesk.publish({ headline: 'مقتل ثلاثة في حادث' });
    const { page } = await arrive('rami');
    await until(() => has(page, 'مقتل ثلاثة في حادث'), 'the row');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyC');
    await page.locator('.edit textarea').fill('مقتل ثلاثة في حادث سير');
    await stage.newsdesk.correct(item, { headline: 'مقتل أربعة في حادث' });
    await says(page, 'صدرت نسخة أحدث وأنت تكتب');
    await press(page, 'إرسال التصحيح');
    await page.waitForSelector('.sides');
    expect(await texts(page, '.mine, .theirs')).toEqual([
      'مقتل ثلاثة في حادث سير',
      'مقتل أربعة في حادث',
    ]);
    expect(await texts(page, '.sides ins')).toEqual(['سير', 'أربعة']);
    await press(page, 'متابعة بنصّي فوق المنشور الآن');
    await page.locator('.edit textarea').fill('مقتل أربعة في حادث سير');
    await press(page, 'إرسال التصحيح');
    await isRead('مقتل أربعة في حادث سير');
    await page.close();
  });

  it('C5 a typing error is put right silently, and a correction comes back by Esc with its words', async () => {
    await stage.newsdesk.publish({ headline: 'اجتماع في العاصمه' });
    const { page } = await arrive('salma');
    const edit = async (words: string) => {
      await page.waitForSelector('.is-up .acts');
      await page.evaluate('document.activeElement.blur()');
      await page.keyboard.press('KeyJ');
      await page.keyboard.press('KeyC');
      await page.locator('.edit textarea').fill(words);
    };
    await edit('اجتماع مؤجل في العاصمة');
    expect(await page.$('.edit input[type=checkbox]')).toBeNull();
    await press(page, 'إرسال التصحيح');
    await page.waitForSelector('.undo');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.edit textarea');
    const words = "document.querySelector('.edit textarea').value";
    expect(await page.evaluate(words)).toBe('اجتماع مؤجل في العاصمة');
    await page.locator('.edit textarea').fill('اجتماع في العاصمة');
    await page.locator('.edit input[type=checkbox]').click();
    await press(page, 'إرسال التصحيح');
    await isRead('اجتماع في العاصمة');
    const audit = await request(`${stage.hub.url}/api/audit?channel=breaking`);
    expect(JSON.stringify(audit.body)).toContain('"silent":true');
    await page.close();
  });

  it('C6 one is withdrawn with a reason, one is hidden and brought back, and a pause empties all', async () => {
    await stage.newsdesk.publish({ headline: 'خبر للسحب' });
    const { page } = await arrive('omar');
    await until(() => has(page, 'خبر للسحب'), 'the row');
    await isRead('خبر للسحب');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyH');
    await until(async () => !(await headlinesOn(reader)).includes('خبر للسحب'), 'it to be hidden');
    await page.waitForSelector('.is-withheld');
    await press(page, 'إعادة');
    await isRead('خبر للسحب');
    await until(async () => (await page.$('.is-withheld')) === null, 'the row to be back');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyW');
    await press(page, 'أُرسل بالخطأ');
    await page.locator('dialog .primary').click();
    await until(async () => !(await headlinesOn(reader)).includes('خبر للسحب'), 'it to be gone');
    await until(() => has(page, 'أُرسل بالخطأ'), 'the reason in the list');
    await press(page, 'إيقاف القناة');
    await page.locator('dialog .breaking').click();
    await says(page, 'القناة متوقفة: لا يرى أحد شيئًا');
    await until(async () => (await headlinesOn(reader)).length === 0, 'an empty board');
    await press(page, 'إعادة القناة');
    await until(async () => (await headlinesOn(reader)).length > 0, 'the board');
    await page.close();
  });

  it('C6 many are withdrawn at once, and a recall says how many it takes', async () => {
    const desk = openNewsdesk(stage.hub.url, 'world');
    await desk.publishAll(['One', 'Two', 'Three', 'Four'].map((headline) => ({ headline })));
    const { page } = await arrive('zain');
    await page.locator('.bar button[lang]').click();
    await page.goto(`${stage.hub.url}/console/#/channel/world`);
    await until(async () => (await rows(page)).length === 4, 'the rows');
    await page.locator('#search').fill('T');
    await until(async () => (await rows(page)).length === 2, 'what is found');
    for (const name of ['Select: Two', 'Select: Three']) {
      await page.locator(`::-p-aria([role="checkbox"][name="${name}"])`).click();
    }
    await says(page, '2 headlines selected');
    await press(page, 'Withdraw the selected');
    await page.locator('dialog .primary').click();
    await until(async () => (await desk.board()).length === 2, 'the two to be gone');
    expect((await desk.board()).sort()).toEqual(['Four', 'One']);
    await press(page, 'Recall');
    await says(page, '2 headlines are withdrawn');
    await press(page, 'Withdraw them all');
    await says(page, 'Withdrawn: 2.');
    expect(await desk.board()).toEqual([]);
    await page.close();
  });
});
