/** The console by its keys, in the hands of an editor and of a reporter. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { comeIn, has, press, rows, says, sendByKey, texts, write } from './cast.ts';
import { wordsIn } from './day-words.ts';
import { headlinesOn } from '../e2e/sight.ts';
import { elementTag, openStage, type Stage } from '../e2e/stage.ts';

const { desk } = wordsIn('ar');

describe('the keys of the console', () => {
  let stage: Stage;
  let reader: Page;
  beforeAll(async () => {
    stage = await openStage();
    // Nothing here is about the time to think again.
    await request(`${stage.hub.url}/api/channels/breaking`, 'PATCH', { undoWindow: 0 });
    const tag = elementTag(stage.hub.url).replace(' hub', ' mode="list" hub');
    ({ page: reader } = await stage.visit(tag));
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const arrive = async (name: string, role: 'reporter' | 'editor'): Promise<Page> =>
    (await comeIn(stage.hub.url, stage.browser, { name, roles: { breaking: role } })).page;
  const isRead = (headline: string) =>
    until(async () => (await headlinesOn(reader)).includes(headline), headline, 20_000);
  const offered = (page: Page, name: string): Promise<boolean> =>
    page.$(`::-p-aria([role="button"][name="${name}"])`).then((button) => button !== null);
  /** Out of the field, so that letters are keys. */
  const leaveField = (page: Page) => page.evaluate('document.activeElement.blur()');
  const focused = (page: Page): Promise<unknown> =>
    page.evaluate(
      "document.activeElement.id || document.activeElement.querySelector('h3')?.innerText",
    );

  it('C7 N and / lead to the fields, J and K from row to row, from an Arabic keyboard too', async () => {
    for (const headline of ['الخبر الأول', 'الخبر الثاني', 'الخبر الثالث']) {
      await stage.newsdesk.publish({ headline });
    }
    const page = await arrive('dalia', 'editor');
    await until(async () => (await rows(page)).length === 3, 'the rows');
    await leaveField(page);
    const go = async (key: 'KeyN' | 'Slash' | 'KeyJ' | 'KeyK', to: string): Promise<void> => {
      await page.keyboard.press(key);
      await until(async () => (await focused(page)) === to, `${key} to lead to ${to}`);
    };
    await go('Slash', 'search');
    // In a field they are letters.
    await page.keyboard.press('KeyN');
    expect(await page.$eval('#search', (field) => Reflect.get(field, 'value') as unknown)).toBe(
      'n',
    );
    await page.keyboard.press('Backspace');
    await leaveField(page);
    await go('KeyN', 'headline');
    await leaveField(page);
    await go('KeyJ', 'الخبر الثالث');
    await go('KeyJ', 'الخبر الثاني');
    await go('KeyK', 'الخبر الثالث');
    // As an Arabic keyboard says it: the letter is another, the key is the same.
    await page.evaluate(`document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ت', code: 'KeyJ', bubbles: true }))`);
    await until(async () => (await focused(page)) === 'الخبر الثاني', 'the second row');
    await page.close();
  });

  it('C7 P pins a headline before all others, and lets it go again', async () => {
    const page = await arrive('lina', 'editor');
    await stage.newsdesk.publish({ headline: 'خبر للتثبيت' });
    await stage.newsdesk.publish({ headline: 'خبر أحدث منه' });
    await until(() => has(page, 'خبر أحدث منه'), 'the rows');
    await leaveField(page);
    for (const key of ['KeyJ', 'KeyJ'] as const) await page.keyboard.press(key);
    await until(async () => (await focused(page)) === 'خبر للتثبيت', 'the second row');
    await page.keyboard.press('KeyP');
    await until(async () => (await stage.newsdesk.board())[0] === 'خبر للتثبيت', 'it to be first');
    await until(async () => (await headlinesOn(reader))[0] === 'خبر للتثبيت', 'it at the reader');
    await says(page, desk.pinnedGroup);
    await until(() => offered(page, desk.unpin), 'the way back');
    await leaveField(page);
    for (const key of ['KeyJ', 'KeyP'] as const) await page.keyboard.press(key);
    await until(
      async () => (await headlinesOn(reader))[0] === 'خبر أحدث منه',
      'the order of before',
    );
    await page.close();
  });

  it('C3 N3 an editor puts a proposal right and lets it out with A; no old word of it is read', async () => {
    const [reporter, editor] = await Promise.all([
      arrive('samer', 'reporter'),
      arrive('maha', 'editor'),
    ]);
    await write(reporter, 'وفاة الفنان الكبير اليوم');
    await sendByKey(reporter);
    await until(() => has(editor, 'وفاة الفنان الكبير اليوم'), 'the proposal');
    await press(editor, desk.change);
    await editor.locator('.edit textarea').fill('وفاة الفنان الكبير عن 80 عامًا');
    await press(editor, desk.saveChange);
    await until(() => has(reporter, 'وفاة الفنان الكبير عن 80 عامًا'), 'the change');
    await editor.waitForSelector('.is-held .acts');
    await leaveField(editor);
    for (const key of ['KeyJ', 'KeyA'] as const) await editor.keyboard.press(key);
    await isRead('وفاة الفنان الكبير عن 80 عامًا');
    expect((await headlinesOn(reader)).join()).not.toContain('اليوم');
    await Promise.all([reporter.close(), editor.close()]);
  });

  it('C10 a reporter is offered to propose, and to take it back, and nothing else', async () => {
    await stage.newsdesk.publish({ headline: 'خبر ليس له' });
    const [page, other] = await Promise.all([
      arrive('tala', 'reporter'),
      arrive('wael', 'reporter'),
    ]);
    await write(page, 'ما تقترحه تالا');
    expect(await offered(page, desk.propose)).toBe(true);
    expect(await offered(page, desk.send)).toBe(false);
    await sendByKey(page);
    for (const one of [page, other]) await until(() => has(one, 'ما تقترحه تالا'), 'the proposal');
    const { correct, withdraw, hold, pin, approve, overrule, sendNow, recall, pause } = desk;
    for (const one of [correct, withdraw, hold, pin, approve, overrule, sendNow, recall, pause]) {
      expect(await offered(page, one), one).toBe(false);
    }
    expect(await page.$('.row input[type=checkbox]')).toBeNull();
    for (const one of [desk.change, desk.takeBack]) {
      expect(await offered(page, one), one).toBe(true);
      expect(await offered(other, one), one).toBe(false);
    }
    await leaveField(page);
    for (const row of await page.$$('.row')) {
      await row.focus();
      for (const key of ['KeyC', 'KeyW', 'KeyH', 'KeyP', 'KeyA'] as const) {
        await page.keyboard.press(key);
        expect(await page.$('dialog, .edit')).toBeNull();
      }
    }
    const screens = await texts(page, 'nav a');
    expect(screens).toContain('التحرير');
    for (const one of ['الأشخاص', 'المفاتيح', 'القنوات', 'التدقيق']) {
      expect(screens).not.toContain(one);
    }
    await page.goto(`${stage.hub.url}/console/#/people`);
    await says(page, 'لا صفحة بهذا العنوان');
    await page.goto(`${stage.hub.url}/console/#/channel/breaking`);
    await press(page, desk.takeBack);
    await until(async () => !(await has(other, 'ما تقترحه تالا')), 'it to be gone');
    expect(await stage.newsdesk.board()).toContain('خبر ليس له');
    expect(JSON.stringify(await stage.newsdesk.board())).not.toContain('تالا');
    await Promise.all([page.close(), other.close()]);
  });

  it('C7 axe finds nothing in the sheets of a stale correction and of a withdrawal', async () => {
    let item = await stage.newsdesk.publish({ headline: 'خبر يُصحَّح مرتين' });
    const page = await arrive('farah', 'editor');
    for (const language of ['ar', 'en'] as const) {
      const { desk } = wordsIn(language);
      await until(() => has(page, 'خبر يُصحَّح مرتين'), 'the row');
      await leaveField(page);
      for (const key of ['KeyJ', 'KeyC'] as const) await page.keyboard.press(key);
      await page.locator('.edit textarea').fill('خبر يُصحَّح مرة');
      item = await stage.newsdesk.correct(item, { source: language });
      await says(page, desk.newer);
      await press(page, desk.saveCorrection);
      await page.waitForSelector('dialog .sides');
      expect(await violationsOn(page, 'dialog')).toEqual([]);
      await page.locator('dialog footer button:last-child').click();
      await until(async () => (await page.$('dialog')) === null, 'the sheet to close');
      await leaveField(page);
      for (const key of ['KeyJ', 'KeyW'] as const) await page.keyboard.press(key);
      await page.waitForSelector('dialog[open]');
      expect(await violationsOn(page, 'dialog')).toEqual([]);
      await page.keyboard.press('Escape');
      await until(async () => (await page.$('dialog')) === null, 'the sheet to close');
      await page.locator('.bar button[lang]').click();
    }
    await page.close();
  });
});
