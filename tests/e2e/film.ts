/** Where every headline stood at every frame, recorded inside the page; no frame is lost between us and it. */
import type { Page } from 'puppeteer-core';

/** Where a headline begins and ends, in px from the left of the band. */
export interface Ends {
  readonly start: number;
  readonly end: number;
}

export interface Frame {
  /** The page's clock of its animations, ms. */
  readonly time: number;
  /** What is in the band, by key. */
  readonly seen: Readonly<Record<string, Ends>>;
  /** How much of the band no headline covers, in px, the space between headlines not counted. */
  readonly blank: number;
}

export interface Film {
  /** Ends the recording. */
  frames(): Promise<Frame[]>;
}

interface Box {
  readonly left: number;
  readonly right: number;
}
interface Item {
  readonly dataset: Record<string, string | undefined>;
  readonly classList: { contains(name: string): boolean };
  getBoundingClientRect(): Box;
}
declare const document: {
  readonly timeline: { readonly currentTime: number };
  querySelector(selector: string): {
    readonly shadowRoot: {
      querySelector(selector: string): Item;
      querySelectorAll(selector: string): Iterable<Item>;
    };
  };
};
declare function getComputedStyle(element: Item): { readonly direction: string };
declare class ResizeObserver {
  constructor(callback: () => void);
  observe(item: Item): void;
}
declare function requestAnimationFrame(callback: () => void): void;
declare const window: { film?: Frame[] };

/** Begins to record the first ticker of the page. */
export async function record(page: Page): Promise<Film> {
  await page.evaluate(() => {
    const root = document.querySelector('ajil-ticker').shadowRoot;
    const frames: Frame[] = [];
    const isRightToLeft = getComputedStyle(root.querySelector('.band')).direction === 'rtl';
    window.film = frames;
    const take = (): void => {
      if (window.film !== frames) return;
      const band = root.querySelector('.band').getBoundingClientRect();
      const seen: Record<string, Ends> = {};
      let covered = 0;
      for (const item of root.querySelectorAll('li')) {
        const { left, right } = item.getBoundingClientRect();
        if (item.classList.contains('waiting')) continue;
        if (right <= band.left || left >= band.right) continue;
        const [start, end] = isRightToLeft ? [right, left] : [left, right];
        seen[item.dataset['key'] ?? ''] = { start: start - band.left, end: end - band.left };
        covered += Math.min(right, band.right) - Math.max(left, band.left);
      }
      const blank = band.right - band.left - covered;
      frames.push({ time: document.timeline.currentTime, seen, blank });
      next();
    };
    // Between the frames a font may come: then the last positions are some that nobody saw, for the
    // ticker's answer to new widths is a part of the next frame.
    const resized = new ResizeObserver(() => frames.pop());
    for (const item of root.querySelectorAll('li')) resized.observe(item);
    // After the frame was drawn.
    const next = (): void => requestAnimationFrame(() => setTimeout(take));
    next();
  });
  return {
    frames: () =>
      page.evaluate(() => {
        const { film = [] } = window;
        delete window.film;
        return film;
      }),
  };
}

/**
 * The greatest difference, in px, between what the speed explains and what a headline did at a frame.
 * One whose text changes keeps its beginning in place or, where that has left the band, its end.
 */
export function worstJump(frames: readonly Frame[], pixelsPerSecond: number): number {
  let worst = -Infinity;
  for (const [index, frame] of frames.entries()) {
    const before = frames[index - 1];
    if (!before) continue;
    const expected = ((frame.time - before.time) / 1000) * pixelsPerSecond;
    for (const [key, was] of Object.entries(before.seen)) {
      const now = frame.seen[key];
      if (!now) continue;
      const jumps = [now.start - was.start - expected, now.end - was.end - expected];
      worst = Math.max(worst, Math.min(...jumps.map(Math.abs)));
    }
  }
  if (worst < 0) throw new Error('No headline was seen at two frames');
  return worst;
}

/** Where headlines began when they were first seen after the first frame, in px as in a frame. */
export function entrances(frames: readonly Frame[]): { key: string; at: number }[] {
  const known = new Set(Object.keys(frames[0]?.seen ?? {}));
  return frames.flatMap(({ seen }) =>
    Object.entries(seen).flatMap(([key, { start: at }]) => {
      if (known.has(key)) return [];
      known.add(key);
      return [{ key, at }];
    }),
  );
}
