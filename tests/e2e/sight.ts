/** What a reader sees of a ticker: read inside the page, where its shadow root is open to us. */
import type { Page } from 'puppeteer-core';
import { until } from '../support/until.ts';

/** As much of the DOM as is looked at here: the program of the tests has no browser's types. */
interface Extent {
  readonly left: number;
  readonly right: number;
}
interface PageNode {
  readonly textContent: string;
}
interface PageElement extends PageNode {
  readonly shadowRoot: PageRoot | null;
  readonly dataset: Record<string, string | undefined>;
  readonly classList: { contains(name: string): boolean };
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): Extent;
}
interface PageRoot extends PageElement {
  readonly activeElement: PageElement | null;
}
interface PageRange {
  setStart(node: PageNode, offset: number): void;
  setEnd(node: PageNode, offset: number): void;
  getClientRects(): Iterable<Extent>;
}
declare const document: {
  readonly activeElement: PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  createRange(): PageRange;
  createTreeWalker(root: PageElement, show: number): { nextNode(): PageNode | null };
};
declare function getComputedStyle(element: PageElement): { readonly direction: string };

export interface SeenItem {
  readonly headline: string;
  readonly tag: string;
  readonly source: string;
  /** How long ago, in words. */
  readonly age: string;
  /** Not on show yet, though assistive technology has it. */
  readonly waiting: boolean;
  readonly direction: string;
  readonly left: number;
  readonly right: number;
}

export interface Sight {
  readonly status: string;
  readonly label: string;
  readonly word: string;
  /** What a screen reader is given to say, politely. */
  readonly said: string;
  readonly direction: string;
  /** What the button says; '' where there is none. */
  readonly button: string;
  readonly items: readonly SeenItem[];
  /** Repeats of headlines where they are few; assistive technology is not told of them. */
  readonly copies: readonly Extent[];
  /** The part of the band in which headlines can be seen. */
  readonly band: Extent;
  /** The page's own clock, ms. */
  readonly time: number;
}

/** The ticker's state; undefined until it is drawn. `which` counts the tickers of the page. */
export async function see(page: Page, which = 0): Promise<Sight | undefined> {
  return (await page.evaluate(look, which)) ?? undefined;
}

/** As `see`, where there must be one. */
export async function seen(page: Page, which = 0): Promise<Sight> {
  const sight = await see(page, which);
  if (!sight) throw new Error('There is no ticker');
  return sight;
}

/** Waits for so many ms on the page's own clock. */
export async function pass(page: Page, ms: number): Promise<void> {
  const { time } = await seen(page);
  await until(async () => (await seen(page)).time > time + ms, `${ms} ms to pass`, ms + 5_000);
}

/** The headlines that a reader can come across, in order. */
export async function headlinesOn(page: Page, which = 0): Promise<string[]> {
  const sight = await see(page, which);
  return sight?.items.map(({ headline }) => headline) ?? [];
}

/** Where the runs of a headline stand on the page. */
export function placesOf(page: Page, headline: string, runs: readonly string[]) {
  return page.evaluate(findRuns, headline, [...runs]);
}

/** What of a ticker has the keyboard's focus, in its words; '' when nothing of it has. */
export function focusedOn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement?.shadowRoot?.activeElement;
    return focused?.getAttribute('aria-label') ?? focused?.textContent.trim() ?? '';
  });
}

/** Runs in the page. */
function look(which: number): Sight | null {
  const root = [...document.querySelectorAll('ajil-ticker')][which]?.shadowRoot;
  const ticker = root?.querySelector('section');
  if (!ticker) return null;
  const textOf = (inside: PageElement, selector: string): string =>
    inside.querySelector(selector)?.textContent.trim() ?? '';
  const items = [...ticker.querySelectorAll('ul:not([aria-hidden]) > li')].map((item) => {
    const text = item.querySelector('bdi[lang]');
    const { left, right } = item.getBoundingClientRect();
    return {
      headline: text?.textContent.trim() ?? '',
      tag: textOf(item, '.tag'),
      source: textOf(item, '[part=source]'),
      age: textOf(item, 'time'),
      waiting: item.classList.contains('waiting'),
      direction: text ? getComputedStyle(text).direction : '',
      left,
      right,
    };
  });
  const { left, right } = (ticker.querySelector('.view > *') ?? ticker).getBoundingClientRect();
  return {
    status: ticker.dataset['status'] ?? '',
    label: textOf(ticker, '.label'),
    word: textOf(ticker, '.word'),
    said: textOf(ticker, '[aria-live]'),
    direction: getComputedStyle(ticker).direction,
    button: ticker.querySelector('[part=pause]')?.getAttribute('aria-label') ?? '',
    copies: [...ticker.querySelectorAll('ul[aria-hidden] > li')].map((copy) => {
      const { left, right } = copy.getBoundingClientRect();
      return { left, right };
    }),
    items,
    band: { left, right },
    time: performance.now(),
  };
}

/** Runs in the page. */
function findRuns(headline: string, runs: string[]): Extent[] {
  const TEXT_NODES = 4;
  for (const { shadowRoot } of document.querySelectorAll('ajil-ticker')) {
    if (!shadowRoot) continue;
    const walker = document.createTreeWalker(shadowRoot, TEXT_NODES);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.textContent.trim() !== headline) continue;
      const { textContent } = node;
      return runs.map((run) => {
        const range = document.createRange();
        const start = textContent.indexOf(run);
        if (start < 0) throw new Error(`${run} is not in ${headline}`);
        range.setStart(node, start);
        range.setEnd(node, start + run.length);
        const boxes = [...range.getClientRects()];
        return {
          left: Math.min(...boxes.map(({ left }) => left)),
          right: Math.max(...boxes.map(({ right }) => right)),
        };
      });
    }
  }
  throw new Error(`No ticker shows ${headline}`);
}

/** The headline that is shown in `step`. */
export async function shownOn(page: Page): Promise<string> {
  const { items } = await seen(page);
  return items
    .filter(({ waiting }) => !waiting)
    .map(({ headline }) => headline)
    .join();
}

/** Clicks a part of the ticker that a site can style: a button. */
export async function press(page: Page, part: string): Promise<void> {
  await page.locator(`ajil-ticker >>> [part=${part}]`).click();
}
