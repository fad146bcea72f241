/**
 * Takes the pictures of the console in docs/pictures: `node tests/console/pictures.ts`. Everything in
 * them is real: the hub, the people at their desks, and the readers on another site.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { VisitOptions } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { comeIn, has, sendByKey, write } from './cast.ts';
import { openNewsdesk, type Draft } from '../e2e/newsdesk.ts';
import { elementTag, openStage } from '../e2e/stage.ts';

const FOLDER = join(import.meta.dirname, '../../docs/pictures');
const SIZE: VisitOptions = { width: 1280, height: 860, scale: 2 };

/** The last one is the newest, so it stands first. */
const ARABIC: readonly Draft[] = [
  { headline: 'iPhone 17 يصل إلى الأسواق العربية في 12 سبتمبر' },
  { headline: 'البنك المركزي يثبّت الفائدة عند 27.25% للاجتماع الثالث', source: 'رويترز' },
  { headline: 'استئناف المحادثات بشأن السودان في جنيف', source: 'الأمم المتحدة' },
];
const ENGLISH: readonly Draft[] = [
  { headline: 'Central bank holds rates at 27.25% for a third meeting', source: 'Reuters' },
  { headline: 'UN: talks on Sudan resume in Geneva', source: 'UN' },
];

async function shoot(page: Page, name: string): Promise<void> {
  const picture = await page.screenshot();
  await writeFile(join(FOLDER, `${name}.png`), picture);
  console.log(`${name}.png: ${Math.round(picture.length / 1024)} kB`);
}

await using stage = await openStage();
const { browser, hub, newsdesk } = stage;
await newsdesk.createChannel({ name: 'world', title: 'Breaking news', language: 'en' });
for (const draft of ARABIC) await newsdesk.publish(draft);
const world = openNewsdesk(hub.url, 'world');
for (const draft of ENGLISH) await world.publish({ ...draft, language: 'en' });

/** A desk at a channel, in its language and look. */
async function sit(name: string, called: string, channel: string, look?: 'dark'): Promise<Page> {
  const isEnglish = channel === 'world';
  const { page } = await comeIn(hub.url, browser, {
    name,
    called,
    options: { ...SIZE, dark: look === 'dark' },
  });
  if (isEnglish) await page.locator('::-p-aria([name="English"][role="button"])').click();
  await page.locator('.channels').fill(channel);
  await page.waitForSelector('.is-up');
  return page;
}

async function takeNewsroom(): Promise<void> {
  for (const path of ['/', '/sport']) await stage.visit(elementTag(hub.url), {}, path);
  const [mona, ziad] = [
    await sit('mona', 'منى', 'breaking'),
    await sit('ziad', 'زياد', 'breaking'),
  ];
  await write(ziad, 'مجلس الأمن يصوّت بالإجماع على هدنة فورية');
  await ziad.locator('.breaks input').click();
  await sendByKey(ziad);
  await ziad.locator('dialog .breaking').click();
  await until(() => has(mona, 'هدنة فورية'), 'what waits');
  await write(mona, 'البنك المركزي يثبت الفائده عند 27.25%');
  await mona.waitForSelector('.warnings li');
  await shoot(mona, 'newsroom-ar');
}

async function takeStale(): Promise<void> {
  const item = await world.publish({ headline: 'Three dead in motorway crash', source: 'Police' });
  const [page, light] = [
    await sit('rami', 'Rami', 'world', 'dark'),
    await sit('dina', 'Dina', 'world'),
  ];
  await shoot(light, 'newsroom-en');
  await page.evaluate('document.activeElement.blur()');
  await page.keyboard.press('KeyJ');
  await page.keyboard.press('KeyC');
  await page.locator('.edit textarea').fill('Three dead in motorway crash near Lyon');
  await world.correct(item, { headline: 'Four dead in motorway crash' });
  await page.waitForSelector('.edit .strip');
  await page.locator('.edit button[type=submit]').click();
  await page.waitForSelector('.sides');
  await shoot(page, 'stale-en');
}

await takeNewsroom();
await takeStale();
