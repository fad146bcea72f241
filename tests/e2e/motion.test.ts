import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { entrances, record, worstJump, type Frame } from './film.ts';
import { openNewsdesk, type Item } from './newsdesk.ts';
import { headlinesOn, pass, seen } from './sight.ts';
import { BROWSERS, elementTag, openStage, type Stage } from './stage.ts';

const SPEED = 70;
/** Less than a pixel: what rounding may do to a position. */
const ROUNDING = 0.9;
/** Below it a headline enters: within its first frames it is still at the edge. */
const FIRST_FRAMES = 30;
const FIVE = [1, 2, 3, 4, 5].map((n) => `خبر طويل بما يكفي ليملأ الشريط في الصفحة رقم ${n}`);

declare const document: {
  readonly fonts: { add(font: unknown): void };
};
declare const window: { film?: readonly Frame[] };
declare class FontFace {
  constructor(family: string, source: string);
  load(): Promise<FontFace>;
}

/** Every frame of what happens to the page meanwhile, and of a moment after. */
async function filmed(page: Page, act: () => Promise<unknown>): Promise<Frame[]> {
  const film = await record(page);
  await pass(page, 200);
  await act();
  await pass(page, 300);
  return film.frames();
}

const idOf = (key: string): string => key.replace(/\/.*/, '');

