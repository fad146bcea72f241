/** The console in Firefox: the main things once, since the rest is tried in Chromium. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../support/newcomer.ts';
import { until } from '../support/until.ts';
import { comeIn, ctrlEnter, has, press, says, sendByKey, texts, write, written } from './cast.ts';
import { wordsIn } from './day-words.ts';
import { headlinesOn } from '../e2e/sight.ts';
import { elementTag, openStage, type Stage } from '../e2e/stage.ts';

const { desk, door, signOut } = wordsIn('ar');

describe('the console in Firefox', () => {
  let stage: Stage;
  let reader: Page;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    stage = await openStage('firefox');
    ({ page: reader } = await stage.visit(elementTag(stage.hub.url)));
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const isRead = (headline: string): Promise<void> =>
    until(async () => (await headlinesOn(reader)).includes(headline), headline, 20_000);

  it('C1 one comes in by an invitation, and again by the password', async () => {
    ({ page, complaints } = await comeIn(stage.hub.url, stage.browser, { name: 'mona' }));
    await press(page, signOut);
    await says(page, door.signIn);
    await page.locator('input[type=email]').fill('mona@news.example');
    await page.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.waitForSelector('#headline');
  });

  it('C2 what is undone is not read, and what is sent is', async () => {
    await write(page, 'خبر يُتراجع عنه');
    await sendByKey(page);
    await until(async () => (await written(page)) === '', 'it to be sent');
    await page.keyboard.press('Escape');
    await until(async () => (await written(page)) === 'خبر يُتراجع عنه', 'the words');
    await write(page, 'خبر يُنشر');
    await sendByKey(page);
    await press(page, desk.sendNow);
    await isRead('خبر يُنشر');
    expect(await headlinesOn(reader)).toEqual(['خبر يُنشر']);
  });

  it('C5 C7 a headline is corrected by the keyboard alone', async () => {
    await until(() => has(page, 'خبر يُنشر'), 'the row');
    await page.waitForSelector('.is-up .acts');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyC');
    await page.waitForSelector('.edit textarea:focus');
    await page.keyboard.press('End');
    await page.keyboard.type(' مصحَّحًا');
    await ctrlEnter(page);
    await press(page, desk.sendNow);
    await isRead('خبر يُنشر مصحَّحًا');
  });

  it('C7 the help sheet opens by its key, holds the focus and gives it back', async () => {
    await page.locator('.row').wait();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('KeyJ');
    const focused = 'document.activeElement.dataset.row';
    await until(async () => typeof (await page.evaluate(focused)) === 'string', 'a row in focus');
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open]');
    const keys = await texts(page, 'dialog kbd');
    expect(keys).toEqual(expect.arrayContaining(['?', 'N', 'Ctrl + Enter', 'Esc', '/', 'J / K']));
    const isInside = "document.activeElement.closest('dialog') !== null";
    expect(await page.evaluate(isInside)).toBe(true);
    await page.keyboard.press('Escape');
    await until(async () => (await page.$('dialog')) === null, 'the sheet to close');
    expect(typeof (await page.evaluate(focused))).toBe('string');
    expect(complaints).toEqual([]);
  });
});
