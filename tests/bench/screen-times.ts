/** How long a headline takes from an editor's Ctrl+Enter to a viewer's screen, both in real browsers. */
import type { Page } from 'puppeteer-core';
import { z } from 'zod';
import type { TestBrowser } from '../support/browser.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { comeIn, sendByKey, write } from '../console/cast.ts';
import { watchTicker } from '../e2e/sightings.ts';
import { elementTag } from '../e2e/stage.ts';
import type { ForeignSite } from '../support/foreign-site.ts';
import { headlineOf } from './contenders/headlines.ts';

export interface ScreenPorts {
  readonly hub: string;
  readonly site: ForeignSite;
  /** Where the editor sits, and where the viewer does. */
  readonly editors: TestBrowser;
  readonly viewers: TestBrowser;
}

const CHANNEL = 'at-once';
/** Sendings before those that count: code is compiled, connections are open. */
const WARM_UP = 5;
/** ms. */
const ARRIVAL_LIMIT = 10_000;

declare const window: { pressed?: number };
declare function addEventListener(
  name: 'keydown',
  heard: (event: { readonly key: string; readonly timeStamp: number }) => void,
  isCapture: boolean,
): void;

/** In ms, one after another; the next is written once the one before was seen. */
export async function measureScreenTimes(ports: ScreenPorts, count: number): Promise<number[]> {
  const { hub, site, editors, viewers } = ports;
  const channel = { name: CHANNEL, title: 'أخبار عاجلة', undoWindow: 0 };
  await request(`${hub}/api/channels`, 'POST', channel);
  const tag = elementTag(hub, CHANNEL).replace(' hub', ' mode="list" hub');
  const html = `<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>x</title>${tag}`;
  const { page: viewer } = await viewers.open(site.show('/screen', html));
  const sightings = await watchTicker(viewer);
  const roles = { [CHANNEL]: 'editor' } as const;
  const { page: editor } = await comeIn(hub, editors, { name: `editor-${count}`, roles });
  await editor.evaluate(notePresses);
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + count; n += 1) {
    const headline = headlineOf(n);
    await write(editor, headline);
    await sendByKey(editor);
    const isSeen = async (): Promise<boolean> => (await sightings.all()).length > n;
    await until(isSeen, `headline ${n}`, ARRIVAL_LIMIT);
    const seen = (await sightings.all()).at(-1);
    if (seen?.headline !== headline)
      throw new Error(`The viewer saw ${seen?.headline ?? 'nothing'}`);
    if (n >= WARM_UP) times.push(seen.at - (await pressedAt(editor)));
  }
  await Promise.all([editor.close(), viewer.close()]);
  return times;
}

/** Runs in the page. The time of an event is that of the key, and not of its handler. */
function notePresses(): void {
  const note = ({ key, timeStamp }: { readonly key: string; readonly timeStamp: number }): void => {
    if (key === 'Enter') window.pressed = performance.timeOrigin + timeStamp;
  };
  addEventListener('keydown', note, true);
}

/** ms since 1970. */
async function pressedAt(page: Page): Promise<number> {
  return z.number().parse(await page.evaluate(() => window.pressed));
}
