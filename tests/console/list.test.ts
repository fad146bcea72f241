/** The list of the console while it is being read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { comeIn, has, rows } from './cast.ts';
import { openStage, type Stage } from '../e2e/stage.ts';

/** Runs in the page: every row that was ever shown as gone. */
const WATCH = `
  window.gone = [];
  new MutationObserver(() => {
    for (const row of document.querySelectorAll('.row.is-gone')) window.gone.push(row.innerText);
  }).observe(document.body, { subtree: true, childList: true, attributes: true });`;

describe('the list of the console', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('C3 what goes out between two of its reads is at no time shown as gone', async () => {
    const { hub, browser, newsdesk } = stage;
    const { page } = await comeIn(hub.url, browser);
    await newsdesk.publish({ headline: 'قبل القراءة' });
    await until(() => has(page, 'قبل القراءة'), 'the first row');
    await page.evaluate(WATCH);
    await page.setRequestInterception(true);
    let isDone = false;
    page.on('request', (request) => {
      const isSecondRead = request.url().includes('?after=') && !isDone;
      isDone ||= isSecondRead;
      // The board was read; what has been published since is in the log alone.
      const between = isSecondRead ? newsdesk.publish({ headline: 'بين القراءتين' }) : undefined;
      void Promise.resolve(between).then(() => request.continue());
    });
    await newsdesk.publish({ headline: 'ما يُقرأ الآن' });
    await until(async () => (await rows(page))[0]?.includes('بين القراءتين') === true, 'the last');
    expect(await rows(page)).toHaveLength(3);
    expect(await page.evaluate('window.gone')).toEqual([]);
    await page.close();
  });
});
