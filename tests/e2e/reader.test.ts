import type { Page, SerializedAXNode } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { VisitOptions } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { focusedOn, headlinesOn, pass, press, seen, shownOn } from './sight.ts';
import { BROWSERS, elementTag, openStage, type Stage } from './stage.ts';

/** Less than a few frames: a pause takes effect with the next one. */
const ROUNDING = 4;
const THREE = [1, 2, 3].map((n) => `خبر قصير رقم ${n}`);
const PAUSE = 'إيقاف حركة الأخبار';
const RESUME = 'استئناف حركة الأخبار';

/** How far the first headline moves in a moment. */
async function movement(page: Page): Promise<number> {
  const before = (await seen(page)).items[0]?.left ?? NaN;
  await pass(page, 200);
  return Math.abs(((await seen(page)).items[0]?.left ?? NaN) - before);
}

async function moves(page: Page): Promise<boolean> {
  return (await movement(page)) > ROUNDING;
}

/** What assistive technology is told; only Chromium's protocol gives it away. */
async function namesOf(page: Page, wanted: string): Promise<string[]> {
  const names: string[] = [];
  const collect = ({ role, name = '', children = [] }: SerializedAXNode): void => {
    if (role === wanted) names.push(name);
    children.forEach(collect);
  };
  const tree = await page.accessibility.snapshot();
  if (tree) collect(tree);
  return names;
}

describe.each(BROWSERS)('a reader of the ticker in %s', (browser) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(browser);
    for (const headline of THREE.toReversed()) {
      await stage.newsdesk.publish({ headline, url: 'https://news.example/1' });
    }
  });
  afterEach(() => stage.leave());
  afterAll(() => stage[Symbol.asyncDispose]());

  async function open(attributes = '', options: VisitOptions = {}): Promise<Page> {
    const tag = elementTag(stage.hub.url).replace(' hub', ` ${attributes} hub`);
    const { page } = await stage.visit(`<p style="height: 200px">…</p>${tag}`, options);
    await until(async () => (await headlinesOn(page)).length >= THREE.length, 'the headlines');
    return page;
  }

  it('G3 stops the band by pointer and by the button, which says what it does', async () => {
    const page = await open();
    await until(() => moves(page), 'it to move');
    await page.locator('ajil-ticker >>> .view').hover();
    expect(await movement(page)).toBeLessThan(ROUNDING);
    await page.mouse.move(0, 0);
    await until(() => moves(page), 'it to move');

    expect(await seen(page)).toMatchObject({ button: PAUSE });
    await press(page, 'pause');
    const stopped = (await seen(page)).items[0]?.left ?? NaN;
    expect(await seen(page)).toMatchObject({ button: RESUME });
    // The keyboard's focus stays where it was: it is one button.
    expect(await focusedOn(page)).toBe(RESUME);
    // A pause is the reader's: no pointer that passes over ends it.
    await page.locator('ajil-ticker >>> .view').hover();
    await page.mouse.move(0, 0);
    expect(await movement(page)).toBeLessThan(ROUNDING);
    await press(page, 'pause');
    await page.mouse.move(0, 0);
    const { items } = await seen(page);
    // On from where it stood.
    expect(Math.abs((items[0]?.left ?? NaN) - stopped)).toBeLessThan(70);
    await until(() => moves(page), 'it to move');
  });

  it('G3 comes by keyboard to each link once, in sight, and the band waits', async () => {
    const page = await open();
    for (const headline of THREE) {
      await page.keyboard.press('Tab');
      expect(await focusedOn(page)).toBe(headline);
      const { items, band } = await seen(page);
      const item = items.find((one) => one.headline === headline);
      expect(item?.left).toBeGreaterThanOrEqual(band.left - 1);
      expect(item?.right).toBeLessThanOrEqual(band.right + 1);
      expect(await movement(page)).toBeLessThan(ROUNDING);
    }
    await page.keyboard.press('Tab');
    expect(await focusedOn(page)).toBe(PAUSE);
    await page.keyboard.press('Tab');
    expect(await focusedOn(page)).toBe('');
    await until(() => moves(page), 'it to move');
  });

  it.runIf(browser === 'chromium')(
    'G3 hears each headline once, though copies fill the band, in a list with a name',
    async () => {
      const page = await open();
      await until(async () => (await seen(page)).copies.length > 0, 'the copies');
      expect(await namesOf(page, 'link')).toEqual(THREE);
      expect(await namesOf(page, 'region')).toEqual(['أخبار عاجلة']);
    },
  );

  it('G3 who asked for less motion steps through all of them, and nothing moves alone', async () => {
    const page = await open('', { reducedMotion: true });
    expect(await seen(page)).toMatchObject({ button: '', copies: [] });
    expect(await shownOn(page)).toBe(THREE[0]);
    const steps = [];
    for (const part of ['next', 'next', 'next', 'previous']) {
      await press(page, part);
      steps.push(await shownOn(page));
    }
    expect(steps).toEqual([THREE[1], THREE[2], THREE[0], THREE[2]]);
    if (browser !== 'chromium') return;
    expect(await namesOf(page, 'link')).toEqual(THREE);
    expect(await namesOf(page, 'button')).toEqual(['الخبر السابق', 'الخبر التالي']);
  });

  it('G3 who steps by keyboard sees what has the focus', async () => {
    const page = await open('', { reducedMotion: true });
    for (const headline of THREE) {
      await page.keyboard.press('Tab');
      expect(await focusedOn(page)).toBe(headline);
      expect(await shownOn(page)).toBe(headline);
    }
  });

  it('G3 in list mode everything stands still and can be read', async () => {
    const page = await open('mode="list"');
    expect(await seen(page)).toMatchObject({ button: '', copies: [] });
    expect(await movement(page)).toBe(0);
    for (const { waiting, age } of (await seen(page)).items) {
      expect(waiting).toBe(false);
      expect(age).toMatch(/الآن|قبل/);
    }
  });

  it('G2 off screen nothing moves, and back it goes on from the same point', async () => {
    const page = await open();
    await page.evaluate(`document.body.style.paddingBottom = '4000px'`);
    const place = async () => (await seen(page)).items[0]?.left ?? NaN;
    await page.evaluate('scrollTo(0, 2000)');
    await until(async () => (await movement(page)) === 0, 'it to stop');
    const left = await place();
    await pass(page, 500);
    expect(await place()).toBe(left);
    await page.evaluate('scrollTo(0, 0)');
    await until(async () => (await movement(page)) > 0, 'it to go on');
    expect(Math.abs((await place()) - left)).toBeLessThan(70);
  });
});
