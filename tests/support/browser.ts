/**
 * The distribution's Chromium with a profile of its own, and a site of somebody else's to look at
 * in it. Nothing but this machine can be reached, and nothing is left behind.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { findChromium } from './programs.ts';

export interface TestBrowser {
  open(url: string, options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
  /** How wrong the page's clock is, in ms. */
  readonly clockError?: number;
}

export interface Visit {
  readonly page: Page;
  /** Every URL that the page asked for, WebSockets included. */
  readonly requests: readonly string[];
  /** How many of them were for a live connection. */
  readonly connections: number;
  /** Errors and warnings of the console, uncaught exceptions, violations of the page's CSP. */
  readonly complaints: readonly string[];
}

export interface ForeignSite {
  /** Its origin is not the hub's: it listens on another port. */
  readonly url: string;
  /** Puts a page at a path; gives its address. */
  show(path: string, html: string, headers?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
const CLOSE_LIMIT = 5_000;

export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Chromium is not installed');
  const profile = await mkdtemp(join(tmpdir(), 'ajil-chromium-'));
  const browser = await launch({ executablePath, userDataDir: profile, args: FLAGS });
  // A test run that is cut short must not leave a browser behind.
  const kill = (): void => void browser.process()?.kill('SIGKILL');
  process.once('exit', kill);
  return {
    open: (url, options) => visit(browser, url, options),
    async close() {
      const patience = setTimeout(kill, CLOSE_LIMIT);
      await browser.close();
      clearTimeout(patience);
      process.off('exit', kill);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const page = await browser.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const { width = 1280, height = 800, scale = 1 } = options;
  await page.setViewport({ width, height, deviceScaleFactor: scale });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: options.dark ? 'dark' : 'light' },
    { name: 'prefers-reduced-motion', value: options.reducedMotion ? 'reduce' : 'no-preference' },
  ]);
  if (options.clockError !== undefined) {
    await page.evaluateOnNewDocument(setClockWrong, options.clockError);
  }
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ request }) => requests.push(request.url));
  session.on('Network.webSocketCreated', (socket) => requests.push(socket.url));
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

export async function openForeignSite(): Promise<ForeignSite> {
  const pages = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>();
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    response.writeHead(page ? 200 : 204, {
      'Content-Type': 'text/html; charset=utf-8',
      ...page?.headers,
    });
    response.end(page?.html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    show(path, html, headers = {}) {
      pages.set(path, { html, headers });
      return url + path;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
