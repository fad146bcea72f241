/** A console whose hub is restarted goes on at another one, and its editor sees nothing of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBalancer, type Balancer } from '../support/balancer.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { comeIn, has } from './cast.ts';
import { openNewsdesk } from '../e2e/newsdesk.ts';

/** Keeps in the page whether it ever said that the link is lost. */
const WATCH = `
  window.lost = 0;
  new MutationObserver(() => {
    if (document.querySelector('.link-bar')) window.lost += 1;
  }).observe(document.body, { childList: true, subtree: true });
`;

describe('a console behind a load balancer', () => {
  const leftovers = new AsyncDisposableStack();
  let hubs: HubProcess[];
  let balancer: Balancer;
  let browser: TestBrowser;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ajil-move-'));
    leftovers.defer(() => rm(folder, { recursive: true, force: true }));
    const redis = await startRedis();
    leftovers.defer(() => redis.stop());
    hubs = await Promise.all(
      ['a', 'b'].map((name) =>
        startHubProcess({
          ...{ dataDir: join(folder, name), redisUrl: redis.url },
          environment: { DRAIN_MS: '1500' },
        }),
      ),
    );
    for (const hub of hubs) leftovers.defer(() => hub.kill());
    balancer = await openBalancer(hubs.map(({ url }) => url));
    leftovers.defer(() => balancer.close());
    browser = await openBrowser();
    leftovers.defer(() => browser.close());
  }, 60_000);
  afterAll(() => leftovers.disposeAsync());

  it('H6 moves on from a hub that ends, and never says that it is offline', async () => {
    const { page } = await comeIn(balancer.url, browser, { name: 'mona' });
    const isAt = ({ url }: HubProcess) => balancer.present(url) > 0;
    await until(() => hubs.some(isAt), 'the link');
    await page.evaluate(WATCH);
    const [from] = hubs.filter(isAt);
    const [to] = hubs.filter((hub) => hub !== from);
    if (!from || !to) throw new Error('There is one hub');
    expect(await from.stop()).toBe(0);
    await until(() => isAt(to) && !isAt(from), 'the link to the other hub');
    await openNewsdesk(to.url).publish({ headline: 'خبر بعد الانتقال' });
    await until(() => has(page, 'خبر بعد الانتقال'), 'what is new there');
    expect(await page.evaluate('window.lost')).toBe(0);
    await page.close();
  }, 60_000);
});
