/** The builder of tickers within the console, and what it gives to copy, on pages of others. */
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Roles } from '../../shared/role.ts';
import type { VisitOptions } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { comeIn, texts, wrongOn } from './cast.ts';
import { openNewsdesk } from '../e2e/newsdesk.ts';
import { headlinesOn, see } from '../e2e/sight.ts';
import { openStage, type Stage } from '../e2e/stage.ts';

const HEADLINE = 'Council votes on a truce';
/** Read inside the page: what its ticker says. */
const SAID = `document.querySelector('ajil-ticker')?.shadowRoot?.textContent ?? ''`;
const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth';

describe('the builder in the console', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await stage.newsdesk.createChannel({ name: 'world', title: 'World', language: 'en' });
    await stage.newsdesk.createChannel({ name: 'secret', title: 'Secret' });
    await openNewsdesk(stage.hub.url, 'world').publish({ headline: HEADLINE });
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  async function open(name: string, rest: string, options: VisitOptions = {}, roles?: Roles) {
    const seen: Roles = roles ?? { breaking: 'editor', world: 'reporter' };
    const visited = await comeIn(stage.hub.url, stage.browser, { name, roles: seen, options });
    await visited.page.evaluate(`location.hash = '#/embed/${rest}'`);
    await visited.page.waitForSelector('.embed [role=tabpanel] code');
    return visited;
  }
  const read = async (page: Page, selector: string, property = 'textContent'): Promise<string> =>
    String(await page.evaluate(`document.querySelector('${selector}').${property}`));
  const lines = (page: Page) => read(page, '[role=tabpanel] code');
  const policy = (page: Page) => read(page, '.policy code');
  const channel = (page: Page) => read(page, '.embed select', 'value');

  it('C18 shows the real ticker of the channel in the address, and no channel that one does not see', async () => {
    const { page, complaints } = await open('rim', 'world');
    await until(async () => (await headlinesOn(page)).includes(HEADLINE), HEADLINE);
    expect(await channel(page)).toBe('world');
    expect(await texts(page, '.embed select:first-of-type option')).toEqual(
      expect.arrayContaining(['World (world)']),
    );
    expect((await texts(page, '.embed option')).join()).not.toContain('secret');
    await page.locator('.embed select').fill('breaking');
    await page.waitForFunction("location.hash === '#/embed/breaking'");
    await until(async () => (await see(page))?.label === 'أخبار عاجلة', 'the other channel');
    expect(await lines(page)).toContain('data-channel="breaking"');
    await page.goBack();
    await until(async () => (await channel(page)) === 'world', 'the channel before');
    // A connection that is given up while it is made is a complaint of the browser's.
    await until(async () => (await headlinesOn(page)).includes(HEADLINE), HEADLINE);
    await page.evaluate("location.hash = '#/embed/secret'");
    await page.evaluate("location.hash = '#/embed/breaking'");
    await until(async () => (await channel(page)) === 'breaking', 'the one that is seen');
    await until(async () => (await see(page))?.label === 'أخبار عاجلة', 'its ticker');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each(['script', 'pinned', 'frame'])(
    'C18 what it says to allow is enough for the lines of %s',
    async (kind) => {
      const { page: desk } = await open(`salem-${kind}`, 'world');
      await desk.click(`#tab-${kind}`);
      const header = `default-src 'none'; ${await policy(desk)}`;
      const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Paper</title>
        <body>${await lines(desk)}`;
      const url = stage.site.show(`/${kind}`, html, { 'Content-Security-Policy': header });
      const { page, complaints } = await stage.browser.open(url);
      const place: Page | Frame = (await (await page.$('iframe'))?.contentFrame()) ?? page;
      await until(async () => String(await place.evaluate(SAID)).includes(HEADLINE), HEADLINE);
      // The frame's border is taken away by an attribute, as the screen says too.
      const isExpected = (one: string) => kind === 'frame' && one.includes('style');
      expect(complaints.filter((one) => !isExpected(one))).toEqual([]);
      await page.close();
      await desk.close();
    },
  );

  it('C18 of a policy that forbids styles it says where the style belongs', async () => {
    const { page } = await open('nour', 'world');
    const said = async () => (await texts(page, '.policy p')).join();
    expect(await said()).not.toContain('<style>');
    await page.click('#tab-element');
    await until(async () => (await said()).includes('<style>'), 'a word about the style');
    await page.click('#tab-frame');
    await until(async () => (await said()).includes('حدّ الإطار'), 'a word about the border');
    await page.close();
  });

  it.each([
    ['a desk', 1280, false],
    ['a phone in the dark', 390, true],
  ])('C18 everybody can use it on %s, in both languages', async (_, width, dark) => {
    const { page, complaints } = await open(`hala-${width}`, 'breaking', {
      ...{ width, height: 1400, dark, reducedMotion: true },
    });
    await until(async () => (await see(page))?.status !== undefined, 'the ticker');
    for (const language of ['ar', 'en']) {
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      expect(await wrongOn(page)).toEqual([]);
      expect(await page.evaluate(OVERFLOW)).toBe(0);
      await page.locator('.bar button[lang]').click();
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});
