/** Whatever is called after a script is shown as that text on every screen of the console, and runs nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { openOffice } from './office.ts';
import { openStage, type Stage } from '../e2e/stage.ts';

const MARKUP = '<img src=x onerror="window.owned=1"><script>window.owned=2</script>';
const SCREENS = ['profile', 'people', 'keys', 'channels', 'audit'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('chromium');
});
afterAll(() => stage[Symbol.asyncDispose]());

it('C1 markup in names, titles, notes and sources is text on every screen', async () => {
  const admin = await openOffice(stage, 'admin@news.example', { '*': 'admin' });
  const { page } = admin;
  const ask = (method: string, path: string, body: object, headers = {}) =>
    request(`${stage.hub.url}/api/${path}`, method, body, headers);
  await page.evaluate(
    `fetch('/api/session').then((one) => one.json()).then(({ person }) =>
      fetch('/api/people/' + person.id, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name: ${JSON.stringify(MARKUP)} }),
      }))`,
  );
  await ask('PATCH', 'channels/breaking', { title: MARKUP });
  await ask('POST', 'keys', { name: MARKUP, role: 'editor', channels: null });
  const words = { headline: MARKUP, source: MARKUP, by: MARKUP };
  const news = 'channels/breaking/headlines';
  for (const id of ['a', 'b', 'c']) await ask('POST', news, { ...words, id });
  await ask('PATCH', `${news}/a`, { edNote: MARKUP, summary: MARKUP }, { 'if-match': '"1"' });
  await ask('POST', `${news}/b/hold`, { edNote: MARKUP });
  await ask('DELETE', `${news}/c`, { edNote: MARKUP });
  const held = { id: 'held', draft: { ...words, urgency: 1 } };
  await ask('POST', 'channels/breaking/held', held);
  await ask(
    'POST',
    'channels/breaking/held/held/override',
    { reason: MARKUP },
    { 'if-match': '"1"' },
  );

  const shown = async () => String(await page.evaluate('document.body.innerText'));
  const planted = () => page.evaluate(`document.querySelectorAll('img[src="x"]').length`);
  for (const screen of SCREENS) {
    await admin.open(screen);
    await until(async () => (await shown()).includes(MARKUP), `${screen} to show it as text`);
    expect(await planted(), screen).toBe(0);
  }
  await page.goto(`${stage.hub.url}/console/#/channel/breaking`);
  await page.reload({ waitUntil: 'domcontentloaded' });
  const isShown = async () => (await shown()).split(MARKUP).length > 4;
  await until(isShown, 'the list to show all of them as text');
  expect(await planted()).toBe(0);
  expect(await page.evaluate('window.owned')).toBeUndefined();
}, 60_000);
