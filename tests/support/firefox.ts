/** Firefox, driven by WebDriver BiDi. */
import type { Page } from 'puppeteer-core';
import {
  startBrowser,
  type BrowserProcess,
  type Driver,
  type PageOptions,
} from './browser-driver.ts';
import { findFirefox } from './programs.ts';

/**
 * All but this machine's own address is behind a proxy that is not there. That holds for numeric
 * addresses as for names, and for the browser's own services as for pages.
 */
const NOTHING_ELSE_REACHABLE = {
  'network.proxy.type': 1,
  'network.proxy.socks': '127.0.0.1',
  'network.proxy.socks_port': 1,
  'network.proxy.socks_remote_dns': true,
  'network.proxy.no_proxies_on': '127.0.0.1',
  'network.proxy.failover_direct': false,
  'network.proxy.allow_bypass': false,
};

/** In vain they would only cost time. Puppeteer switches off some more by itself. */
const NO_SERVICES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.update.enabled': false,
  'browser.topsites.contile.enabled': false,
  'dom.push.connection.enabled': false,
  'extensions.blocklist.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.prefetch-next': false,
  'network.trr.mode': 5,
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
};

/** A release asks Mozilla for its remote settings whatever the preferences say, except with this. */
const HEED_SETTINGS_SERVER = { MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' };

const LIKE_CHROMIUM = {
  // Headless Chromium asks for no favicon; a page's requests and complaints are its own.
  'browser.chrome.site_icons': false,
  // Nor do its scroll bars take room from the page.
  'ui.useOverlayScrollbars': 1,
};

type Media = Pick<PageOptions, 'dark' | 'reducedMotion'>;

/** BiDi cannot yet set these for a page, so they are the whole process's. */
function preferences({ dark, reducedMotion }: Media): Record<string, number> {
  return {
    'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
    'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
  };
}

function startFirefox(media: Media): Promise<BrowserProcess> {
  const program = findFirefox();
  if (program === undefined) throw new Error('Firefox is not installed');
  return startBrowser({
    browser: 'firefox',
    program,
    env: HEED_SETTINGS_SERVER,
    extraPrefsFirefox: {
      ...NOTHING_ELSE_REACHABLE,
      ...NO_SERVICES,
      ...LIKE_CHROMIUM,
      ...preferences(media),
    },
  });
}

export async function openFirefox(): Promise<Driver> {
  const processes = new Map<string, Promise<BrowserProcess>>();

  /** One process for each set of preferences, started when the first page needs it. */
  function processFor(media: Media): Promise<BrowserProcess> {
    const key = JSON.stringify(preferences(media));
    const known = processes.get(key) ?? startFirefox(media);
    processes.set(key, known);
    return known;
  }

  await processFor({});
  return {
    async newPage({ beside, dark = false, reducedMotion = false, ownWindow = false }) {
      const { browser } = await processFor({ dark, reducedMotion });
      const context = beside?.browserContext() ?? (await browser.createBrowserContext());
      return context.newPage({ type: ownWindow ? 'window' : 'tab' });
    },
    watch(page, onRequest) {
      watch(page, onRequest);
      return Promise.resolve();
    },
    async close() {
      await Promise.all([...processes.values()].map(async (process) => (await process).close()));
    },
  };
}

/** A WebSocket is here the HTTP request that it begins with, known by its header. */
function watch(page: Page, onRequest: (url: string) => void): void {
  page.on('request', (request) => {
    const isWebSocket = 'sec-websocket-key' in request.headers();
    onRequest(isWebSocket ? request.url().replace(/^http/, 'ws') : request.url());
  });
}
