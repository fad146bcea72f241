/**
 * The distribution's browsers, each with a profile of its own. Nothing but this machine can be
 * reached from them, and nothing is left behind.
 */
import type { Driver, PageOptions } from './browser-driver.ts';
import type { Page } from 'puppeteer-core';
import { openChromium } from './chromium.ts';
import { openFirefox } from './firefox.ts';

export type BrowserName = 'chromium' | 'firefox';

export interface TestBrowser {
  /** Somebody else each time, unless it is `beside` a page; then with its `dark` and `reducedMotion`. */
  open(url: string, options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

export interface VisitOptions extends PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  /** How wrong the page's clock is, in ms. */
  readonly clockError?: number;
}

export interface Visit {
  readonly page: Page;
  /** Every URL that the page asked for, WebSockets included. */
  readonly requests: readonly string[];
  /** How many of them were for a live connection. */
  readonly connections: number;
  /**
   * Errors and warnings of the console, uncaught exceptions, violations of the page's CSP. Firefox
   * complains of more by itself, such as of a WebSocket that could not be opened.
   */
  readonly complaints: readonly string[];
}

const OPENERS: Readonly<Record<BrowserName, () => Promise<Driver>>> = {
  chromium: openChromium,
  firefox: openFirefox,
};

export async function openBrowser(name: BrowserName = 'chromium'): Promise<TestBrowser> {
  const driver = await OPENERS[name]();
  return {
    open: (url, options) => visit(driver, url, options),
    close: () => driver.close(),
  };
}

async function visit(driver: Driver, url: string, options: VisitOptions = {}): Promise<Visit> {
  const page = await driver.newPage(options);
  const requests: string[] = [];
  const complaints: string[] = [];
  const { width = 1280, height = 800, scale = 1 } = options;
  await page.setViewport({ width, height, deviceScaleFactor: scale });
  if (options.clockError !== undefined) {
    await page.evaluateOnNewDocument(setClockWrong, options.clockError);
  }
  await driver.watch(page, (url) => requests.push(url));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn') complaints.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    requests,
    get connections() {
      return requests.filter((url) => url.includes('/socket.io/')).length;
    },
    complaints,
  };
}

/** Runs in the page before any script of its own. */
function setClockWrong(error: number): void {
  class WrongDate extends Date {
    constructor(value?: number | string | Date) {
      super(value ?? WrongDate.now());
    }
    static override now(): number {
      return super.now() + error;
    }
  }
  Reflect.set(globalThis, 'Date', WrongDate);
}
