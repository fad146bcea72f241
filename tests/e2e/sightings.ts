/**
 * All that a ticker ever put on the screen, and when. What is to be seen for an instant only is in it too, so that
 * "it was never seen" can be said without waiting for a time.
 */
import type { Page } from 'puppeteer-core';
import { z } from 'zod';
import { until } from '../support/until.ts';
import { see } from './sight.ts';

export interface Sighting {
  readonly headline: string;
  /** When its frame was painted, in ms since 1970 by the machine's clock. */
  readonly at: number;
}

export interface Sightings {
  /** In the order in which they came; one that left and came back stands there twice. */
  all(): Promise<Sighting[]>;
}

/** As much of the DOM as is looked at here: the program of the tests has no browser's types. */
interface PageElement {
  readonly textContent: string;
  readonly shadowRoot: PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
declare const document: { querySelector(selector: string): PageElement | null };
declare const window: { sightings?: Sighting[] };
declare class MutationObserver {
  constructor(heard: () => void);
  observe(root: PageElement, what: object): void;
}
declare function requestAnimationFrame(painted: () => void): void;

const sightings = z.array(z.object({ headline: z.string(), at: z.number() }));

/** From now on, at the first ticker of the page. */
export async function watchTicker(page: Page): Promise<Sightings> {
  await until(async () => (await see(page)) !== undefined, 'the ticker');
  await page.evaluate(keepWatch);
  return { all: async () => sightings.parse(await page.evaluate(() => window.sightings)) };
}

/** Runs in the page. */
function keepWatch(): void {
  const root = document.querySelector('ajil-ticker')?.shadowRoot;
  if (!root) throw new Error('There is no ticker');
  const seen: Sighting[] = [];
  window.sightings = seen;
  let before = new Set<string>();
  const look = (): void => {
    const items = root.querySelectorAll('ul:not([aria-hidden]) > li bdi[lang]');
    const now = new Set([...items].map(({ textContent }) => textContent.trim()));
    const fresh = [...now].filter((headline) => !before.has(headline));
    before = now;
    if (fresh.length === 0) return;
    // A frame's callbacks run before it is painted, and a message that they send arrives after.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const at = performance.timeOrigin + performance.now();
        seen.push(...fresh.map((headline) => ({ headline, at })));
      };
      port2.postMessage(null);
    });
  };
  look();
  new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true });
}
