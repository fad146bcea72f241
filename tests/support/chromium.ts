/** Chromium, driven by its own protocol, CDP. */
import { startBrowser, type Driver } from './browser-driver.ts';
import { findChromium } from './programs.ts';

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

export async function openChromium(): Promise<Driver> {
  const program = findChromium();
  if (program === undefined) throw new Error('Chromium is not installed');
  const { browser, close } = await startBrowser({ program, args: FLAGS });
  return {
    async newPage({ beside, dark, reducedMotion, ownWindow }) {
      const context = beside?.browserContext() ?? (await browser.createBrowserContext());
      const page = await context.newPage({ type: ownWindow ? 'window' : 'tab' });
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference' },
      ]);
      return page;
    },
    async watch(page, onRequest) {
      // Puppeteer's own event leaves WebSockets out.
      const session = await page.createCDPSession();
      await session.send('Network.enable');
      session.on('Network.requestWillBeSent', ({ request }) => onRequest(request.url));
      session.on('Network.webSocketCreated', ({ url }) => onRequest(url));
    },
    close,
  };
}
