/** What every scene needs: a hub, an editor, a browser, and a page of somebody else's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openBrowser,
  type BrowserName,
  type TestBrowser,
  type Visit,
  type VisitOptions,
} from '../support/browser.ts';
import { openForeignSite, type ForeignSite } from '../support/foreign-site.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { openNewsdesk, type Newsdesk } from './newsdesk.ts';

export interface Stage extends AsyncDisposable {
  readonly hub: HubProcess;
  readonly newsdesk: Newsdesk;
  readonly browser: TestBrowser;
  readonly site: ForeignSite;
  /** A foreign page, in Arabic, with this in its body; visits at once need paths of their own. */
  visit(body: string, options?: VisitOptions, path?: string): Promise<Visit>;
  /** Closes what was visited: a page that is left open moves on, and takes its time from the next. */
  leave(): Promise<void>;
}

/** For `describe.each`: what every visitor has, and not this or that browser's. */
export const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

/** `environment`: further variables of the hub. */
export async function openStage(
  browserName?: BrowserName,
  environment: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const visits: Visit[] = [];
  const leftovers = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'ajil-e2e-'));
  leftovers.defer(() => rm(folder, { recursive: true, force: true }));
  const [hub, browser, site] = await Promise.all([
    startHubProcess({ dataDir: folder, environment }),
    openBrowser(browserName),
    openForeignSite(),
  ]);
  leftovers.defer(() => hub.kill());
  leftovers.defer(() => site.close());
  leftovers.defer(() => browser.close());
  return {
    hub,
    newsdesk: openNewsdesk(hub.url),
    browser,
    site,
    async visit(body, options, path = '/') {
      const visited = await browser.open(site.show(path, foreignPage(body)), options);
      visits.push(visited);
      return visited;
    },
    async leave() {
      const open = visits.splice(0).filter(({ page }) => !page.isClosed());
      await Promise.all(open.map(({ page }) => page.close()));
    },
    [Symbol.asyncDispose]: () => leftovers.disposeAsync(),
  };
}

function foreignPage(body: string): string {
  return `<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>صحيفة</title></head>
    <body>${body}</body></html>`;
}

export function scriptTag(hub: string, channel = 'breaking'): string {
  return `<script async src="${hub}/embed/v1/ticker.js" data-channel="${channel}"></script>`;
}

/** The element, and the script without a channel, which only makes it known. */
export function elementTag(hub: string, channel = 'breaking'): string {
  return `<ajil-ticker hub="${hub}" channel="${channel}"></ajil-ticker>
    <script async src="${hub}/embed/v1/ticker.js"></script>`;
}
