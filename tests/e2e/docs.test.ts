import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { openStage, type Stage } from './stage.ts';

/** Read inside the page: the words of the page, through every shadow root. */
const WORDS = `(() => {
  const words = (node) => [...node.childNodes].map((child) =>
    child.nodeName === 'STYLE' ? '' : (child.nodeValue ?? '') + words(child.shadowRoot ?? child)
  ).join(' ');
  return words(document.body).replace(/\\s+/g, ' ');
})()`;

describe('the page of the API', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('P4 shows every operation, sends one when asked, and loads nothing from elsewhere', async () => {
    const { browser, hub } = stage;
    const address = `${hub.url}/api/docs#?route=get-/api/channels`;
    const { page, complaints, requests } = await browser.open(address);
    const words = async (): Promise<string> => String(await page.evaluate(WORDS));
    await until(async () => (await words()).includes('List the channels'), 'the operation');
    const shown = await words();
    for (const summary of ['Publish one headline', 'Correct a headline', 'Revoke a key']) {
      expect(shown).toContain(summary);
    }
    await page.locator('::-p-aria(EXECUTE[role="button"])').click();
    const sent = (): boolean => requests.includes(`${hub.url}/api/channels`);
    await until(sent, 'the operation to be sent');
    await until(async () => (await words()).includes('أخبار عاجلة'), 'the answer to be shown');
    expect(complaints).toEqual([]);
    const elsewhere = requests.filter((url) => !url.startsWith(`${hub.url}/`));
    // Pictures that are part of the style sheet itself.
    expect(elsewhere.filter((url) => !url.startsWith('data:'))).toEqual([]);
  });
});
