import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { until } from '../support/until.ts';
import { headlinesOn, seen } from './sight.ts';
import { BROWSERS, elementTag, openStage, type Stage } from './stage.ts';

const MODES = ['scroll', 'step', 'list'];
const THEMES = ['auto', 'breaking', 'dark', 'light', 'minimal'];
const FULL = MODES.flatMap((mode) => THEMES.map((theme) => [mode, theme] as const));

/**
 * What has left a band, or not entered it, stands on the ground of the page, where nobody sees it and
 * axe measures it. Gives how many headlines are wholly in sight.
 */
const HIDE_WHAT_IS_OUTSIDE = `[...document.querySelectorAll('ajil-ticker')].flatMap(({ shadowRoot }) => {
  const band = shadowRoot.querySelector('.band')?.getBoundingClientRect();
  if (!band) return [];
  return [...shadowRoot.querySelectorAll('li')].filter((item) => {
    const { left, right } = item.getBoundingClientRect();
    const isInside = left >= band.left && right <= band.right;
    if (!isInside) item.classList.add('waiting');
    return isInside;
  });
}).length`;

describe.each(BROWSERS)('everybody in %s', (browser) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(browser);
    const url = 'https://news.example/1';
    for (const headline of ['خبر أول', 'خبر ثانٍ أطول قليلًا من الأول']) {
      await stage.newsdesk.publish({ headline, source: 'وكالة الأنباء', url });
    }
    await stage.newsdesk.publish({ headline: 'خبر عاجل', urgency: 1, source: 'رويترز' });
  });
  afterEach(() => stage.leave());
  afterAll(() => stage[Symbol.asyncDispose]());

  it('G3 finds nothing that axe objects to, in each mode and theme', async () => {
    const tags = FULL.map(([mode, theme]) =>
      elementTag(stage.hub.url).replace(' hub', ` mode="${mode}" theme="${theme}" paused hub`),
    );
    const { page } = await stage.visit(`<main><h1>صحيفة</h1>${tags.join('')}</main>`);
    const last = FULL.length - 1;
    await until(async () => (await headlinesOn(page, last)).length === 3, 'the headlines');
    expect(await page.evaluate(HIDE_WHAT_IS_OUTSIDE)).toBeGreaterThanOrEqual(THEMES.length);
    expect(await violationsOn(page, 'ajil-ticker')).toEqual([]);
  });

  it.each([
    ['a phone', 320, 1],
    ['a window at 200 %', 640, 2],
  ])('G3 has room on %s: no scrolling sideways, buttons of 24 px', async (_, width, scale) => {
    for (const mode of MODES) {
      const tag = elementTag(stage.hub.url).replace(' hub', ` mode="${mode}" hub`);
      const { page } = await stage.visit(tag, { width, scale });
      await until(async () => (await headlinesOn(page)).length === 3, 'the headlines');
      const overflow = 'document.documentElement.scrollWidth - innerWidth';
      expect(await page.evaluate(overflow), mode).toBeLessThanOrEqual(0);
      const sizes: unknown = await page.evaluate(`[...document.querySelector('ajil-ticker')
        .shadowRoot.querySelectorAll('button')].flatMap((button) => {
          const { width, height } = button.getBoundingClientRect();
          return [width, height];
        })`);
      for (const size of sizes as number[]) expect(size).toBeGreaterThanOrEqual(24);
    }
  });

  async function inForcedColours(page: Page): Promise<void> {
    const session = await page.createCDPSession();
    const features = [{ name: 'forced-colors', value: 'active' }];
    await session.send('Emulation.setEmulatedMedia', { features });
  }

  it.runIf(browser === 'chromium')(
    'G3 in forced colours the label, the tag and the signs are still there',
    async () => {
      const { page } = await stage.visit(elementTag(stage.hub.url));
      await until(async () => (await headlinesOn(page)).length === 3, 'the headlines');
      await inForcedColours(page);
      const style = (selector: string, property: string, pseudo = '') =>
        page.evaluate(`getComputedStyle(document.querySelector('ajil-ticker').shadowRoot
        .querySelector('${selector}'), '${pseudo}').${property}`);
      expect(await style('.label', 'borderTopWidth')).toBe('1px');
      expect(await style('.tag', 'borderTopWidth')).toBe('1px');
      expect(await style('.item', 'backgroundColor', '::before')).not.toBe('rgba(0, 0, 0, 0)');
      expect((await seen(page)).items[0]).toMatchObject({ tag: 'عاجل' });
    },
  );

  it.each([
    ['ar', 'rtl', 'لا أخبار عاجلة الآن'],
    ['en', 'ltr', 'No breaking news at the moment'],
    ['fa', 'rtl', 'اکنون خبر فوری نیست'],
    ['fr', 'ltr', 'Aucune information urgente pour le moment'],
    ['he', 'rtl', 'אין מבזקים כרגע'],
    ['tr', 'ltr', 'Şu anda son dakika haberi yok'],
    ['ur', 'rtl', 'اس وقت کوئی فوری خبر نہیں'],
    ['de" messages=\'{"empty": "Keine Eilmeldungen"}\' data-x="', 'ltr', 'Keine Eilmeldungen'],
  ])('G3 is spoken to in %s', async (language, direction, word) => {
    const { hub, newsdesk, visit } = stage;
    const name = `empty-${language.slice(0, 2)}`;
    await newsdesk.createChannel({ name, title: name });
    const tag = elementTag(hub.url, name).replace(' hub', ` lang="${language}" hub`);
    const { page, complaints } = await visit(tag);
    await until(async () => (await seen(page).catch(() => undefined))?.word === word, word);
    expect(await seen(page)).toMatchObject({ direction, status: 'live' });
    expect(complaints).toEqual([]);
  });

  it('G3 reads times in the digits that the site chose', async () => {
    const { hub, visit } = stage;
    const tags = ['arab', 'latn'].map((digits) =>
      elementTag(hub.url).replace(' hub', ` mode="step" digits="${digits}" hub`),
    );
    const { page } = await visit(tags.join(''));
    const count = async (which: number) =>
      page.evaluate(`document.querySelectorAll('ajil-ticker')[${which}].shadowRoot
        ?.querySelector('.count')?.textContent`);
    await until(async () => (await count(0)) === '١ / ٣', 'Arabic digits');
    expect(await count(1)).toBe('1 / 3');
  });
});
