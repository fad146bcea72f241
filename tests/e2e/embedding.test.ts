import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { openRelay } from './relay.ts';
import { headlinesOn, see } from './sight.ts';
import { BROWSERS, elementTag, openStage, scriptTag, type Stage } from './stage.ts';

const KIM = 'سي إن إن: اجتماع "لافروف - كيم" يشير لتورط أعمق لكوريا الشمالية في حرب أوكرانيا';
/** From the moment of the 201 until the headline is on the page. */
const A_SECOND = 1_000;

describe.each(BROWSERS)('a ticker on a page of somebody else in %s', (browser) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(browser);
  });
  afterEach(() => stage.leave());
  afterAll(() => stage[Symbol.asyncDispose]());

  it.each([
    ['a script tag with data-channel', scriptTag],
    ['an element with hub and channel', elementTag],
  ])('H1 H2 by %s shows a headline within a second of its 201', async (way, tag) => {
    const { hub, newsdesk, visit } = stage;
    const { page, complaints } = await visit(`<main>${tag(hub.url)}</main>`);
    await until(async () => (await see(page))?.status === 'live', 'the ticker to be live');
    const headline = `${KIM} (${way})`;
    const item = await newsdesk.publish({ headline, urgency: 1, source: 'سي إن إن' });
    /** Not only in the document: within the band, before the reader's eyes. */
    const isInSight = async (): Promise<boolean> => {
      const sight = await see(page);
      const found = sight?.items.find((one) => one.headline === headline);
      if (!sight || !found) return false;
      return found.left < sight.band.right && found.right > sight.band.left;
    };
    await until(isInSight, headline, A_SECOND);
    const sight = await see(page);
    expect(sight).toMatchObject({ direction: 'rtl', label: 'أخبار عاجلة', word: '' });
    expect(sight?.items).toMatchObject([{ headline, tag: 'عاجل', source: 'سي إن إن' }]);
    expect(sight?.items[0]?.direction).toBe('rtl');
    // The next one finds an empty board again.
    await newsdesk.withdraw(item);
    expect(complaints).toEqual([]);
  });

  it('H1 a script included twice puts two tickers there and harms nothing', async () => {
    const { hub, visit } = stage;
    const { page, complaints } = await visit(scriptTag(hub.url) + scriptTag(hub.url));
    for (const which of [0, 1]) {
      await until(async () => (await see(page, which))?.status === 'live', `ticker ${which}`);
    }
    expect(await see(page, 2)).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  it('G5 a page with a strict content security policy shows it, keeps nothing, and talks to the hub alone', async () => {
    const { hub, newsdesk, site } = stage;
    const policy = [
      `default-src 'none'`,
      `script-src ${hub.url}`,
      `connect-src ${hub.url} ${hub.url.replace('http', 'ws')}`,
      `require-trusted-types-for 'script'`,
      `trusted-types 'none'`,
    ].join('; ');
    const html = `<!doctype html><html lang="ar"><body>${scriptTag(hub.url)}</body></html>`;
    const address = site.show('/strict', html, { 'Content-Security-Policy': policy });
    const { page, complaints, requests } = await stage.browser.open(address);
    const { id, version } = await newsdesk.publish({ headline: 'خبر لصفحة حذرة' });
    await until(async () => (await headlinesOn(page)).includes('خبر لصفحة حذرة'), 'the headline');
    await newsdesk.withdraw({ id, version });
    // The look came along: without it the band would be as tall as a list of all its headlines.
    const band = await page.$('ajil-ticker');
    expect((await band?.boundingBox())?.height).toBe(52);
    expect(complaints).toEqual([]);
    const hosts = new Set(requests.map((url) => new URL(url).host));
    expect(hosts).toEqual(new Set([new URL(address).host, new URL(hub.url).host]));
    expect(await page.browserContext().cookies()).toEqual([]);
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  });

  it('H1 where WebSockets are blocked it comes by polling', async () => {
    await using relay = await openRelay(stage.hub.url);
    const { page, requests } = await stage.visit(elementTag(relay.url));
    await until(async () => (await see(page))?.status === 'live', 'the ticker to be live');
    const headline = 'خبر يصل بالاستقصاء';
    await stage.newsdesk.publish({ headline });
    await until(async () => (await headlinesOn(page)).includes(headline), headline, A_SECOND);
    expect(requests.some((url) => url.includes('transport=polling'))).toBe(true);
    expect(relay.refusedUpgrades).toBeGreaterThan(0);
  });

  it('H1 moved within its page it stays live, and told another channel it changes', async () => {
    const { hub, newsdesk, visit } = stage;
    await newsdesk.createChannel({ name: 'sport', title: 'Sport', language: 'en' });
    const early = `<script>document.querySelector('ajil-ticker').channel = 'breaking'</script>`;
    const tag = elementTag(hub.url, 'nowhere').replace('<script', `${early}<script`);
    const visited = await visit(`<main></main>${tag}`);
    const { page } = visited;
    await until(async () => (await headlinesOn(page)).length > 0, 'the board');
    expect(visited.connections).toBe(1);
    await page.evaluate(
      `document.querySelector('main').append(document.querySelector('ajil-ticker'))`,
    );
    const headline = 'خبر بعد النقل';
    await newsdesk.publish({ headline });
    await until(async () => (await headlinesOn(page)).includes(headline), headline);
    expect(visited.connections).toBe(1);
    await page.evaluate(`document.querySelector('ajil-ticker').setAttribute('channel', 'sport')`);
    await until(async () => (await see(page))?.label === 'Sport', 'the other channel');
    expect(await see(page)).toMatchObject({
      direction: 'ltr',
      word: 'No breaking news at the moment',
      items: [],
    });
    expect(visited.complaints).toEqual([]);
  });

  it('G5 an unknown channel, and one closed to the site, say so in a word and leave the page alone', async () => {
    const { hub, newsdesk, visit } = stage;
    await newsdesk.createChannel({
      name: 'closed',
      title: 'قناة مغلقة',
      allowedOrigins: ['https://elsewhere.example'],
    });
    const body = elementTag(hub.url, 'nowhere') + elementTag(hub.url, 'closed');
    const { page, complaints } = await visit(`${body}<p>بقية الصفحة</p>`);
    for (const which of [0, 1]) {
      await until(async () => (await see(page, which))?.status === 'refused', `refusal ${which}`);
      expect(await see(page, which)).toMatchObject({ word: 'تعذّر عرض الشريط هنا', items: [] });
    }
    expect(await page.evaluate('document.body.innerText')).toContain('بقية الصفحة');
    // One word for the site's developers about each.
    expect(complaints).toHaveLength(2);
    for (const complaint of complaints) expect(complaint).toMatch(/^<ajil-ticker> /);
  });
});
