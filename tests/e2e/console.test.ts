/** The editors' console in a real browser, with readers on pages of others. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn, type Violation } from '../support/axe.ts';
import type { Visit } from '../support/browser.ts';
import { PASSWORD } from '../support/newcomer.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { comeIn, rows, sendByKey, texts, write, written } from './console-cast.ts';
import { openNewsdesk } from './newsdesk.ts';
import { openRelay, type Relay } from './relay.ts';
import { headlinesOn } from './sight.ts';
import { elementTag, openStage, type Stage } from './stage.ts';

const says = async (page: Page, text: string): Promise<void> => {
  await page.waitForSelector(`::-p-text(${text})`);
};
const press = (page: Page, name: string): Promise<void> =>
  page.locator(`::-p-aria([role="button"][name="${name}"])`).click();
const has = async (page: Page, text: string): Promise<boolean> =>
  (await rows(page)).some((row) => row.includes(text));
/** Selects have a sign as their background: axe can't measure on it. Their colours are those of the inputs. */
const isSelect = ({ target, message }: Violation): boolean =>
  /select$|\.channels$/.test(target) && message.includes('background image');

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
    const { page } = await arrive('samar', { at: relay.url });
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
    await isRead('صياغة ثانية');
    expect(await timesUp('صياغة أولى وصلت')).toBe(0);
    await page.close();
  });

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

  it.each([
    ['a desk', 1280],
    ['a phone', 390],
  ])('C7 everybody can use it on %s, in both languages', async (_, width) => {
    const { page, complaints } = await arrive(`yara-${width}`, {
      options: { width, height: 1800 },
    });
    for (const language of ['ar', 'en']) {
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      for (const tab of width < 900 ? ['list', 'compose'] : ['']) {
        if (tab) await page.locator(`.tabs input[value=${tab}]`).click();
        expect((await violationsOn(page)).filter((one) => !isSelect(one))).toEqual([]);
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
