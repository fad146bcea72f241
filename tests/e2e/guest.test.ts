import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { headlinesOn, pass, see } from './sight.ts';
import { BROWSERS, elementTag, openStage, scriptTag, type Stage } from './stage.ts';

/** A tab that took over from another one may have to wait for its patience first. */
const TAKEOVER = 15_000;

const lastOf = (page: Page): Promise<string | undefined> =>
  headlinesOn(page).then(([first]) => first);

describe.each(BROWSERS)('a guest in %s', (browser) => {
  /** Its protocol and its APIs measure what Firefox's do not. */
  const isChromium = browser === 'chromium';
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(browser);
    await stage.newsdesk.createChannel({ name: 'sport', title: 'رياضة' });
    for (const n of [1, 2, 3]) await stage.newsdesk.publish({ headline: `خبر قديم ${n}` });
  });
  afterEach(() => stage.leave());
  afterAll(() => stage[Symbol.asyncDispose]());

  /** A headline of now, seen on each of these pages. */
  async function arrivesOn(pages: readonly Page[], headline: string): Promise<void> {
    await stage.newsdesk.publish({ headline });
    for (const page of pages) {
      await until(async () => (await lastOf(page)) === headline, headline, TAKEOVER);
    }
  }

  it('G4 has one connection for all tickers of a page, whatever channels they show', async () => {
    const { hub, visit } = stage;
    const tags = [scriptTag(hub.url), scriptTag(hub.url, 'sport'), elementTag(hub.url)];
    const visited = await visit(tags.join(''));
    for (const which of [0, 1, 2]) {
      await until(async () => (await see(visited.page, which))?.status === 'live', `${which}`);
    }
    expect(visited.connections).toBe(1);
    await arrivesOn([visited.page], 'لكل الشرائط');
    expect(await headlinesOn(visited.page, 2)).toEqual(await headlinesOn(visited.page, 0));
    expect(visited.complaints).toEqual([]);
  });

  it('G4 has one connection for all tabs of a site, and another tab takes over', async () => {
    const { hub, visit } = stage;
    const first = await visit(scriptTag(hub.url));
    await until(async () => (await see(first.page))?.status === 'live', 'the first tab');
    const second = await visit(scriptTag(hub.url), { beside: first.page, ownWindow: true });
    await until(async () => (await see(second.page))?.status === 'live', 'the second tab');
    await arrivesOn([first.page, second.page], 'للتبويبين');
    expect([first.connections, second.connections]).toEqual([1, 0]);
    await first.page.close();
    await arrivesOn([second.page], 'بعد إغلاق الأول');
    expect(second.connections).toBe(1);
    expect(await headlinesOn(second.page)).toEqual(await stage.newsdesk.board());
  });

  // Firefox gives up a page whose socket or lock is still open when `pagehide` begins, with or without us.
  it('G4 leaves the page its back/forward cache, and is up to date when a reader comes back', async () => {
    const { hub, site, visit } = stage;
    const { page, complaints } = await visit(scriptTag(hub.url));
    await until(async () => (await see(page))?.status === 'live', 'the ticker to be live');
    await page.evaluate(`addEventListener('pageshow', (event) => (window.kept = event.persisted))`);
    await page.goto(site.show('/elsewhere', '<p>صفحة أخرى</p>'));
    await stage.newsdesk.publish({ headline: 'نُشر والقارئ في صفحة أخرى' });
    await page.evaluate('history.back()');
    if (isChromium) {
      // While the page changes there is nobody to ask.
      const isKept = () => page.evaluate('window.kept').catch(() => undefined);
      await until(async () => (await isKept()) === true, 'the page as it was', TAKEOVER);
    }
    const board = (await stage.newsdesk.board()).join();
    const isBoard = async () => (await headlinesOn(page).catch(() => [])).join() === board;
    await until(isBoard, 'the board', TAKEOVER);
    await arrivesOn([page], 'وبعد عودته');
    expect(complaints).toEqual([]);
  });

  it.runIf(isChromium)(
    'G4 leaves nothing behind when it is taken out: no node, listener, or socket',
    async () => {
      const { hub, visit } = stage;
      const { page } = await visit(elementTag(hub.url).replace(/^.*?<\/ajil-ticker>/s, ''));
      const session = await page.createCDPSession();
      await session.send('Network.enable');
      let sockets = 0;
      session.on('Network.webSocketCreated', () => (sockets += 1));
      session.on('Network.webSocketClosed', () => (sockets -= 1));
      await session.send('Performance.enable');
      const counts = async (): Promise<Record<string, number>> => {
        await session.send('HeapProfiler.collectGarbage');
        const { metrics } = await session.send('Performance.getMetrics');
        const wanted = ['Nodes', 'JSEventListeners', 'Documents'];
        const found = metrics.filter(({ name }) => wanted.includes(name));
        return Object.fromEntries(found.map(({ name, value }) => [name, value]));
      };
      const mountAndUnmount = async (times: number): Promise<void> => {
        for (let n = 0; n < times; n += 1) {
          await page.evaluate(
            `document.body.innerHTML = '<ajil-ticker hub="${hub.url}"></ajil-ticker>'`,
          );
          await until(async () => (await headlinesOn(page)).length > 0, 'the headlines');
          await page.evaluate(`document.body.innerHTML = ''`);
          await until(() => sockets === 0, 'the socket to close');
        }
      };
      // The first ones also load what is loaded once.
      await mountAndUnmount(2);
      const before = await counts();
      await mountAndUnmount(10);
      // What nobody holds goes when the engine finds the time.
      const isAsBefore = async (): Promise<boolean> => {
        const after = await counts();
        return Object.entries(before).every(([name, count]) => (after[name] ?? 0) <= count + 5);
      };
      await until(isAsBefore, `no more than ${JSON.stringify(before)}`);
    },
  );

  const MODES = isChromium ? ['scroll', 'step', 'list'] : [];
  it.each(MODES)('G4 shifts nothing of its page in mode %s', async (mode) => {
    const { hub, newsdesk, visit } = stage;
    const tag = elementTag(hub.url).replace(' hub', ` mode="${mode}" hub`);
    const height = mode === 'list' ? 260 : 52;
    const reserve = `<style>ajil-ticker:not(:defined) { display: block; min-block-size: ${height}px }</style>`;
    const watch = `<script>window.shift = 0; new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) window.shift += value;
    }).observe({ type: 'layout-shift', buffered: true });</script>`;
    const { page } = await visit(`${reserve}${watch}${tag}<p>نص المقال</p>`);
    await until(async () => (await headlinesOn(page)).length > 2, 'the headlines');
    const long = await newsdesk.publish({
      headline: 'خبر طويل جدًا '.repeat(20).trim(),
      urgency: 1,
    });
    const longest = async () => Math.max(...(await headlinesOn(page)).map(({ length }) => length));
    await until(async () => (await longest()) > 100, 'a long one');
    await pass(page, 300);
    await newsdesk.withdraw(long);
    await until(async () => (await longest()) < 100, 'it to go');
    await pass(page, 300);
    expect(await page.evaluate('window.shift')).toBe(0);
  });

  it('G5 folds a flood of 500 headlines: it draws ten times a second at most, and the right board', async () => {
    const { hub, newsdesk, visit } = stage;
    const { page, complaints } = await visit(scriptTag(hub.url));
    await until(async () => (await see(page))?.status === 'live', 'the ticker to be live');
    await page.evaluate(`window.drawn = 0; new MutationObserver(() => (window.drawn += 1)).observe(
      document.querySelector('ajil-ticker').shadowRoot, { childList: true, subtree: true })`);
    const start = performance.now();
    const drafts = Array.from({ length: 100 }, (_, n) => ({ headline: `فيض من الأخبار ${n}` }));
    await Promise.all([1, 2, 3, 4, 5].map(() => newsdesk.publishAll(drafts)));
    const board = (await newsdesk.board()).join();
    await until(async () => (await headlinesOn(page)).join() === board, 'the board');
    const tenths = (performance.now() - start) / 100;
    // Once for the headlines, once for their copies, once for the voice.
    expect(await page.evaluate('window.drawn')).toBeLessThan(3 * (tenths + 1));
    expect(complaints).toEqual([]);
  });

  it('G5 says each bad attribute once, and goes on as if it were not there', async () => {
    const { hub, visit } = stage;
    const bad =
      'speed="fast" mode="marquee" max="0" theme="pink" messages="{" lang="not a language"';
    const tag = elementTag(hub.url).replace(' hub', ` ${bad} paused="false" hub`);
    const { page, complaints } = await visit(tag);
    await until(async () => (await headlinesOn(page)).length > 0, 'the headlines');
    expect(complaints.toSorted()).toEqual([
      expect.stringContaining('lang="not a language"'),
      expect.stringContaining('max="0"'),
      expect.stringContaining('messages="{"'),
      expect.stringContaining('mode="marquee"'),
      expect.stringContaining('speed="fast"'),
      expect.stringContaining('theme="pink"'),
    ]);
    const settings = `(({ speed, mode, max, theme, paused }) => ({ speed, mode, max, theme, paused }))(
      document.querySelector('ajil-ticker'))`;
    expect(await page.evaluate(settings)).toEqual({
      speed: 70,
      mode: 'scroll',
      max: 100,
      theme: 'auto',
      paused: false,
    });
  });

  it.each([
    ['no address at all', 'nonsense', 'refused', 'تعذّر عرض الشريط هنا'],
    [
      'where nobody answers',
      'http://127.0.0.1:9',
      'offline',
      'لا اتصال الآن، تجري إعادة المحاولة…',
    ],
  ])('G5 a hub address that is %s is said in a word', async (_, address, status, word) => {
    const { hub, visit } = stage;
    const tag = elementTag(hub.url).replace(/hub="[^"]*"/, `hub="${address}"`);
    const { page } = await visit(tag);
    await until(async () => (await see(page))?.status === status, status);
    expect(await see(page)).toMatchObject({ word, items: [] });
  });

  it('G5 shows a headline of 280 letters without a space in every mode, within its own box', async () => {
    const { hub, newsdesk, visit } = stage;
    const endless = await newsdesk.publish({ headline: 'س'.repeat(280) });
    for (const mode of ['scroll', 'step', 'list']) {
      const tag = elementTag(hub.url).replace(' hub', ` mode="${mode}" hub`);
      const { page } = await visit(tag, { width: 320 });
      await until(async () => (await lastOf(page)) === 'س'.repeat(280), 'it');
      const overflow = 'document.documentElement.scrollWidth - innerWidth';
      expect(await page.evaluate(overflow), mode).toBeLessThanOrEqual(0);
    }
    await newsdesk.withdraw(endless);
  });

  it.each([
    ['a float', 'float: right'],
    ['a flex row', 'display: flex'],
    ['an inline block', 'display: inline-block'],
    ['a box as wide as its content', 'width: max-content'],
  ])('G2 has a width to move in and harms nothing within %s', async (_, style) => {
    const { hub, visit } = stage;
    const { page, complaints } = await visit(`<div style="${style}">${elementTag(hub.url)}</div>`);
    await until(async () => (await headlinesOn(page)).length > 0, 'the headlines');
    const sight = await see(page);
    expect((sight?.band.right ?? 0) - (sight?.band.left ?? 0)).toBeGreaterThan(50);
    expect(complaints).toEqual([]);
  });
});
