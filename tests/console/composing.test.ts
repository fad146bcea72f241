/** The editors' console in a real browser, with readers on pages of others. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import type { Visit } from '../support/browser.ts';
import { PASSWORD } from '../support/newcomer.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { comeIn, press, says, sendByKey, write, written, wrongOn } from './cast.ts';
import { openRelay, type Relay } from '../e2e/relay.ts';
import { headlinesOn } from '../e2e/sight.ts';
import { elementTag, openStage, type Stage } from '../e2e/stage.ts';

describe('the console', () => {
  let stage: Stage;
  let relay: Relay;
  let reader: Page;
  beforeAll(async () => {
    stage = await openStage();
    relay = await openRelay(stage.hub.url);
    await stage.newsdesk.createChannel({ name: 'world', title: 'World', language: 'en' });
    ({ page: reader } = await stage.visit(elementTag(stage.hub.url)));
  });
  afterAll(async () => {
    await relay[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  const arrive = (name: string, rest = {}): Promise<Visit> =>
    comeIn(stage.hub.url, stage.browser, { name, ...rest });
  const isRead = (headline: string) =>
    until(async () => (await headlinesOn(reader)).includes(headline), headline, 20_000);
  /** How often it stands on the board, once nothing that was sent can still come. */
  async function timesUp(headline: string): Promise<number> {
    const held = `${stage.hub.url}/api/channels/breaking/held`;
    const isNone = async () => JSON.stringify((await request(held)).body) === '{"held":[]}';
    await until(isNone, 'all to be out', 20_000);
    return (await stage.newsdesk.board()).filter((one) => one === headline).length;
  }

  it('C1 one comes in by an invitation, goes out, and comes in by the password', async () => {
    const { page, complaints } = await arrive('laila');
    expect(page.url()).not.toContain('invitation');
    await press(page, 'خروج');
    await says(page, 'الدخول إلى غرفة التحرير');
    await page.locator('input[type=email]').fill('laila@news.example');
    await page.locator('input[autocomplete=current-password]').fill('wrong and long enough');
    await page.locator('button[type=submit]').click();
    await says(page, 'البريد أو كلمة المرور أو الرمز غير صحيح');
    await page.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.waitForSelector('.desk');
    await write(page, 'مسودة لم تُرسل');
    await page.evaluate("fetch('/api/session', { method: 'DELETE' })");
    await sendByKey(page);
    await says(page, 'الدخول إلى غرفة التحرير');
    await page.goto('about:blank');
    await page.goto(`${stage.hub.url}/console/#problem=provider_refused`);
    await says(page, 'لم يُقبل الدخول عبر مزوّد الهوية');
    await page.locator('input[type=email]').fill('laila@news.example');
    await page.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.waitForSelector('#headline');
    expect(await written(page)).toBe('مسودة لم تُرسل');
    // Chromium itself reports a 401 of a fetch; nothing else was said, no violation of the CSP either.
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
    await page.close();
  });

  it('C2 what is undone no reader sees, its words come back, and sent again it goes out once', async () => {
    const { page } = await arrive('mona');
    await write(page, 'استقالة الحكومة');
    await sendByKey(page);
    await page.waitForSelector('.undo');
    expect(await written(page)).toBe('');
    await write(page, 'خبر آخر قيد الكتابة');
    await page.keyboard.press('Escape');
    await until(async () => (await written(page)) === 'استقالة الحكومة', 'the words');
    await sendByKey(page);
    await page.waitForSelector('.undo');
    // What was begun before the undo is not lost.
    expect(await written(page)).toBe('خبر آخر قيد الكتابة');
    await isRead('استقالة الحكومة');
    expect(await timesUp('استقالة الحكومة')).toBe(1);
    await page.reload();
    await page.waitForSelector('#headline');
    expect(await written(page)).toBe('خبر آخر قيد الكتابة');
    await page.close();
  });

  it('C2 a lost answer is told, and tried again with the same sending, also after a reload', async () => {
    const { page } = await arrive('nadia', { at: relay.url });
    await write(page, 'خبر ضاع جوابه');
    relay.loseAnswers(true);
    await sendByKey(page);
    await says(page, 'لم يُرسل بعد');
    await page.waitForSelector('.link-bar');
    relay.loseAnswers(false);
    await until(async () => (await written(page)) === '', 'the answer', 20_000);
    await isRead('خبر ضاع جوابه');
    expect(await timesUp('خبر ضاع جوابه')).toBe(1);

    await write(page, 'خبر أُعيد تحميل صفحته');
    relay.loseAnswers(true);
    await sendByKey(page);
    await says(page, 'لم يُرسل بعد');
    relay.loseAnswers(false);
    await page.reload();
    await page.waitForSelector('#headline');
    expect(await written(page)).toBe('خبر أُعيد تحميل صفحته');
    await says(page, 'بدأ إرسال هذا الخبر ولم يصل الجواب');
    await sendByKey(page);
    await until(async () => (await written(page)) === '', 'the answer', 20_000);
    await isRead('خبر أُعيد تحميل صفحته');
    expect(await timesUp('خبر أُعيد تحميل صفحته')).toBe(1);
    await page.close();
  });

  it('C2 other words after a lost answer take the first back, though it has arrived', async () => {
    await stage.newsdesk.createChannel({ name: 'slow', title: 'قناة', undoWindow: 60 });
    const { page } = await arrive('samar', { at: relay.url });
    await page.locator('.channels').fill('slow');
    await page.waitForFunction("location.hash === '#/channel/slow'");
    await write(page, 'صياغة أولى وصلت');
    relay.loseAnswers(true);
    await sendByKey(page);
    await says(page, 'لم يُرسل بعد');
    relay.loseAnswers(false);
    await page.reload();
    await page.waitForSelector('#headline');
    await write(page, 'صياغة ثانية');
    await sendByKey(page);
    await page.waitForSelector('.undo');
    const { body } = await request(`${stage.hub.url}/api/channels/slow/held`);
    expect(JSON.stringify(body)).toContain('صياغة ثانية');
    expect(JSON.stringify(body)).not.toContain('صياغة أولى وصلت');
    await page.close();
  });

  it.each([
    ['a desk', 1280, false],
    ['a phone in the dark', 390, true],
  ])('C7 everybody can use it on %s, in both languages', async (_, width, dark) => {
    const { page, complaints } = await arrive(`yara-${width}`, {
      options: { width, height: 1800, dark },
    });
    for (const language of ['ar', 'en']) {
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      for (const tab of width < 900 ? ['list', 'compose'] : ['']) {
        if (tab) await page.locator(`.tabs input[value=${tab}]`).click();
        expect(await wrongOn(page)).toEqual([]);
        const overflow = 'document.documentElement.scrollWidth - innerWidth';
        expect(await page.evaluate(overflow)).toBe(0);
      }
      await page.evaluate('document.activeElement.blur()');
      await page.keyboard.press('?');
      await page.waitForSelector('dialog[open]');
      expect(await violationsOn(page, 'dialog')).toEqual([]);
      await page.keyboard.press('Escape');
      await until(async () => (await page.$('dialog')) === null, 'the sheet to close');
      await page.locator('.bar button[lang]').click();
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});
