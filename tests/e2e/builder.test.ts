import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { headlinesOn, see } from './sight.ts';
import { openStage, type Stage } from './stage.ts';

const KINDS = ['script', 'element', 'pinned', 'frame', 'wordpress', 'react', 'vue', 'svelte'];
const HEADLINE = 'مجلس الأمن يصوّت على هدنة';
const HOSTILE = '"><script>window.harmed = true</script><b>';

/** Read inside the page: what stands in the lines to copy. */
const LINES = `document.querySelector('[role=tabpanel] code')?.textContent ?? ''`;
/** Read inside the page: the attributes of the ticker in the preview. */
const ATTRIBUTES = `Object.fromEntries(
  [...document.querySelector('ajil-ticker').attributes].map(({ name, value }) => [name, value]))`;
/** Read inside the page: what its ticker says, label and headlines. */
const SAID = `document.querySelector('ajil-ticker')?.shadowRoot?.textContent ?? ''`;
/** Read inside the page: what has the keyboard's focus, in its own words, and whether it is in sight. */
const FOCUSED = `(() => {
  const host = document.activeElement;
  const focused = host?.shadowRoot?.activeElement ?? host;
  const named = document.getElementById(focused.getAttribute('aria-labelledby'))
    ?? focused.labels?.[0];
  const name = focused.getAttribute('aria-label') ?? (named ?? focused).innerText;
  const kind = focused.getAttribute('role') || focused.type || focused.localName;
  const { left, top, width, height } = focused.getBoundingClientRect();
  const isSeen = document.elementFromPoint(left + width / 2, top + height / 2) === host;
  return kind + ': ' + name.trim().split('\\n')[0] + (isSeen ? '' : ' (hidden)');
})()`;
/** Read inside the page. */
const SCROLLS = 'document.documentElement.scrollHeight > innerHeight';
/** Read inside the page. */
const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth';

async function read(page: Page | Frame, expression: string): Promise<string> {
  return String(await page.evaluate(expression));
}

