/**
 * Takes the pictures of docs/pictures: `node tests/e2e/pictures.ts`. The hub is real, and so is the
 * page on another port that embeds its ticker.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VisitOptions } from '../support/browser.ts';
import { until } from '../support/until.ts';
import type { Draft } from './newsdesk.ts';
import { headlinesOn } from './sight.ts';
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

/** The band at its beginning, so that the newest headline stands whole beside the label. */
const REWIND = `for (const animation of document
  .querySelector('ajil-ticker').shadowRoot.querySelector('.track').getAnimations()) {
  animation.pause();
  animation.currentTime = 0;
}`;

async function take(url: string, name: string, options: VisitOptions): Promise<void> {
  const { page } = await browser.open(url, options);
  const shown = async (): Promise<boolean> => (await headlinesOn(page)).length === HEADLINES.length;
  await until(shown, 'the headlines');
  await page.evaluate(REWIND);
  const picture = await page.screenshot();
  await writeFile(join(FOLDER, `${name}.png`), picture);
  console.log(`${name}.png: ${Math.round(picture.length / 1024)} kB`);
}

await using stage = await openStage();
const { browser, hub, newsdesk, site } = stage;
for (const draft of HEADLINES) await newsdesk.publish(draft);

const newspaper = await readFile(join(import.meta.dirname, 'newspaper.html'), 'utf8');
const address = site.show('/', newspaper.replace('<!-- ticker -->', scriptTag(hub.url)));
await take(address, 'ticker-ar', { width: 960, height: 360, scale: 2 });
