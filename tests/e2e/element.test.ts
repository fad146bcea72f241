import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { headlinesOn, pass, see, seen } from './sight.ts';
import { elementTag, openStage, scriptTag, type Stage } from './stage.ts';

const TICKER = `document.querySelector('ajil-ticker')`;

describe('the element, as a site uses it', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    for (const n of [4, 3, 2, 1]) {
      const headline = `خبر طويل بما يكفي ليملأ الشريط في الصفحة ${n}`;
      await stage.newsdesk.publish({ headline, url: `${stage.site.url}/story` });
    }
    stage.site.show('/story', '<p>القصة</p>');
  });
  afterEach(() => stage.leave());
  afterAll(() => stage[Symbol.asyncDispose]());

  async function open(attributes = '', before = ''): Promise<Page> {
    const tag = elementTag(stage.hub.url).replace(' hub', ` ${attributes} hub`);
    const { page } = await stage.visit(before + tag);
    await until(async () => (await headlinesOn(page)).length > 3, 'the headlines');
    return page;
  }

  /** Where the first headline begins, in px from the label. */
  async function lead(page: Page, which = 0): Promise<number> {
    const { items, band } = await seen(page);
    return band.right - (items[which]?.right ?? NaN);
  }

  it('G6 has methods: pause, play, next and previous', async () => {
    const page = await open();
    await page.evaluate(`${TICKER}.pause()`);
    expect(await page.evaluate(`${TICKER}.paused`)).toBe(true);
    await pass(page, 100);
    const stopped = await lead(page);
    await pass(page, 200);
    expect(await lead(page)).toBe(stopped);
    await page.evaluate(`${TICKER}.next()`);
    expect(await lead(page, 1)).toBeCloseTo(0, 0);
    await page.evaluate(`${TICKER}.previous()`);
    expect(await lead(page, 0)).toBeCloseTo(0, 0);
    await page.evaluate(`${TICKER}.play()`);
    expect(await page.evaluate(`${TICKER}.paused`)).toBe(false);
    await until(async () => (await lead(page)) < -1, 'it to move on');
  });

  it('G6 has a property for each attribute, and keeps what was set before the script came', async () => {
    const early = `<script>addEventListener('DOMContentLoaded', () => {
      const ticker = ${TICKER};
      ticker.speed = 120; ticker.label = 'من الموقع'; ticker.showTime = false; ticker.mode = 'list';
    })</script>`;
    const page = await open('', early);
    await until(async () => (await see(page))?.label === 'من الموقع', 'the label');
    expect(await page.evaluate(`${TICKER}.getAttribute('show-time')`)).toBe('false');
    expect((await seen(page)).items[0]).toMatchObject({ age: '' });
    expect(await page.evaluate(`${TICKER}.speed`)).toBe(120);
    await page.evaluate(`${TICKER}.max = 2; ${TICKER}.label = null; ${TICKER}.showTime = true`);
    await until(async () => (await headlinesOn(page)).length === 2, 'fewer headlines');
    expect(await seen(page)).toMatchObject({ label: 'أخبار عاجلة' });
    expect((await seen(page)).items[0]?.age).not.toBe('');
    await page.evaluate(`${TICKER}.messages = { breaking: 'x' }; ${TICKER}.label = ''`);
    await until(async () => (await see(page))?.label === '', 'no label');
  });

  it('G6 tells the page of its state, of each entry, and of a click that the page may prevent', async () => {
    const { newsdesk } = stage;
    const listen = `<script>window.heard = [];
      for (const type of ['ajil-state', 'ajil-entry', 'ajil-click'])
        addEventListener(type, ({ detail }) => heard.push([type, detail.status ?? detail.kind ?? '',
          detail.headline?.headline ?? '']));
      addEventListener('ajil-click', (event) => event.preventDefault());</script>`;
    const page = await open('mode="list"', listen);
    const heard = () => page.evaluate('window.heard');
    expect(await heard()).toEqual([['ajil-state', 'live', '']]);
    const item = await newsdesk.publish({ headline: 'جديد' });
    const corrected = await newsdesk.correct(item, { headline: 'مصحح' });
    await until(async () => (await headlinesOn(page)).includes('مصحح'), 'the correction');
    await newsdesk.withdraw(corrected);
    await until(async () => !(await headlinesOn(page)).includes('مصحح'), 'the withdrawal');
    await page.locator('ajil-ticker >>> a').click();
    const told = (await heard()) as string[][];
    expect(told.at(-1)?.[0]).toBe('ajil-click');
    expect(told.some(([, kind]) => kind === 'new')).toBe(true);
    expect(told.at(-2)).toEqual(['ajil-entry', 'withdrawn', 'مصحح']);
    expect(page.url()).toBe(`${stage.site.url}/`);
    expect((await page.browserContext().pages()).length).toBe(1);
  });

  it.each(['top', 'bottom'])(
    'G6 is fixed to the %s of the window where the site wants it',
    async (edge) => {
      const page = await open(`position="${edge}"`, '<div style="height: 3000px">…</div>');
      const distance = `(() => { const { top, bottom } = ${TICKER}.getBoundingClientRect();
      return '${edge}' === 'top' ? top : innerHeight - bottom; })()`;
      expect(await page.evaluate(distance)).toBe(0);
      await page.evaluate('scrollTo(0, 1000)');
      expect(await page.evaluate(distance)).toBe(0);
    },
  );

  it('G2 in a tab that nobody sees it stands still, and goes on from the same point', async () => {
    const page = await open();
    const before = await lead(page);
    await stage.visit('<p>تبويب آخر</p>', { beside: page });
    await until(async () => (await page.evaluate('document.hidden')) === true, 'it to be hidden');
    await pass(page, 2_500);
    await page.bringToFront();
    await until(async () => !(await page.evaluate('document.hidden')), 'it to be seen again');
    // Two and a half seconds are 175 px; what it moved before and after is far less.
    expect(Math.abs((await lead(page)) - before)).toBeLessThan(120);
  });

  it('G5 a browser that cannot show it gets a link to the page of news, and no error', async () => {
    const { browser, hub, site } = stage;
    const old = '<script>delete Document.prototype.adoptedStyleSheets</script>';
    const element = `<ajil-ticker hub="${hub.url}"><a id="inside" href="${hub.url}/live/breaking">أخبار</a></ajil-ticker>`;
    const html = `<!doctype html><html lang="ar" dir="rtl"><body>${old}${element}${scriptTag(hub.url)}</body></html>`;
    const { page, complaints } = await browser.open(site.show('/old', html));
    const links = () =>
      page.evaluate(
        `[...document.querySelectorAll('a')].map(({ href, innerText }) => [href, innerText])`,
      );
    const live = `${hub.url}/live/breaking`;
    await until(async () => ((await links()) as unknown[]).length === 2, 'both links');
    expect(await links()).toEqual([
      [live, 'أخبار'],
      [live, 'أخبار عاجلة'],
    ]);
    expect((await fetch(live)).status).toBe(200);
    expect(complaints).toEqual([]);
  });
});
