/**
 * Takes the pictures of docs/pictures: `node tests/e2e/pictures.ts`. The hub is real, and so is the
 * page on another port that embeds its ticker.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VisitOptions } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { openNewsdesk, type Draft } from './newsdesk.ts';
import { headlinesOn, pass } from './sight.ts';
import { openStage, scriptTag } from './stage.ts';

const FOLDER = join(import.meta.dirname, '../../docs/pictures');

/** The last one is the newest, so it stands first. */
const HEADLINES: readonly Draft[] = [
  { headline: 'iPhone 17 يصل إلى الأسواق العربية في 12 سبتمبر' },
  { headline: 'البنك المركزي يثبّت الفائدة عند 27.25% للاجتماع الثالث' },
  {
    headline: 'سي إن إن: اجتماع "لافروف - كيم" يشير لتورط أعمق لكوريا الشمالية في حرب أوكرانيا',
    url: 'https://news.example/kim',
  },
  { headline: 'مجلس الأمن يصوّت بالإجماع على هدنة فورية', urgency: 1, source: 'وكالة الأنباء' },
];

const IN_ENGLISH: readonly Draft[] = [
  { headline: 'Central bank holds rates at 27.25% for a third meeting', source: 'Reuters' },
  { headline: 'UN: talks on Sudan resume in Geneva as both sides accept a week without fighting' },
  { headline: 'Security Council votes for an immediate ceasefire', urgency: 1, source: 'AP' },
];

/** Each theme and each mode once. */
const LOOKS = [
  'channel="breaking"',
  'channel="breaking" theme="breaking"',
  'channel="world" theme="dark"',
  'channel="world" theme="minimal"',
  'channel="breaking" mode="step"',
  'channel="world" mode="step" theme="breaking"',
  'channel="breaking" mode="list" style="--ajil-list-height: 214px"',
];

/** The bands at their beginning, so that the newest headline stands whole beside the label. */
const REWIND = `for (const { shadowRoot } of document.querySelectorAll('ajil-ticker'))
  for (const animation of shadowRoot.querySelector('.track')?.getAnimations() ?? []) {
    animation.pause();
    animation.currentTime = 0;
  }`;

async function take(url: string, name: string, options: VisitOptions, last = 0): Promise<void> {
  const { page } = await browser.open(url, options);
  await until(async () => (await headlinesOn(page, last)).length > 2, 'the headlines');
  await pass(page, 300);
  await page.evaluate(REWIND);
  const picture = await page.screenshot();
  await writeFile(join(FOLDER, `${name}.png`), picture);
  console.log(`${name}.png: ${Math.round(picture.length / 1024)} kB`);
}

await using stage = await openStage();
const { browser, hub, newsdesk, site } = stage;
await newsdesk.createChannel({ name: 'world', title: 'Breaking news', language: 'en' });
for (const draft of HEADLINES) await newsdesk.publish(draft);
const world = openNewsdesk(hub.url, 'world');
for (const draft of IN_ENGLISH) await world.publish({ ...draft, language: 'en' });

const newspaper = await readFile(join(import.meta.dirname, 'newspaper.html'), 'utf8');
const address = site.show('/', newspaper.replace('<!-- ticker -->', scriptTag(hub.url)));
await take(address, 'ticker-ar', { width: 960, height: 360, scale: 2 });

const looks = LOOKS.map((look) => `<ajil-ticker hub="${hub.url}" ${look}></ajil-ticker>`);
const page = `<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8">
  <style>body { margin: 16px; background: #eef1f4; display: grid; gap: 16px }</style>
  ${looks.join('')}<script async src="${hub.url}/embed/v1/ticker.js"></script></html>`;
const options = { width: 960, height: 656, scale: 2 };
await take(site.show('/looks', page), 'looks', options, LOOKS.length - 1);
await take(`${hub.url}/embed`, 'builder-ar', { width: 1180, height: 820 });
