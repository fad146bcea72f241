/** Pinned headlines in the console, put in order by hand, in real browsers, with a reader who watches. */
import type { ElementHandle, HTTPRequest, Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Visit, VisitOptions } from '../support/browser.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { comeIn, press, texts, wrongOn } from './cast.ts';
import { openNewsdesk, type Newsdesk } from '../e2e/newsdesk.ts';
import { headlinesOn, seen } from '../e2e/sight.ts';
import { elementTag, openStage, type Stage } from '../e2e/stage.ts';

const PINNED = ['مجلس الأمن يصوّت', 'تغطية مباشرة من القاهرة', 'نتائج الانتخابات'] as const;
const NEWS = ['خبر جديد', 'خبر أقدم'] as const;

describe('the order of what is pinned', () => {
  let stage: Stage;
  let reader: Page;
  let desk: Newsdesk;
  let channels = 0;
  let channel = '';
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());
  /** Each in a channel of its own. */
  beforeEach(async () => {
    channel = `order-${(channels += 1)}`;
    await stage.newsdesk.createChannel({ name: channel, title: 'قناة', boardSize: 9 });
    desk = openNewsdesk(stage.hub.url, channel);
    for (const headline of NEWS.toReversed()) await desk.publish({ headline });
    for (const headline of PINNED.toReversed()) await desk.publish({ headline, pinned: true });
    ({ page: reader } = await stage.visit(elementTag(stage.hub.url, channel)));
    await until(async () => (await headlinesOn(reader)).length === 5, 'the board');
  });

  async function arrive(name: string, options: VisitOptions = {}): Promise<Visit> {
    const visit = await comeIn(stage.hub.url, stage.browser, {
      name: `${name}-${channel}`,
      options,
    });
    await visit.page.goto(`${stage.hub.url}/console/#/channel/${channel}`);
    await visit.page.waitForFunction(`document.querySelectorAll('.grip').length === 3`);
    return visit;
  }
  const pinnedOn = (page: Page) => texts(page, '.pinned-rows h3');
  const stands = (page: Page, ...order: readonly number[]) =>
    until(
      async () => (await pinnedOn(page)).join() === order.map((n) => PINNED[n]).join(),
      `${order.join()} in the list`,
    );
  const isRead = (...order: readonly number[]) =>
    until(
      async () =>
        (await headlinesOn(reader)).join() === [...order.map((n) => PINNED[n]), ...NEWS].join(),
      `${order.join()} at the reader`,
    );
  const said = async (page: Page) => (await texts(page, '.wire > [role=status]')).join();

  async function middleOf(page: Page, selector: string, at: number) {
    const found: ElementHandle | undefined = (await page.$$(selector))[at];
    const box = await found?.boundingBox();
    if (!box) throw new Error(`${selector} ${at} is not there`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
  /** By the grip of a row into the middle of another. */
  async function drag(page: Page, from: number, to: number): Promise<void> {
    const start = await middleOf(page, '.grip', from);
    const end = await middleOf(page, '.pinned-rows .row', to);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x, start.y + 8);
    await page.waitForSelector('.dragged');
    await page.mouse.move(start.x, end.y, { steps: 12 });
    // The library looks where the hand is five times a second.
    await page.waitForFunction(
      `[...document.querySelectorAll('.receives > li')].findIndex(
        (one) => getComputedStyle(one).visibility === 'hidden') === ${to}`,
    );
    await page.mouse.up();
    await page.waitForFunction(`document.querySelector('.dragged') === null`);
  }

  it('C19 is changed by dragging, and readers and the other desk see it without a reload', async () => {
    const [{ page, complaints }, { page: other }] = await Promise.all([
      arrive('mona'),
      arrive('ziad', { dark: true }),
    ]);
    expect(await page.evaluate('document.dir')).toBe('rtl');
    await reader.evaluate(`globalThis.news = []; document.querySelector('ajil-ticker')
      .addEventListener('ajil-entry', ({ detail }) => news.push(detail.kind))`);
    await drag(page, 0, 2);
    await stands(page, 1, 2, 0);
    expect(await said(page)).toBe(`«${PINNED[0]}»: صار ترتيبه 3 من 3`);
    await isRead(1, 2, 0);
    await stands(other, 1, 2, 0);
    // The other way, and in a page that reads from the left.
    await other.locator('.bar button[lang]').click();
    await until(async () => (await other.evaluate('document.dir')) === 'ltr', 'English');
    await drag(other, 2, 0);
    await stands(other, 0, 1, 2);
    expect(await said(other)).toBe(`“${PINNED[0]}” is now 1 of 3`);
    await isRead(0, 1, 2);
    await stands(page, 0, 1, 2);
    // No reader is told of news where there is none.
    expect([await reader.evaluate('news'), (await seen(reader)).said]).toEqual([[], '']);
    expect(complaints).toEqual([]);
    await Promise.all([page.close(), other.close()]);
  });

  it('C19 is changed by the keyboard and by buttons, and the focus stays in its row', async () => {
    const { page, complaints } = await arrive('laila');
    const focused = async () =>
      page.evaluate(
        `document.activeElement.closest('.row')?.querySelector('h3').textContent.trim()`,
      );
    const alt = async (key: 'ArrowUp' | 'ArrowDown') => {
      await page.keyboard.down('Alt');
      await page.keyboard.press(key);
      await page.keyboard.up('Alt');
    };
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('KeyJ');
    expect(await focused()).toBe(PINNED[0]);
    await alt('ArrowDown');
    await alt('ArrowDown');
    // There is no further down, and what is not pinned is not reached.
    await alt('ArrowDown');
    await stands(page, 1, 2, 0);
    await isRead(1, 2, 0);
    expect(await focused()).toBe(PINNED[0]);
    await alt('ArrowUp');
    await stands(page, 1, 0, 2);
    expect(await said(page)).toBe(`«${PINNED[0]}»: صار ترتيبه 2 من 3`);
    expect(await focused()).toBe(PINNED[0]);
    await press(page, 'نقل إلى أسفل');
    await stands(page, 0, 1, 2);
    expect(await focused()).toBe(PINNED[1]);
    await isRead(0, 1, 2);
    // What is pinned now stands first, and whoever pinned it is still there.
    await page.evaluate(`document.querySelectorAll('.row')[3].focus()`);
    await page.keyboard.press('KeyP');
    await until(async () => (await pinnedOn(page))[0] === NEWS[0], 'the pinned one on top');
    expect(await focused()).toBe(NEWS[0]);
    expect(await desk.board()).toEqual([NEWS[0], ...PINNED, NEWS[1]]);
    const audit = await request(`${stage.hub.url}/api/audit?channel=${channel}`);
    expect(JSON.stringify(audit.body).match(/"act":"place"/g)).toHaveLength(5);
    expect(JSON.stringify(audit.body)).not.toContain('"act":"correct"');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('C19 is sent move by move, in the order in which it was done', async () => {
    const { page } = await arrive('nadia');
    const moves: HTTPRequest[] = [];
    await page.setRequestInterception(true);
    page.on('request', (one) => {
      if (one.method() === 'POST' && one.url().endsWith('/held')) moves.push(one);
      else void one.continue();
    });
    for (const at of [1, 0]) {
      const downs = await page.$$(`.place [aria-label="نقل إلى أسفل"]`);
      await downs[at]?.click();
    }
    // Seen at once, though nothing is answered.
    await stands(page, 2, 0, 1);
    expect(await desk.board()).toEqual([...PINNED, ...NEWS]);
    expect(moves).toHaveLength(1);
    await moves[0]?.continue();
    await until(() => Promise.resolve(moves.length === 2), 'the second');
    await until(async () => (await desk.board())[1] === PINNED[2], 'the first to be done');
    await moves[1]?.continue();
    await isRead(2, 0, 1);
    await stands(page, 2, 0, 1);
    await page.close();
  });

  it('C19 comes back where the hub does not take it, and says so', async () => {
    const { page } = await arrive('samar');
    await page.setRequestInterception(true);
    page.on('request', (one) => {
      const isMove = one.method() === 'POST' && one.url().endsWith('/held');
      void (isMove ? one.abort() : one.continue());
    });
    await page.focus('.pinned-rows .row');
    await press(page, 'نقل إلى أسفل');
    await until(async () => (await said(page)).includes('لم يُنقل'), 'the refusal');
    await stands(page, 0, 1, 2);
    expect(await desk.board()).toEqual([...PINNED, ...NEWS]);
    await page.close();
  });

  it('C19 N17 costs nobody who writes a word: neither a move of the row nor its unpinning', async () => {
    const item = await desk.publish({ headline: 'اجتماع في القاهرة', pinned: true });
    const { page } = await comeIn(stage.hub.url, stage.browser, { name: `writes-${channel}` });
    await page.goto(`${stage.hub.url}/console/#/channel/${channel}`);
    await until(async () => (await pinnedOn(page)).length === 4, 'the rows');
    await page.focus('.pinned-rows .row');
    await page.keyboard.press('KeyC');
    await page.locator('.edit textarea').fill('اجتماع طارئ في القاهرة');
    const moved = await desk.correct(item, { rank: 1 });
    await desk.correct(moved, { pinned: false });
    await until(async () => (await desk.board())[3] === 'اجتماع في القاهرة', 'it to be unpinned');
    // It is none of those that can be moved any more: the others are the first and the last.
    await page.waitForFunction(`(() => {
      const buttons = [...document.querySelectorAll('.place button')];
      return buttons.length === 6 && buttons[0].disabled && buttons[5].disabled;
    })()`);
    expect(await page.evaluate(`document.querySelector('.edit textarea').value`)).toBe(
      'اجتماع طارئ في القاهرة',
    );
    expect((await texts(page, '.edit')).join()).not.toContain('صدرت نسخة أحدث');
    await press(page, 'إرسال التصحيح');
    await until(async () => (await desk.board())[3] === 'اجتماع طارئ في القاهرة', 'it', 20_000);
    expect(await pinnedOn(page)).toEqual([...PINNED]);
    await page.close();
  });

  it('C19 a finger drags it on a phone', async () => {
    const { page } = await comeIn(stage.hub.url, stage.browser, {
      ...{ name: `finger-${channel}`, options: { width: 390, height: 1200 } },
    });
    await page.goto(`${stage.hub.url}/console/#/channel/${channel}`);
    await page.locator('.tabs input[value=list]').click();
    await page.waitForFunction(`document.querySelectorAll('.grip').length === 3`);
    const start = await middleOf(page, '.grip', 0);
    const end = await middleOf(page, '.pinned-rows .row', 1);
    await page.touchscreen.touchStart(start.x, start.y);
    for (let step = 1; step <= 8; step += 1) {
      await page.touchscreen.touchMove(start.x, start.y + ((end.y - start.y + 8) * step) / 8);
    }
    await page.waitForFunction(
      `getComputedStyle(document.querySelectorAll('.receives > li')[1]).visibility === 'hidden'`,
    );
    await page.touchscreen.touchEnd();
    await stands(page, 1, 0, 2);
    await isRead(1, 0, 2);
    await page.close();
  });

  it.each([
    ['a desk', 1280, false],
    ['a phone in the dark', 390, true],
  ])('C7 C19 everybody can use it on %s, in both languages', async (_, width, dark) => {
    const { page, complaints } = await arrive(`yara-${width}`, { width, height: 1800, dark });
    for (const language of ['ar', 'en']) {
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      if (width < 900) await page.locator('.tabs input[value=list]').click();
      await page.waitForSelector('.place');
      expect(await wrongOn(page)).toEqual([]);
      const overflow = 'document.documentElement.scrollWidth - innerWidth';
      expect(await page.evaluate(overflow)).toBe(0);
      await page.evaluate('document.activeElement.blur()');
      await page.keyboard.press('?');
      expect(await texts(page, 'dialog kbd')).toContain('Alt + ↑ / ↓');
      await page.keyboard.press('Escape');
      await page.locator('.bar button[lang]').click();
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});
