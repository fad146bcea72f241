import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visit } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { headlinesOn, placesOf, see } from './sight.ts';
import { openStage, scriptTag, type Stage } from './stage.ts';

const KIM = 'سي إن إن: اجتماع "لافروف - كيم" يشير لتورط أعمق لكوريا الشمالية في حرب أوكرانيا';
const IPHONE = 'iPhone 17 يصل إلى الأسواق العربية في 12 سبتمبر';
const SHARE = 'التضخم يتراجع إلى 12.5% خلال 7 أشهر';
const ENGLISH = 'UN: talks on "Sudan" resume in Geneva (السودان)';

/** What stands first on the page's right, then what follows it to the left. */
const FROM_RIGHT_TO_LEFT: readonly [string, readonly string[]][] = [
  [KIM, ['سي', 'إن:', 'اجتماع', '"لافروف', ' - ', 'كيم"', 'يشير', 'أوكرانيا']],
  // The quotes hug their words: each stands on the outer side of its own.
  [KIM, ['اجتماع', '"', 'لافروف', '-', 'كيم', '" ', 'يشير']],
  // The Latin name at the right end, for the sentence is Arabic though it begins in Latin.
  [IPHONE, ['iPhone 17', 'يصل', 'في', '12', 'سبتمبر']],
  [SHARE, ['إلى', '12.5', '%', 'خلال', '7', 'أشهر']],
];
/** Inside a Latin run, and in an English headline, reading goes the other way. */
const FROM_LEFT_TO_RIGHT: readonly [string, readonly string[]][] = [
  [IPHONE, ['i', 'Phone', '17']],
  [ENGLISH, ['UN:', 'talks', '"Sudan', 'resume', 'Geneva', '(', 'السودان', ')']],
];

describe('the order of a headline on the page', () => {
  let stage: Stage;
  let visit: Visit;
  beforeAll(async () => {
    stage = await openStage();
    const { hub, newsdesk } = stage;
    for (const headline of [KIM, IPHONE, SHARE]) await newsdesk.publish({ headline });
    await newsdesk.publish({ headline: ENGLISH, language: 'en' });
    // A page in English, from left to right: what a headline's order is depends on itself alone.
    const html = `<!doctype html><html lang="en"><body>${scriptTag(hub.url)}</body></html>`;
    visit = await stage.browser.open(stage.site.show('/english', html));
    await until(async () => (await headlinesOn(visit.page)).length === 4, 'four headlines');
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('H2 has its direction from its language, not from its first letter', async () => {
    const sight = await see(visit.page);
    const directions = new Map(sight?.items.map((item) => [item.headline, item.direction]));
    expect(directions).toEqual(
      new Map([
        [ENGLISH, 'ltr'],
        [SHARE, 'rtl'],
        [IPHONE, 'rtl'],
        [KIM, 'rtl'],
      ]),
    );
  });

  it.each(FROM_RIGHT_TO_LEFT)('H2 from right to left in «%s»', async (headline, runs) => {
    const places = await placesOf(visit.page, headline, runs);
    for (const [index, { right }] of places.entries()) {
      const before = places[index - 1];
      if (before) expect(right, runs[index]).toBeLessThanOrEqual(before.left + 1);
    }
  });

  it.each(FROM_LEFT_TO_RIGHT)('H2 from left to right in «%s»', async (headline, runs) => {
    const places = await placesOf(visit.page, headline, runs);
    for (const [index, { left }] of places.entries()) {
      const before = places[index - 1];
      if (before) expect(left, runs[index]).toBeGreaterThanOrEqual(before.right - 1);
    }
  });

  it('H2 begins and ends at the ends of its headline', async () => {
    const sight = await see(visit.page);
    expect(sight?.items.map(({ headline }) => headline)).toEqual([ENGLISH, SHARE, IPHONE, KIM]);
    for (const [headline, first, last] of [
      [KIM, 'سي', 'أوكرانيا'],
      [IPHONE, 'iPhone 17', 'سبتمبر'],
    ] as const) {
      const [whole, start, end] = await placesOf(visit.page, headline, [headline, first, last]);
      expect(start?.right).toBeCloseTo(whole?.right ?? 0, 0);
      expect(end?.left).toBeCloseTo(whole?.left ?? 0, 0);
    }
  });
});
