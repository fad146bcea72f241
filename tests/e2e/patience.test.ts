/**
 * What the ticker says and shows after a while, by timers of its own. They are the same in every browser,
 * so one is enough; and each scene has a channel of its own, so that all of them wait together.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { openNewsdesk, type Newsdesk } from './newsdesk.ts';
import { headlinesOn, pass, press, seen, shownOn } from './sight.ts';
import { elementTag, openStage, type Stage } from './stage.ts';

const THREE = [1, 2, 3].map((n) => `خبر قصير رقم ${n}`);
/** ms: a message every few seconds, and a headline for as long as it takes to read. */
const WHILE = 8_000;

interface Scene {
  readonly newsdesk: Newsdesk;
  open(attributes?: string): Promise<Page>;
}

describe.concurrent('after a while', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  async function openScene(channel: string): Promise<Scene> {
    await stage.newsdesk.createChannel({ name: channel, title: 'أخبار عاجلة' });
    const newsdesk = openNewsdesk(stage.hub.url, channel);
    for (const headline of THREE.toReversed()) {
      await newsdesk.publish({ headline, url: 'https://news.example/1' });
    }
    return {
      newsdesk,
      async open(attributes = '') {
        // As many windows as scenes: a page in a covered tab would get no frames.
        const tag = elementTag(stage.hub.url, channel).replace(' hub', ` ${attributes} hub`);
        const path = `/${channel}/${attributes}`;
        const { page } = await stage.visit(tag, { ownWindow: true }, path);
        await until(async () => (await headlinesOn(page)).length === THREE.length, 'the headlines');
        return page;
      },
    };
  }

  it('G3 hears of what is new and of nothing else, in one message every few seconds', async () => {
    const { newsdesk, open } = await openScene('said');
    const page = await open();
    const said = async (): Promise<string> => (await seen(page)).said;
    expect(await said()).toBe('');
    const first = await newsdesk.publish({ headline: 'خبر جديد يُسمع' });
    await until(async () => (await said()) === 'خبر جديد يُسمع', 'it to be said');
    const second = await newsdesk.correct(first, { headline: 'خبر مصحح لا يُسمع' });
    const more = [];
    for (const n of [1, 2]) more.push(await newsdesk.publish({ headline: `ثم ${n}` }));
    await until(async () => (await headlinesOn(page)).includes('ثم 2'), 'the board');
    expect(await said()).toBe('خبر جديد يُسمع');
    await until(async () => (await said()).includes('ثم'), 'the next message', WHILE);
    // In which order depends on whether one board brought both.
    expect((await said()).match(/ثم \d/g)?.toSorted()).toEqual(['ثم 1', 'ثم 2']);
    for (const item of [second, ...more]) await newsdesk.withdraw(item);
    await until(async () => (await said()) === '', 'silence', WHILE);
  });

  it('G3 is interrupted for urgency 1 alone, and only where the site asks', async () => {
    const { newsdesk, open } = await openScene('interrupted');
    const [polite, assertive] = [await open(), await open('assertive')];
    const heard = (page: Page, manner: string) =>
      page.evaluate(`document.querySelector('ajil-ticker').shadowRoot
        .querySelector('[aria-live=${manner}]')?.textContent.trim()`);
    await newsdesk.publish({ headline: 'يقاطع القارئ', urgency: 1 });
    await until(async () => (await heard(assertive, 'assertive')) === 'يقاطع القارئ', 'it');
    expect(await heard(assertive, 'polite')).toBe('');
    await until(async () => (await heard(polite, 'polite')) === 'يقاطع القارئ', 'it, politely');
    expect(await heard(polite, 'assertive')).toBeUndefined();
    await newsdesk.publish({ headline: 'لا يقاطع', urgency: 2 });
    await until(async () => (await heard(assertive, 'polite')) === 'لا يقاطع', 'the next', WHILE);
    expect(await heard(assertive, 'assertive')).toBe('');
  });

  it('G3 in step mode the next one comes by itself after a time to read, an urgent one next', async () => {
    const { newsdesk, open } = await openScene('steps');
    const page = await open('mode=step');
    expect(await shownOn(page)).toBe(THREE[0]);
    const urgent = await newsdesk.publish({ headline: 'عاجل جدًا', urgency: 1 });
    await until(async () => (await headlinesOn(page)).includes('عاجل جدًا'), 'the board');
    expect(await shownOn(page)).toBe(THREE[0]);
    await until(async () => (await shownOn(page)) === 'عاجل جدًا', 'the urgent one', WHILE);
    await press(page, 'pause');
    await pass(page, 4_500);
    expect(await shownOn(page)).toBe('عاجل جدًا');
    await newsdesk.withdraw(urgent);
    await until(async () => (await shownOn(page)) === THREE[0], 'the first one instead');
  });
});
