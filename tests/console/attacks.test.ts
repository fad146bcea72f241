/** Whatever is typed into a field of the newsroom is text wherever it stands, or is refused; it never runs. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visit } from '../support/browser.ts';
import { invite, PASSWORD } from '../support/newcomer.ts';
import { until } from '../support/until.ts';
import { texts } from './cast.ts';
import { welcome, type Colleague } from './day-cast.ts';
import { wordsIn } from './day-words.ts';
import { openOffice, type Office } from './office.ts';
import { headlinesOn, seen } from '../e2e/sight.ts';
import { elementTag, openStage, type Stage } from '../e2e/stage.ts';

const CHANNEL = 'attacked';
const words = wordsIn('en');
const { desk } = words;

/** Each says where it came from; as markup, it would run as soon as it stands in a page. */
const markup = (field: string): string =>
  `${field}<img src=x onerror=ran='${field}'><script>ran=1</script>{{ran=2}}`;
/** It reads as another text than it is: an override, and an isolate that nobody closes. */
const TRICKS = ['paid \u202Ednuf', 'paid \u2067fund'] as const;

/** Of what was typed, what a browser took for markup, in shadow roots too; and whether it ran. */
const FOUND = `(() => {
  const found = (root) => [...root.querySelectorAll('*')].flatMap((one) => [
    ...(one.matches('img[src=x], script:not([src]):not([type])') ? [one.outerHTML] : []),
    ...(one.shadowRoot ? found(one.shadowRoot) : []),
  ]);
  return [...found(document), ...('ran' in window ? ['ran: ' + window.ran] : [])];
})()`;

