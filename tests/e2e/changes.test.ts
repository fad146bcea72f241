import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { headlinesOn, see } from './sight.ts';
import { openStage, scriptTag, type Stage } from './stage.ts';

const HOUR = 3_600_000;
/** Longer than the longest wait of a page that lost its hub, on a machine that is busy. */
const BACK_AGAIN = 40_000;

describe('a headline that changes', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(() => stage.leave());
  afterAll(() => stage[Symbol.asyncDispose]());

  it('N10 of a channel for trying things out says so, whatever label its site wants', async () => {
    const { hub, newsdesk, visit } = stage;
    await newsdesk.createChannel({ name: 'test-look', title: 'رياضة', isTest: true });
    const script = `<script async src="${hub.url}/embed/v1/ticker.js"></script>`;
    const labels = [];
    for (const more of ['', ' label=""', ' label="عاجل"']) {
      const { page } = await visit(
        `<ajil-ticker hub="${hub.url}" channel="test-look"${more}></ajil-ticker>${script}`,
      );
      const label = () =>
        page.evaluate(`(() => {
          const root = document.querySelector('ajil-ticker')?.shadowRoot;
          const found = root?.querySelector('.test > .label');
          return found && [found.textContent, getComputedStyle(found).backgroundColor].join(' ');
        })()`);
      await until(
        async () => (await label()) !== null && (await label()) !== undefined,
        'the label',
      );
      labels.push(await label());
    }
    const yellow = 'rgb(255, 212, 0)';
    expect(labels).toEqual([
      `تجربة / TEST · رياضة ${yellow}`,
      `تجربة / TEST ${yellow}`,
      `تجربة / TEST · عاجل ${yellow}`,
    ]);
  });

  it('H2 is corrected in place', async () => {
    const { hub, newsdesk, visit } = stage;
    await newsdesk.publish({ headline: 'أقدم' });
    const wrong = await newsdesk.publish({ headline: 'زلزال بقوة 5.2 درجات' });
    await newsdesk.publish({ headline: 'أحدث' });
    const { page } = await visit(scriptTag(hub.url));
    await until(async () => (await headlinesOn(page)).length === 3, 'three headlines');
    await newsdesk.correct(wrong, { headline: 'زلزال بقوة 6.2 درجات', source: 'رويترز' });
    const corrected = 'زلزال بقوة 6.2 درجات';
    await until(async () => (await headlinesOn(page)).includes(corrected), corrected);
    expect(await headlinesOn(page)).toEqual(['أحدث', corrected, 'أقدم']);
    expect((await see(page))?.items[1]).toMatchObject({ source: 'رويترز' });
  });

  it('H2 is gone once it is withdrawn, though the band moves', async () => {
    const { hub, newsdesk, visit } = stage;
    const doomed = await newsdesk.publish({ headline: 'خبر غير صحيح' });
    const { page } = await visit(scriptTag(hub.url));
    await until(async () => (await headlinesOn(page)).includes('خبر غير صحيح'), 'the headline');
    await newsdesk.withdraw(doomed);
    await until(async () => !(await headlinesOn(page)).includes('خبر غير صحيح'), 'it to go', 1_000);
    expect(await headlinesOn(page)).toEqual(await newsdesk.board());
  });

  it('H2 leaves by itself when it expires, also where the clock is five hours wrong', async () => {
    const { hub, newsdesk, visit } = stage;
    const pages: Page[] = [];
    for (const clockError of [-5 * HOUR, 5 * HOUR]) {
      pages.push((await visit(scriptTag(hub.url), { clockError })).page);
    }
    const headline = 'ينتهي وحده';
    const shown = async (): Promise<number> =>
      (await Promise.all(pages.map((page) => headlinesOn(page)))).filter((headlines) =>
        headlines.includes(headline),
      ).length;
    const expires = new Date(Date.now() + 1_500);
    await newsdesk.publish({ headline, expires: expires.toISOString() });
    await until(async () => (await shown()) === pages.length, 'it to come');
    await until(async () => (await shown()) < pages.length, 'it to leave the first page');
    expect(Date.now()).toBeGreaterThanOrEqual(expires.getTime());
    await until(async () => (await shown()) === 0, 'it to leave every page');
    expect(Date.now()).toBeLessThan(expires.getTime() + 1_000);
  });

  it('H2 that looks like HTML is shown as text and runs nothing', async () => {
    const { hub, newsdesk, visit } = stage;
    const { page, complaints, requests } = await visit(scriptTag(hub.url));
    const headline = `<img src="${hub.url}/x" onerror="document.title='ran'"> <b>خبر</b>`;
    await newsdesk.publish({ headline, source: '<script>document.title="ran"</script>' });
    await until(async () => (await headlinesOn(page)).includes(headline), 'the headline');
    expect((await see(page))?.items[0]).toMatchObject({
      headline,
      source: '<script>document.title="ran"</script>',
    });
    expect(await page.$('ajil-ticker >>> :is(img, script, b)')).toBeNull();
    expect(await page.title()).toBe('صحيفة');
    expect(requests).not.toContain(`${hub.url}/x`);
    expect(complaints).toEqual([]);
  });

  it('H1 H2 survives the hub: headlines stay, and the page comes back to the same board', async () => {
    const { hub, newsdesk, visit } = stage;
    const doomed = await newsdesk.publish({ headline: 'يُسحب والصفحة بعيدة' });
    const { page } = await visit(scriptTag(hub.url));
    await until(async () => (await headlinesOn(page)).length > 0, 'the board');
    const before = await headlinesOn(page);
    await hub.kill();
    await until(async () => (await see(page))?.status === 'offline', 'the page to notice');
    expect(await see(page)).toMatchObject({ word: 'غير متصل' });
    expect(await headlinesOn(page)).toEqual(before);

    await hub.start();
    await newsdesk.withdraw(doomed);
    await newsdesk.publish({ headline: 'نُشر والصفحة بعيدة' });
    await until(async () => (await see(page))?.status === 'live', 'it to come back', BACK_AGAIN);
    const board = await newsdesk.board();
    await until(async () => (await headlinesOn(page)).join() === board.join(), 'the same board');
    expect(board).toContain('نُشر والصفحة بعيدة');
    expect(await see(page)).toMatchObject({ word: '' });
  });
});
