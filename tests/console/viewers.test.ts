/** Who watches, at the desk: real readers on pages of two sites, and a hub whose five minutes are a second. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn, type Violation } from '../support/axe.ts';
import { openBrowser, type TestBrowser, type VisitOptions } from '../support/browser.ts';
import { openForeignSite, type ForeignSite } from '../support/foreign-site.ts';
import { startHubs, type TestHubs } from '../support/hubs.ts';
import { until } from '../support/until.ts';
import { comeIn, press, says, sendByKey, texts, write, written } from './cast.ts';
import { elementTag } from '../e2e/stage.ts';

/** Of one digit axe can't say whether it is text; it measures those of more, and they have the same colours. */
const isSaid = ({ message }: Violation): boolean => !message.includes('too short');

const CHART = '.day-chart[role=slider]';
const BUTTON = '.channel-bar .viewers';

describe('who watches', () => {
  const leftovers = new AsyncDisposableStack();
  let hubs: TestHubs;
  let browser: TestBrowser;
  let sites: ForeignSite[];
  beforeAll(async () => {
    hubs = await startHubs('SQLite', { countEvery: 1_000 });
    leftovers.defer(() => hubs.close());
    sites = await Promise.all([openForeignSite(), openForeignSite()]);
    for (const site of sites) leftovers.defer(() => site.close());
    browser = await openBrowser();
    leftovers.defer(() => browser.close());
    for (const site of [sites[0], sites[0], sites[1]]) await visit(site);
  });
  afterAll(() => leftovers.disposeAsync());

  /** A reader, on a page of that site. */
  async function visit(site: ForeignSite | undefined): Promise<Page> {
    const html = `<!doctype html><html lang="ar"><meta charset="utf-8"><title>صحيفة</title>
      <body>${elementTag(hubs.url)}`;
    const { page } = await browser.open(site?.show('/', html) ?? '', { reducedMotion: true });
    return page;
  }
  const addressOf = (site: ForeignSite | undefined): string => site?.url ?? '';

  async function openPanel(name: string, options: VisitOptions = {}) {
    const visited = await comeIn(hubs.url, browser, {
      ...{ name, options },
      roles: { breaking: 'reporter' },
    });
    await visited.page.locator(BUTTON).click();
    await visited.page.waitForSelector(CHART);
    return visited;
  }
  const read = (page: Page, expression: string): Promise<string> =>
    page.evaluate(expression).then(String);
  const valueOf = (page: Page, attribute: string) =>
    read(page, `document.querySelector('${CHART}').getAttribute('${attribute}')`);
  const focused = (page: Page) => page.evaluate('document.activeElement.className');
  const isClosed = (page: Page) =>
    until(async () => (await page.$('dialog')) === null, 'the panel to be closed');

  it('C17 the panel has everybody and each site, and moves with them', async () => {
    const { page, complaints } = await openPanel('rana');
    const rows = () => texts(page, '.sites tbody tr');
    const now = ['الجميع 3', `${addressOf(sites[0])} 2`, `${addressOf(sites[1])} 1`];
    await until(async () => (await rows()).join() === now.join(), 'the readers');
    const bar = (n: number) =>
      read(page, `document.querySelectorAll('.share > span > span')[${n}].clientWidth`).then(
        Number,
      );
    expect((await bar(0)) / (await bar(2))).toBeCloseTo(3, 1);
    const another = await visit(sites[1]);
    await until(async () => (await rows())[0] === 'الجميع 4', 'one more');
    expect(await texts(page, '.viewers-now b')).toEqual(['4 مشاهدين']);
    await another.close();
    await until(async () => (await rows())[0] === 'الجميع 3', 'one less');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('C17 the day is what was counted, by arrow keys, by pointer, of a site, and as a table', async () => {
    const { page } = await openPanel('widad');
    // What is not read yet is read five minutes later: so the panel is opened anew until there is enough.
    const again = async (): Promise<boolean> => {
      await page.keyboard.press('Escape');
      await isClosed(page);
      await page.locator(BUTTON).click();
      await page.waitForSelector(CHART);
      return Number(await valueOf(page, 'aria-valuemax')) >= 3;
    };
    await until(again, 'enough to be counted', 20_000);
    await page.focus(CHART);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    expect(await valueOf(page, 'aria-valuetext')).toMatch(/^\d+:\d\d [صم]: 3 مشاهدين$/);
    const place = Number(await valueOf(page, 'aria-valuenow'));
    expect(place).toBe(Number(await valueOf(page, 'aria-valuemax')) - 1);
    await page.keyboard.press('Home');
    expect(await valueOf(page, 'aria-valuenow')).toBe('0');
    await page.keyboard.press('ArrowRight');
    expect(await valueOf(page, 'aria-valuenow')).toBe('1');
    await page.waitForSelector(`${CHART} .marker`);
    await page.locator(`::-p-aria([role="button"][name="${addressOf(sites[1])}"])`).click();
    await page.focus(CHART);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    expect(await valueOf(page, 'aria-valuetext')).toMatch(/: مشاهد واحد$/);
    expect(await page.$$(`${CHART} .line`)).toHaveLength(2);
    await press(page, 'الجميع');
    expect(await page.$(`${CHART} .marker`)).toBeNull();
    await page.locator(CHART).hover();
    await page.waitForSelector(`${CHART} .marker`);
    expect(await texts(page, '.viewers-day .aside b')).toHaveLength(1);
    // Before the hub was started nobody counted.
    await says(page, 'حيث ينقطع الخط لم يكن الخادم يعدّ');
    await page.locator('.hours summary').click();
    const [most = ''] = await texts(page, '.hours tbody td:last-child');
    expect(Number(most)).toBeGreaterThanOrEqual(3);
    await page.close();
  });

  it('C17 it is closed by Esc, by a press beside it and by its button, and the focus goes back', async () => {
    const { page } = await openPanel('munir');
    await page.keyboard.press('Escape');
    await isClosed(page);
    expect(await focused(page)).toContain('viewers');
    await page.keyboard.press('Enter');
    await page.waitForSelector(CHART);
    // A press that began on its text, and ended beside it, is no press beside it.
    await page.mouse.move(640, 120);
    await page.mouse.down();
    await page.mouse.move(20, 400);
    await page.mouse.up();
    expect(await page.$('dialog[open]')).not.toBeNull();
    await page.mouse.click(20, 400);
    await isClosed(page);
    await page.locator(BUTTON).click();
    await press(page, 'إغلاق');
    await isClosed(page);
    expect(await focused(page)).toContain('viewers');
    await page.close();
  });

  it('C17 Esc closes the panel, and does not undo what was sent', async () => {
    const { page } = await comeIn(hubs.url, browser, { name: 'karam' });
    await write(page, 'خبر في مهلة التراجع');
    await sendByKey(page);
    await page.waitForSelector('.undo');
    await page.locator(BUTTON).click();
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await isClosed(page);
    await until(
      async () => (await texts(page, '.row')).join().includes('خبر في مهلة'),
      'it to be sent',
    );
    expect(await written(page)).toBe('');
    await page.close();
  });

  it.each([
    ['a desk', 1280, false],
    ['a phone in the dark', 390, true],
  ])('C17 everybody can use it on %s, in both languages', async (_, width, dark) => {
    const { page, complaints } = await openPanel(`lama-${width}`, { width, height: 1400, dark });
    for (const language of ['ar', 'en']) {
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      if (!(await page.$('.hours[open]'))) await page.locator('.hours summary').click();
      expect((await violationsOn(page, 'dialog')).filter(isSaid)).toEqual([]);
      const sheet = 'document.querySelector("dialog")';
      expect(await read(page, `${sheet}.scrollWidth - ${sheet}.clientWidth`)).toBe('0');
      await page.keyboard.press('Escape');
      await isClosed(page);
      await page.locator('.bar button[lang]').click();
      await page.locator(BUTTON).click();
      await page.waitForSelector(CHART);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});