describe('what is typed into the newsroom', () => {
  const leftovers = new AsyncDisposableStack();
  let stage: Stage;
  let admin: Office;
  let editor: Colleague;
  let viewer: Visit;
  beforeAll(async () => {
    stage = leftovers.use(await openStage());
    const roles = { '*': 'admin' } as const;
    admin = await openOffice(stage, 'admin@news.example', roles, { language: 'en' });
  });
  afterAll(() => leftovers.disposeAsync());

  const harmless = async (page: Page): Promise<void> =>
    expect(await page.evaluate(FOUND), page.url()).toEqual([]);
  /** By the console at the field, or by the hub, whose word is shown. */
  const refused = (page: Page): Promise<void> =>
    until(
      async () =>
        (await page.$('[aria-invalid=true]')) !== null ||
        (await texts(page, '[role=alert]')).some((text) => text !== ''),
      `a refusal at ${page.url()}`,
    );
  /** In a form of the office that stands in a dialog. */
  async function sendForm({ page }: Office): Promise<void> {
    await page.locator('dialog button[type=submit]').click();
  }

  it('C1 C15 a title of a channel, and the name of a key', async () => {
    const { channels } = words;
    await admin.open('channels');
    await admin.press(channels.make);
    await admin.fill(channels.name, CHANNEL);
    for (const trick of TRICKS) {
      await admin.page.locator('::-p-aria([name="Title"][role="textbox"])').fill(trick);
      await sendForm(admin);
      await admin.sees('Has a bidi override');
    }
    await admin.fill(channels.titleField, markup('title'));
    await admin.fill(channels.undoWindow, '0');
    await sendForm(admin);
    await until(async () => (await admin.page.$('dialog')) === null, 'the channel to be made');
    await admin.sees(markup('title'));
    await harmless(admin.page);

    await admin.open('keys');
    await admin.press('New key');
    for (const trick of TRICKS) {
      await admin.page.locator('::-p-aria([name="What it is for"][role="textbox"])').fill(trick);
      await sendForm(admin);
      await admin.sees('Has a bidi override');
    }
    await admin.fill('What it is for', markup('key'));
    await sendForm(admin);
    await admin.press('Close');
    await admin.sees(markup('key'));
    await admin.press(`Manage the key ${markup('key')}`);
    await harmless(admin.page);
  });

  it('C1 C12 a name of a person, at the door and in the account', async () => {
    const link = async (email: string): Promise<string> =>
      `${stage.hub.url}/console/#invitation=${await invite(stage.hub.url, email, { [CHANNEL]: 'editor' })}`;
    const { page } = await stage.browser.open(await link('trickster@news.example'));
    for (const trick of TRICKS) {
      await page.locator('[autocomplete=name]').fill(trick);
      await page.locator('[autocomplete=new-password]').fill(PASSWORD);
      await page.locator('button[type=submit]').click();
      await refused(page);
      expect(await page.$('nav')).toBeNull();
    }
    await page.close();
    const newcomer = { link: await link('editor@news.example'), name: markup('name') };
    editor = await welcome(stage.browser, 'en', newcomer);
    await editor.sees(markup('name'));
    await editor.open('profile');
    await harmless(editor.page);
    await admin.open('people');
    await admin.sees(markup('name'));
    await harmless(admin.page);
  });

  it('C1 C3 a headline, its link and its source, for editors and for those who read it', async () => {
    const tag = elementTag(stage.hub.url, CHANNEL).replace(' hub', ' mode="list" hub');
    viewer = await stage.visit(tag);
    await editor.toDesk(CHANNEL);
    for (const trick of TRICKS) {
      await editor.send(trick);
      await editor.page.waitForSelector('#headline[aria-invalid=true]');
    }
    const link = editor.page.locator('input[inputmode=url]');
    for (const url of ['javascript:ran=3', 'data:text/html,x', ' https://a b']) {
      await link.fill(url);
      await editor.send(markup('headline'));
      await editor.page.waitForSelector('input[inputmode=url][aria-invalid=true]');
    }
    await link.fill('https://news.example/?"onclick="ran=4');
    await editor.send(markup('headline'));
    await until(async () => (await headlinesOn(viewer.page)).length > 0, 'the headline');
    expect(await headlinesOn(viewer.page)).toEqual([markup('headline')]);
    await editor.sees(markup('headline'));
    for (const { page } of [editor, viewer]) await harmless(page);
  });

  it('C1 C6 a source, the note of a correction, and the reason of what is done', async () => {
    const { page } = editor;
    const field = (name: string) =>
      page.locator(`.edit ::-p-aria([name="${name}"][role="textbox"])`);
    await editor.correct(markup('headline'), markup('correction'));
    await field(desk.source).fill(TRICKS[0]);
    await page.waitForSelector('.edit input[aria-invalid=true]');
    await field(desk.source).fill(markup('source'));
    await field(desk.note).fill(markup('note'));
    await editor.press(desk.saveCorrection);
    await until(async () => (await seen(viewer.page)).items[0]?.source !== '', 'the correction');
    const [shown] = (await seen(viewer.page)).items;
    expect(shown?.headline).toBe(markup('correction'));
    expect(shown?.source).toBe(markup('source'));
    await editor.sees(markup('source'));
    for (const one of [page, viewer.page]) await harmless(one);
    await viewer.page.goto(`${stage.hub.url}/live/${CHANNEL}`);
    expect(String(await viewer.page.evaluate('document.body.innerText'))).toContain(
      markup('source'),
    );
    await harmless(viewer.page);

    await editor.actOn(markup('correction'), desk.withdraw);
    await page.locator('dialog input').fill(TRICKS[1]);
    await page.locator('dialog .primary').click();
    await refused(page);
    await page.locator('dialog input').fill(markup('reason'));
    await page.locator('dialog .primary').click();
    await editor.sees(markup('reason'));
    await editor.chooseBreaking();
    await editor.send(markup('breaking'));
    await editor.press(desk.confirmSend);
    await editor.press(desk.overrule);
    await page.locator('dialog input').fill(markup('emergency'));
    await harmless(page);
    await editor.press(desk.confirmSend);
    await until(async () => (await page.$('dialog')) === null, 'the sheet to close');
    await harmless(page);
  });

  it('C1 C14 all of it in the audit log', async () => {
    await admin.open('audit');
    await admin.sees(markup('emergency'));
    const { page } = admin;
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    const said = String(await page.evaluate('document.body.innerText'));
    // The reason of the withdrawal is told by what of it differs from the note before.
    for (const field of ['title', 'key', 'name', 'headline', 'correction', 'source', 'note']) {
      expect(said).toContain(markup(field));
    }
    await harmless(page);
  });
});