describe('the page that builds a ticker', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await stage.newsdesk.publish({ headline: HEADLINE, source: 'رويترز' });
    await stage.newsdesk.createChannel({ name: 'world', title: 'World', language: 'en' });
  });
  afterAll(() => stage[Symbol.asyncDispose]());
  // A page left open goes on moving its headlines, at the next test's cost.
  const opened: Page[] = [];
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close();
  });

  async function open(query = '', options = {}) {
    const visit = await stage.browser.open(`${stage.hub.url}/embed${query}`, options);
    const { page } = visit;
    opened.push(page);
    await until(async () => (await see(page))?.status !== undefined, 'the ticker to be drawn');
    await page.waitForSelector('[role=tabpanel] code');
    return visit;
  }

  /** The lines to copy, of each of these kinds. */
  async function linesOf(page: Page, kinds: readonly string[]): Promise<string[]> {
    const lines: string[] = [];
    for (const kind of kinds) {
      await page.click(`#tab-${kind}`);
      lines.push(await read(page, LINES));
    }
    return lines;
  }

  /** Puts what the builder wrote into a page of somebody else's, until its ticker says this. */
  async function paste(lines: string, expected: string) {
    const { site, browser } = stage;
    const html = `<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>صحيفة</title>
      <link rel="icon" href="data:,"></head><body>${lines}</body></html>`;
    const { page, complaints } = await browser.open(site.show('/pasted', html));
    const framed = await (await page.$('iframe'))?.contentFrame();
    const place = framed ?? page;
    await until(async () => (await read(place, SAID)).includes(expected), expected);
    return { page, place, complaints };
  }

  it('G6 what is chosen is seen at once, stands in the lines to copy, and lives in the address', async () => {
    const { page, complaints } = await open();
    await until(async () => (await headlinesOn(page)).includes(HEADLINE), HEADLINE);
    expect(await page.evaluate(ATTRIBUTES)).toEqual({ channel: 'breaking' });
    await page.locator('::-p-aria([role="radio"][name="قائمة"])').click();
    await page.locator('::-p-aria([role="radio"][name="أعلى"])').click();
    await page.locator('::-p-aria([role="checkbox"][name="إظهار الوقت"])').click();
    await page.locator('::-p-aria([role="combobox"][name="السمة"])').fill('breaking');
    await page.locator('::-p-aria([role="combobox"][name="لغة الشريط"])').fill('fr');
    await page.locator('::-p-aria([role="textbox"][name="العنوان"])').fill('من غرفة الأخبار');
    await page.locator('::-p-aria([role="spinbutton"][name="أكثر عدد من الأخبار"])').fill('3');
    const chosen = {
      channel: 'breaking',
      mode: 'list',
      theme: 'breaking',
      position: 'top',
      label: 'من غرفة الأخبار',
      lang: 'fr',
      'show-time': 'false',
      max: '3',
    };
    expect(await page.evaluate(ATTRIBUTES)).toEqual(chosen);
    expect(await see(page)).toMatchObject({ label: 'من غرفة الأخبار', direction: 'ltr' });
    const lines = await read(page, LINES);
    for (const [name, value] of Object.entries(chosen)) {
      expect(lines).toContain(`data-${name}="${value}"`);
    }
    await page.locator('::-p-aria([role="tab"][name="عنصر"])').click();
    expect(await read(page, LINES)).toContain('<ajil-ticker channel="breaking" mode="list"');
    await until(() => page.url().includes('kind=element'), 'the address to carry it');
    const again = await open(new URL(page.url()).search);
    expect(await again.page.evaluate(ATTRIBUTES)).toEqual(chosen);
    expect(await read(again.page, LINES)).toBe(await read(page, LINES));
    expect(complaints).toEqual([]);
  });

  it('G6 the preview is a phone or a whole page, on a light ground or a dark one', async () => {
    const { page } = await open('?lang=en&channel=world');
    await until(async () => (await see(page))?.label === 'World', 'the channel to be there');
    expect(await see(page)).toMatchObject({ direction: 'ltr' });
    const look = () =>
      page.evaluate(`(() => {
        const ticker = document.querySelector('ajil-ticker').shadowRoot.querySelector('section');
        return [ticker.offsetWidth, getComputedStyle(ticker).backgroundColor];
      })()`);
    expect(await look()).toEqual([1280, 'rgb(255, 255, 255)']);
    await page.locator('::-p-aria([role="radio"][name="Phone"])').click();
    await page.locator('::-p-aria([role="radio"][name="Dark"])').click();
    expect(await look()).toEqual([360, 'rgb(20, 23, 26)']);
    await page.locator('header button').click();
    expect(await page.evaluate('document.documentElement.dir')).toBe('rtl');
    expect(await page.evaluate(ATTRIBUTES)).toEqual({ channel: 'world' });
  });

  it('G6 on a page of somebody else the lines of HTML show the headline', async () => {
    const { page: builder } = await open('?mode=list');
    const [frame = '', ...others] = await linesOf(builder, [
      'frame',
      'script',
      'element',
      'pinned',
    ]);
    for (const lines of [...others, frame]) {
      const { page, place, complaints } = await paste(lines, HEADLINE);
      const box = await page.$(lines === frame ? 'iframe' : 'ajil-ticker');
      expect((await box?.boundingBox())?.height, lines).toBe(260);
      expect(await place.evaluate(SCROLLS), lines).toBe(false);
      expect(complaints, lines).toEqual([]);
      await page.close();
    }
  });

  it('G6 a hostile label stays text, here and on the page it is pasted into', async () => {
    const { page: builder, complaints: ours } = await open();
    await builder.locator('::-p-aria([role="textbox"][name="العنوان"])').fill(HOSTILE);
    await until(async () => (await see(builder))?.label === HOSTILE, 'the label');
    for (const lines of await linesOf(builder, ['element', 'frame'])) {
      const { page, place, complaints } = await paste(lines, HOSTILE);
      expect(await place.evaluate('window.harmed')).toBeUndefined();
      expect(complaints).toEqual([]);
      await page.close();
    }
    expect(await builder.evaluate('window.harmed')).toBeUndefined();
    expect(ours).toEqual([]);
  });

  it('G6 a channel that is not there is a clear word', async () => {
    const { page } = await open('?channel=nowhere&lang=en');
    await page.waitForSelector('::-p-text(There is no channel of this name)');
    await page.locator('::-p-aria([role="combobox"][name="Channel"])').fill('world');
    await until(async () => (await see(page))?.label === 'World', 'the other channel');
    expect(await read(page, 'document.body.innerText')).not.toContain('There is no channel');
  });

  it('G6 the keyboard reaches all of it, and arrows choose the lines', async () => {
    // So small that what stays in sight could lie over what has the focus.
    const { page } = await open('?lang=en', { width: 360, height: 640 });
    await until(async () => (await headlinesOn(page)).length > 0, 'the headlines');
    const reached: string[] = [];
    while (reached.length < 40 && !reached.at(-1)?.includes('Copy')) {
      await page.keyboard.press('Tab');
      reached.push(await read(page, FOCUSED));
    }
    expect(reached).toEqual([
      'a: Ajil',
      'button: العربية',
      'radio: Light',
      'button: إيقاف حركة الأخبار',
      'select-one: Channel',
      'number: Headlines at most',
      'checkbox: Show the source',
      'checkbox: Show the time',
      'select-one: Theme',
      'select-one: Language of the ticker',
      'checkbox: Show the label',
      'text: Label',
      'radio: Band',
      'range: Speed pixels per second',
      'number: Speed pixels per second',
      'radio: In the page',
      'tab: One line',
      'button: Copy',
    ]);
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await page.keyboard.press('ArrowRight');
    expect(await read(page, FOCUSED)).toBe('tab: Element');
    expect(await read(page, LINES)).toContain('<ajil-ticker');
    await page.keyboard.press('End');
    expect(await read(page, FOCUSED)).toBe('tab: Svelte');
  });

  it('G6 nothing of it is wider than a small phone', async () => {
    const { page } = await open('?mode=step', { width: 320, height: 640, dark: true });
    for (const language of ['ar', 'en']) {
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      for (const kind of KINDS) {
        await page.click(`#tab-${kind}`);
        expect(await page.evaluate(OVERFLOW), `${language} ${kind}`).toBe(0);
      }
      await page.click('header button');
    }
  });
});
