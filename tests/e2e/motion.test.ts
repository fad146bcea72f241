import type { Page, SerializedAXNode } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { focusedOn, headlinesOn, see, type SeenItem, type Sight } from './sight.ts';
import { openStage, scriptTag, type Stage } from './stage.ts';

const PIXELS_PER_SECOND = 70;
/** Pixels of a few frames: a position is of the last one, and the clock may be of the next. */
const FEW_FRAMES = 4;
const HEADLINES = [1, 2, 3, 4, 5].map((n) => `خبر طويل بما يكفي ليملأ الشريط في الصفحة رقم ${n}`);

async function seen(page: Page): Promise<Sight> {
  const sight = await see(page);
  if (!sight) throw new Error('There is no ticker');
  return sight;
}

/** The first headline of which all can be seen. */
function inFull({ items, band }: Sight): SeenItem {
  const item = items.find(({ left, right }) => left >= band.left && right <= band.right);
  if (!item) throw new Error('No headline can be seen in full');
  return item;
}

function leftOf(sight: Sight, headline: string): number {
  return sight.items.find((item) => item.headline === headline)?.left ?? NaN;
}

/** How much further right a headline is than in an earlier sight, beyond what the movement explains. */
function jump(before: Sight, after: Sight, headline: string, speed = PIXELS_PER_SECOND): number {
  const seconds = (after.time - before.time) / 1_000;
  return Math.abs(leftOf(after, headline) - leftOf(before, headline) - seconds * speed);
}

async function later(page: Page, before: Sight, ms: number): Promise<Sight> {
  await until(async () => (await seen(page)).time > before.time + ms, `${ms} ms of animation`);
  return seen(page);
}

async function isMoving(page: Page): Promise<boolean> {
  const before = await seen(page);
  const after = await later(page, before, 100);
  const [first = ''] = HEADLINES;
  return jump(before, after, first, 0) > FEW_FRAMES;
}

describe('the moving band', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    for (const headline of HEADLINES.toReversed()) {
      await stage.newsdesk.publish({ headline, url: 'https://news.example/1' });
    }
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  async function openBand(reducedMotion = false): Promise<Page> {
    const { page } = await stage.visit(scriptTag(stage.hub.url), { reducedMotion });
    await until(async () => (await headlinesOn(page)).length >= HEADLINES.length, 'the headlines');
    return page;
  }

  it('H2 moves from left to right at a constant 70 px/s', async () => {
    const page = await openBand();
    const start = await seen(page);
    for (const ms of [200, 400, 600, 800, 1_000]) {
      const now = await later(page, start, ms);
      for (const headline of HEADLINES) expect(jump(start, now, headline)).toBeLessThan(FEW_FRAMES);
    }
  });

  it('H2 keeps in place what is on screen when a headline comes, changes or goes', async () => {
    const { newsdesk } = stage;
    const page = await openBand();
    const before = await seen(page);
    const { headline } = inFull(before);
    const stays = async (): Promise<void> => {
      expect(jump(before, await seen(page), headline)).toBeLessThan(FEW_FRAMES);
    };
    const coming = 'خبر جديد يدخل والشريط يتحرك';
    const corrected = 'تصحيح أطول من الخبر الأول بكلمات كثيرة حتى يتغيّر عرض الشريط كله';
    const item = await newsdesk.publish({ headline: coming });
    await until(async () => (await headlinesOn(page)).includes(coming), 'it to come');
    await stays();
    const second = await newsdesk.correct(item, { headline: corrected });
    await until(async () => (await headlinesOn(page)).includes(corrected), 'its correction');
    await stays();
    await newsdesk.withdraw(second);
    await until(async () => !(await headlinesOn(page)).includes(corrected), 'it to go');
    await stays();
  });

  it('H2 stands still under the pointer, and by the button, which says what it does', async () => {
    const page = await openBand();
    const view = page.locator('ajil-ticker >>> .view');
    const button = page.locator('ajil-ticker >>> button');
    expect(await isMoving(page)).toBe(true);
    await view.hover();
    expect(await isMoving(page)).toBe(false);
    await page.mouse.move(0, 600);
    expect(await isMoving(page)).toBe(true);

    expect(await seen(page)).toMatchObject({ button: 'إيقاف حركة الأخبار' });
    await button.click();
    expect(await seen(page)).toMatchObject({ button: 'استئناف حركة الأخبار' });
    expect(await isMoving(page)).toBe(false);
    // A pause is the reader's: no pointer that passes over ends it.
    await view.hover();
    await page.mouse.move(0, 600);
    expect(await isMoving(page)).toBe(false);
    await button.click();
    await page.mouse.move(0, 600);
    expect(await isMoving(page)).toBe(true);
  });

  it('H2 stops for the keyboard, brings each link into sight, and has every link once', async () => {
    const page = await openBand();
    for (const headline of HEADLINES) {
      await page.keyboard.press('Tab');
      expect(await focusedOn(page)).toBe(headline);
      const { items, band } = await seen(page);
      const item = items.find((one) => one.headline === headline);
      expect(item?.right).toBeCloseTo(band.right, 0);
      expect(await isMoving(page)).toBe(false);
    }
    await page.keyboard.press('Tab');
    expect(await focusedOn(page)).toBe('إيقاف حركة الأخبار');
    expect(await isMoving(page)).toBe(true);
    await page.keyboard.press('Tab');
    expect(await focusedOn(page)).toBe('');
  });

  it('H2 tells assistive technology each headline once', async () => {
    const page = await openBand();
    expect(await seen(page)).toMatchObject({ hiddenLists: 1 });
    const tree = await page.accessibility.snapshot();
    const links: string[] = [];
    const collect = ({ role, name = '', children = [] }: SerializedAXNode): void => {
      if (role === 'link') links.push(name);
      children.forEach(collect);
    };
    if (tree) collect(tree);
    expect(links).toEqual(HEADLINES);
  });

  it('H2 is a list that stands still for those who asked for less motion', async () => {
    const page = await openBand(true);
    expect(await seen(page)).toMatchObject({ hiddenLists: 0, button: '' });
    expect(await isMoving(page)).toBe(false);
    const { items, band } = await seen(page);
    for (const { left, right } of items) {
      expect(left).toBeGreaterThanOrEqual(band.left);
      expect(right).toBeLessThanOrEqual(band.right);
    }
  });
});
