import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Visit } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { headlinesOn, see, type SeenItem, type Sight } from './sight.ts';
import { elementTag, openStage, scriptTag, type Stage } from './stage.ts';

const KIM = 'سي إن إن: اجتماع "لافروف - كيم" يشير لتورط أعمق لكوريا الشمالية في حرب أوكرانيا';
/** From the moment of the 201 until the headline is on the page. */
const A_SECOND = 1_000;
const PIXELS_PER_SECOND = 70;
/** Pixels of a few frames: a position is of the last one, and the clock may be of the next. */
const FEW_FRAMES = 4;

/** The headlines that are not only in the document: within the band, before the reader's eyes. */
function inSight({ items, band }: Sight): SeenItem[] {
  return items.filter(({ left, right }) => left < band.right && right > band.left);
}

async function seen(page: Page): Promise<Sight> {
  const sight = await see(page);
  if (!sight) throw new Error('There is no ticker');
  return sight;
}

/** What the other suites hold Chromium to in full, the least of it in every browser. */
describe.each(['chromium', 'firefox'] as const)('a ticker in %s', (browser) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(browser);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  /** Closed after its test: a page of an earlier one could do the work of the next. */
  async function visit(body: string): Promise<Visit> {
    const visited = await stage.visit(body);
    onTestFinished(() => visited.page.close());
    return visited;
  }

  it.each([
    ['a script tag with data-channel', scriptTag],
    ['an element with hub and channel', elementTag],
  ])('H1 H2 by %s shows a headline within a second of its 201', async (way, tag) => {
    const { hub, newsdesk } = stage;
    const visited = await visit(`<main>${tag(hub.url)}</main>`);
    const { page } = visited;
    await until(async () => (await see(page))?.status === 'live', 'the ticker to be live');
    const headline = `${KIM} (${way})`;
    const item = await newsdesk.publish({ headline, urgency: 1, source: 'سي إن إن' });
    const isInSight = async (): Promise<boolean> =>
      inSight(await seen(page)).some((one) => one.headline === headline);
    await until(isInSight, headline, A_SECOND);
    const sight = await seen(page);
    expect(sight).toMatchObject({ direction: 'rtl', label: 'أخبار عاجلة', word: '' });
    expect(sight.items).toMatchObject([
      { headline, tag: 'عاجل', source: 'سي إن إن', direction: 'rtl' },
    ]);
    // The next one finds an empty board again.
    await newsdesk.withdraw(item);
    expect(visited.connections).toBe(1);
    expect(visited.complaints).toEqual([]);
  });

  it('H2 moves from left to right at a constant 70 px/s', async () => {
    const { hub, newsdesk } = stage;
    const headlines = [1, 2, 3, 4, 5].map((n) => `خبر طويل بما يكفي ليملأ الشريط رقم ${n}`);
    for (const headline of headlines) await newsdesk.publish({ headline });
    const { page } = await visit(scriptTag(hub.url));
    const areThere = async (): Promise<boolean> =>
      (await headlinesOn(page)).length === headlines.length;
    await until(areThere, 'the headlines');
    const start = await seen(page);
    for (const ms of [200, 400, 600, 800, 1_000]) {
      await until(async () => (await seen(page)).time > start.time + ms, `${ms} ms of animation`);
      const now = await seen(page);
      const expected = ((now.time - start.time) / 1_000) * PIXELS_PER_SECOND;
      const was = new Map(inSight(start).map(({ headline, left }) => [headline, left]));
      const moves = inSight(now).flatMap(({ headline, left }) => {
        const before = was.get(headline);
        return before === undefined ? [] : [left - before];
      });
      expect(moves).not.toEqual([]);
      for (const move of moves) expect(Math.abs(move - expected)).toBeLessThan(FEW_FRAMES);
    }
  });
});
