/** What each browser does in its own way, and what is the same for every browser's process. */
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser, type LaunchOptions, type Page } from 'puppeteer-core';

export interface PageOptions {
  /** As a tab of the same reader's: they share storage, locks and broadcasts. Otherwise somebody else's. */
  readonly beside?: Page | undefined;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
  /**
   * In a window of its own, so that pages opened earlier stay in sight. Otherwise it is a tab that
   * covers them: a covered page is `hidden`, and gets no frames or hardly any.
   */
  readonly ownWindow?: boolean;
}

export interface Driver {
  newPage(options: PageOptions): Promise<Page>;
  /** Tells of every URL that the page asks for from now on; those of WebSockets begin with ws. */
  watch(page: Page, onRequest: (url: string) => void): Promise<void>;
  close(): Promise<void>;
}

export interface BrowserProcess {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Firefox takes its time on a small machine that is busy. */
const START_LIMIT = 60_000;
const CLOSE_LIMIT = 5_000;
/** Its processes write to the last moment. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5 };

const LEASHED = join(import.meta.dirname, 'leashed.sh');

export interface StartOptions extends LaunchOptions {
  readonly program: string;
}

export async function startBrowser({ program, ...options }: StartOptions): Promise<BrowserProcess> {
  const profile = await mkdtemp(join(tmpdir(), 'ajil-browser-'));
  const removeProfile = (): void => {
    rmSync(profile, REMOVAL);
  };
  // For a test run that is cut short; puppeteer and the leash see to the process itself.
  process.once('exit', removeProfile);
  const browser = await launch({
    timeout: START_LIMIT,
    ...options,
    executablePath: LEASHED,
    userDataDir: profile,
    // Whatever it would leave in its user's home goes with the profile.
    env: { ...process.env, HOME: profile, LEASHED_PROGRAM: program, ...options.env },
  });
  const kill = (): void => void browser.process()?.kill('SIGKILL');
  return {
    browser,
    async close() {
      const patience = setTimeout(kill, CLOSE_LIMIT);
      await browser.close();
      clearTimeout(patience);
      process.off('exit', removeProfile);
      await rm(profile, REMOVAL);
    },
  };
}
