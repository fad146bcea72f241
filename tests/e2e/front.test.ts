import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ADMIN_KEY } from '../support/hub-process.ts';
import { until } from '../support/until.ts';
import { headlinesOn, see } from './sight.ts';
import { openStage, type Stage } from './stage.ts';

const LANGUAGES = [
  {
    path: '/',
    language: 'ar',
    direction: 'rtl',
    title: 'عاجل: شريط الأخبار العاجلة لأي موقع',
    topics: ['ضع الشريط في موقعك', 'انشر خبرًا', 'للمطورين'],
    copied: 'تم النسخ',
  },
  {
    path: '/?lang=en',
    language: 'en',
    direction: 'ltr',
    title: 'Ajil: the breaking-news ticker for any site',
    topics: ['Put the ticker on your site', 'Publish a headline', 'For developers'],
    copied: 'Copied',
  },
];

/** Read inside the page. */
const LOOK = `({
  language: document.documentElement.lang,
  direction: document.documentElement.dir,
  title: document.title,
  topics: [...document.querySelectorAll('h2')].map((heading) => heading.innerText),
  links: [...document.querySelectorAll('main a')].map((link) => link.getAttribute('href')),
  overflow: document.documentElement.scrollWidth - innerWidth,
})`;

describe('the front page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it.each(LANGUAGES)('H1 shows the ticker live, in $language', async (expected) => {
    const { browser, hub, newsdesk } = stage;
    const { language, direction, title, topics } = expected;
    const { page, complaints, requests } = await browser.open(hub.url + expected.path);
    await until(async () => (await see(page))?.status === 'live', 'the ticker to be live');
    const headline = `مجلس الأمن يعقد جلسة طارئة (${language})`;
    await newsdesk.publish({ headline });
    await until(async () => (await headlinesOn(page)).includes(headline), headline, 1_000);
    const links = [
      language === 'ar' ? '/embed' : `/embed?lang=${language}`,
      '/live/breaking',
      '/api/docs',
      '/api/openapi.json',
      '/api/channels/breaking/headlines',
    ];
    const seen = { language, direction, title, topics, links, overflow: 0 };
    expect(await page.evaluate(LOOK)).toEqual(seen);
    await page.setViewport({ width: 320, height: 640 });
    expect(await page.evaluate(LOOK)).toEqual(seen);
    for (const link of links) expect((await fetch(hub.url + link)).status, link).toBe(200);
    expect(complaints).toEqual([]);
    const hosts = new Set(requests.map((url) => new URL(url).host));
    expect(hosts).toEqual(new Set([new URL(hub.url).host]));
  });

  it('H1 changes its language without losing the ticker, and the address remembers it', async () => {
    const { browser, hub } = stage;
    const visited = await browser.open(hub.url);
    const { page } = visited;
    await until(async () => (await see(page))?.status === 'live', 'the ticker to be live');
    // None where another tab of the hub shares its connection.
    const { connections } = visited;
    await page.locator('header button').click();
    expect(await page.evaluate(LOOK)).toMatchObject({ language: 'en', direction: 'ltr' });
    expect(page.url()).toBe(`${hub.url}/?lang=en`);
    expect(await see(page)).toMatchObject({ status: 'live' });
    expect(visited.connections).toBe(connections);
  });

  it('H1 has lines to copy that work as they are', async () => {
    const { browser, hub, site, newsdesk } = stage;
    const { page } = await browser.open(hub.url);
    await page
      .browserContext()
      .setPermission(hub.url, { permission: { name: 'clipboard-read' }, state: 'granted' });
    const copied: string[] = [];
    for (const nth of [1, 2]) {
      await page.locator(`section:nth-of-type(${nth + 1}) figure button`).click();
      await page.waitForSelector(`section:nth-of-type(${nth + 1}) ::-p-text(تم النسخ)`);
      copied.push(z.string().parse(await page.evaluate('navigator.clipboard.readText()')));
    }
    const [embed = '', publish = ''] = copied;

    const visit = await browser.open(site.show('/pasted', `<!doctype html><body>${embed}`));
    await until(async () => (await see(visit.page))?.status === 'live', 'the pasted ticker');
    // What a shell would make of it: the key put in, the quotes gone.
    const [, url = ''] = /^curl (\S+)/.exec(publish) ?? [];
    const headers = [...publish.matchAll(/-H ["']([^:]+): ([^"']+)["']/g)].map(
      ([, name = '', value = '']) => [name, value.replace('$AJIL_ADMIN_KEY', ADMIN_KEY)] as const,
    );
    const [, body = ''] = /-d '([^']+)'/.exec(publish) ?? [];
    const response = await fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(headers),
      body,
    });
    expect(response.status).toBe(201);
    const [first = ''] = await newsdesk.board();
    expect(first).toBe('أول خبر عاجل');
    await until(async () => (await headlinesOn(visit.page)).includes(first), 'it to be shown');
  });
});