describe.each(BROWSERS)('the moving band in %s', (browser) => {
  let stage: Stage;
  const items: Item[] = [];
  beforeAll(async () => {
    stage = await openStage(browser);
    for (const headline of FIVE.toReversed()) {
      items.unshift(await stage.newsdesk.publish({ headline, url: 'https://news.example/1' }));
    }
  });
  afterEach(() => stage.leave());
  afterAll(() => stage[Symbol.asyncDispose]());

  async function openBand(attributes = ''): Promise<Page> {
    const tag = elementTag(stage.hub.url).replace(' hub', ` ${attributes} hub`);
    const { page } = await stage.visit(tag);
    await until(async () => (await headlinesOn(page)).length >= FIVE.length, 'the headlines');
    return page;
  }

  async function board(page: Page): Promise<void> {
    const expected = (await stage.newsdesk.board()).join();
    await until(async () => (await headlinesOn(page)).join() === expected, 'the board');
  }

  it.each([70, 200])('G2 moves from left to right at a constant %i px/s', async (speed) => {
    const page = await openBand(`speed="${speed}"`);
    const film = await record(page);
    await pass(page, 2_000);
    const frames = await film.frames();
    const [first, last] = [frames[0], frames.at(-1)];
    if (!first || !last) throw new Error('No frame was recorded');
    const seconds = (last.time - first.time) / 1_000;
    const [key = ''] = Object.keys(last.seen).filter((one) => one in first.seen);
    const travelled = (last.seen[key]?.start ?? NaN) - (first.seen[key]?.start ?? NaN);
    expect(travelled / seconds / speed).toBeGreaterThan(0.98);
    expect(travelled / seconds / speed).toBeLessThan(1.02);
    expect(worstJump(frames, speed)).toBeLessThan(ROUNDING);
    expect(Math.max(...frames.map(({ blank }) => blank))).toBeLessThan(1);
  });

  it.each([1, 50])('G2 has no gap with a board of %i', async (count) => {
    const { hub, visit } = stage;
    const channel = `board-${count}`;
    await stage.newsdesk.createChannel({ name: channel, title: 'أخبار', boardSize: count });
    const newsdesk = openNewsdesk(hub.url, channel);
    for (let n = 1; n <= count; n += 1) await newsdesk.publish({ headline: `خبر ${n}` });
    const tag = elementTag(hub.url, channel).replace(' hub', ' speed="500" hub');
    const { page } = await visit(tag);
    await until(async () => (await headlinesOn(page)).length === count, 'the headlines');
    await pass(page, 300);
    const frames = await filmed(page, () => pass(page, 2_000));
    expect(Math.max(...frames.map(({ blank }) => blank))).toBeLessThan(1);
    expect(worstJump(frames, 500)).toBeLessThan(ROUNDING);
    // Round after round: whatever the board has comes by.
    const ids = new Set(frames.flatMap(({ seen: all }) => Object.keys(all)).map(idOf));
    expect(ids.size).toBeGreaterThanOrEqual(Math.min(count, 12));
  });

  it('G2 a language from left to right moves the other way', async () => {
    const page = await openBand('dir="ltr"');
    const frames = await filmed(page, () => pass(page, 500));
    expect(worstJump(frames, -SPEED)).toBeLessThan(ROUNDING);
  });

  it('G2 a new headline enters from outside, an urgent one next; nothing in the band moves', async () => {
    const { newsdesk } = stage;
    const page = await openBand('speed="300"');
    const film = await record(page);
    const usual = await newsdesk.publish({ headline: 'خبر عادي جديد', urgency: 5 });
    await board(page);
    const urgent = await newsdesk.publish({ headline: 'خبر عاجل جديد', urgency: 2 });
    await board(page);
    const hasEntered = (id: string) =>
      page.evaluate((key) => (window.film ?? []).some(({ seen: all }) => key in all), id);
    await until(() => hasEntered(usual.id), 'the usual one to enter', 20_000);
    const frames = await film.frames();
    expect(worstJump(frames, 300)).toBeLessThan(ROUNDING + 1);
    const entered = entrances(frames);
    const order = entered.map(({ key }) => key);
    expect(order.indexOf(urgent.id)).toBeLessThan(2);
    expect(order.indexOf(urgent.id)).toBeLessThan(order.indexOf(usual.id));
    // All of them came over the left edge: their beginning was there when they were first seen.
    for (const { at } of entered) expect(at).toBeLessThan(FIRST_FRAMES);
    for (const item of [usual, urgent]) await newsdesk.withdraw(item);
  });

  it('G2 a correction changes the text in place, longer or shorter', async () => {
    const { newsdesk } = stage;
    const page = await openBand();
    const [item] = items;
    if (!item) throw new Error('Nothing was published');
    let version = item;
    const frames = await filmed(page, async () => {
      for (const headline of [`${FIVE[0]} مكرر`, 'أقصر', FIVE[0] ?? '']) {
        version = await newsdesk.correct(version, { headline });
        await board(page);
        await pass(page, 200);
      }
    });
    items[0] = version;
    const others = frames.map((frame) => {
      const { [item.id]: corrected, ...seen } = frame.seen;
      return { ...frame, seen };
    });
    expect(worstJump(others, SPEED)).toBeLessThan(ROUNDING);
    expect(await headlinesOn(page)).toEqual(FIVE);
  });

  it('G2 a withdrawn one is gone at once, and the rest moves on as it was', async () => {
    const { newsdesk } = stage;
    const doomed = await newsdesk.publish({ headline: 'خبر غير صحيح', urgency: 1 });
    const page = await openBand();
    const frames = await filmed(page, async () => {
      await newsdesk.withdraw(doomed);
      await board(page);
    });
    const isThere = frames.map(({ seen }) => doomed.id in seen);
    expect(isThere[0]).toBe(true);
    expect(isThere.at(-1)).toBe(false);
    expect(isThere.lastIndexOf(true)).toBe(isThere.indexOf(false) - 1);
    expect(worstJump(frames, SPEED)).toBeLessThan(ROUNDING);
  });

  it.each(['NotoNaskhArabic-Regular', 'NotoKufiArabic-Regular', 'DejaVu Sans'])(
    'G2 %s, which comes late, changes letters and moves nothing',
    async (name) => {
      const page = await openBand(`style="--ajil-font: Late, 'Noto Sans Arabic'"`);
      const width = async (): Promise<number> => {
        const [item] = (await seen(page)).items;
        return (item?.right ?? 0) - (item?.left ?? 0);
      };
      const before = await width();
      const frames = await filmed(page, async () => {
        await page.evaluate(async (font) => {
          document.fonts.add(await new FontFace('Late', `local('${font}')`).load());
        }, name);
        await until(async () => (await width()) !== before, 'the font');
      });
      expect(worstJump(frames, SPEED)).toBeLessThan(ROUNDING);
    },
  );
});
