/** People at the console: each comes by an invitation, in a browser profile of its own. */
import type { Page } from 'puppeteer-core';
import { z } from 'zod';
import type { Roles } from '../../shared/role.ts';
import { violationsOn, type Violation } from '../support/axe.ts';
import type { TestBrowser, Visit, VisitOptions } from '../support/browser.ts';
import { invite, PASSWORD } from '../support/newcomer.ts';

export interface Arrival {
  /** Where the person reaches the hub; unset: at the hub itself. */
  readonly at?: string;
  readonly name?: string;
  /** What colleagues see; unset: the name. */
  readonly called?: string;
  readonly roles?: Roles;
  readonly options?: VisitOptions;
}

/** Once the newsroom screen is there. */
export async function comeIn(
  hub: string,
  browser: TestBrowser,
  { at = hub, name = 'mona', called = name, roles = { '*': 'chief' }, options }: Arrival = {},
): Promise<Visit> {
  const token = await invite(hub, `${name}@news.example`, roles);
  const visit = await browser.open(`${at}/console/#invitation=${token}`, options);
  const { page } = visit;
  await page.locator('input[autocomplete=name]').fill(called);
  await page.locator('input[autocomplete=new-password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.waitForSelector('.desk');
  return visit;
}

export async function write(page: Page, headline: string): Promise<void> {
  await page.locator('#headline').fill(headline);
}

export async function sendByKey(page: Page): Promise<void> {
  await page.focus('#headline');
  await ctrlEnter(page);
}

/** In the field that has the cursor. */
export async function ctrlEnter(page: Page): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
}

export async function written(page: Page): Promise<string> {
  return String(await page.evaluate("document.getElementById('headline').value"));
}

/** What stands in each element that a selector finds, as its reader sees it. */
export async function texts(page: Page, selector: string): Promise<string[]> {
  const all = `[...document.querySelectorAll(${JSON.stringify(selector)})]`;
  const found = await page.evaluate(
    `${all}.map(({ textContent }) => textContent.replaceAll(/\\s+/g, ' ').trim())`,
  );
  return z.array(z.string()).parse(found);
}

/** The rows of the list. */
export const rows = (page: Page): Promise<string[]> => texts(page, '.row');

export const has = async (page: Page, text: string): Promise<boolean> =>
  (await rows(page)).some((row) => row.includes(text));

/** Once it says so. */
export async function says(page: Page, text: string): Promise<void> {
  await page.waitForSelector(`::-p-text(${text})`);
}

/** The button of this name. */
export function press(page: Page, name: string): Promise<void> {
  return page.locator(`::-p-aria([role="button"][name="${name}"])`).click();
}

/**
 * What axe finds, without what it could not measure on selects: their sign is a background image. Their colours
 * are those of the inputs.
 */
export async function wrongOn(page: Page, selector?: string): Promise<Violation[]> {
  const found = await violationsOn(page, selector);
  const isSelect = async ({ target, message }: Violation): Promise<boolean> =>
    message.includes('background image') &&
    (await page.evaluate(`document.querySelector(${JSON.stringify(target)}).matches('select')`)) ===
      true;
  const selects = await Promise.all(found.map(isSelect));
  return found.filter((_, at) => selects[at] !== true);
}
