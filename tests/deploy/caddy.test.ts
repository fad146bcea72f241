import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFeed } from '../../client/feed/feed.ts';
import { openApi } from '../support/api.ts';
import { startCaddy, type Caddy } from '../support/caddy.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { openPublishers } from '../support/publishers.ts';
import { startRedis } from '../support/redis.ts';
import { openRoamers } from '../support/roamer.ts';
import { until } from '../support/until.ts';
import { openViewer, type Transports, type Viewer } from '../support/viewer.ts';

// Three hubs on one Redis behind Caddy, as in compose.yaml, without containers. `npm run test:deploy`

/** ms. */
const DRAIN = 3_000;
const LIMIT = 240_000;
const PATIENCE = 60_000;
const ROAMERS = 100;
/** By the address each comes from, Caddy chooses its hub. */
const POLLERS = 12;

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync(), PATIENCE);
afterAll(endHubs);

let hubs: HubProcess[];
let caddy: Caddy;
beforeAll(async () => {
  const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-deploy-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const environment = { DRAIN_MS: String(DRAIN), TRUST_PROXY: 'loopback' };
  const start = () => startHubProcess({ dataDir, redisUrl: redis.url, environment });
  hubs = await Promise.all([start(), start(), start()]);
  const addresses = hubs.map(({ url }) => new URL(url).host);
  caddy = leftovers.adopt(await startCaddy(addresses), (one) => one.close());
  console.info(`Caddy ${caddy.version}${caddy.isOld ? ', without stream_close_delay' : ''}`);
}, PATIENCE);

function openViewers(transports: Transports, count: number): Viewer[] {
  return Array.from({ length: count }, (_, n) => {
    const from = `127.0.0.${n + 2}`;
    const viewer = openViewer(caddy.url, transports, 'breaking', from);
    return leftovers.adopt(viewer, (one) => one.close());
  });
}

describe('behind Caddy', () => {
  it(
    'O3 H1 H2 H6 viewers of every kind lose and repeat nothing while each hub is restarted',
    async () => {
      const viewers = [
        ...openViewers(['polling'], POLLERS),
        ...openViewers(['websocket'], 2),
        ...openViewers(['polling', 'websocket'], 6),
      ];
      const feed = openFeed({ hub: caddy.url, channels: ['breaking'] });
      leftovers.defer(() => feed.close());
      const crowd = {
        route: () => ({ url: caddy.url, end: () => undefined }),
        count: ROAMERS,
        deafEvery: 10,
      };
      const roamers = leftovers.adopt(openRoamers(crowd), (one) => one.close());
      const areAllLive = (): Promise<void> =>
        until(
          () =>
            roamers.all.every(({ isLive }) => isLive) &&
            viewers.every(({ session }) => session !== undefined) &&
            feed.state.status === 'live',
          'all to be live',
          PATIENCE,
        );
      await areAllLive();
      expect(viewers.slice(0, POLLERS).map(({ transport }) => transport)).toEqual(
        Array.from({ length: POLLERS }, () => 'polling'),
      );
      await until(
        () => viewers.slice(POLLERS).every(({ transport }) => transport === 'websocket'),
        'upgrades to reach the hub of their session',
      );

      const publishers = openPublishers(caddy.url, 4, { pace: 400 });
      for (const hub of hubs) {
        await publishers.reach(publishers.acknowledged.size + 20);
        expect(await hub.stop()).toBe(0);
        await hub.start();
        await areAllLive();
      }
      await publishers.reach(publishers.acknowledged.size + 20);
      await publishers.finish();

      const log = await openApi(caddy.url).log();
      const logged = new Map(log.map(({ seq, headline }) => [seq, headline.id]));
      const acknowledged = [...publishers.acknowledged.values()];
      for (const { seq, id } of acknowledged) expect(logged.get(seq), `entry ${seq}`).toBe(id);
      expect(log).toHaveLength(acknowledged.length);
      const last = log.at(-1)?.seq ?? 0;
      await until(() => roamers.all.every(({ seq }) => seq === last), 'the end', PATIENCE);
      expect(roamers.faults).toEqual([]);
      expect(roamers.told).toEqual(logged);
      for (const viewer of viewers) {
        await until(() => viewer.entries.length >= last, 'a viewer to have it all', PATIENCE);
        expect(viewer.entries.map(({ seq }) => seq)).toEqual([...logged.keys()]);
        expect(viewer.snapshots).toHaveLength(1);
      }
      expect(publishers.refusals.map(({ status }) => status)).toEqual([]);
    },
    LIMIT,
  );

  it(
    'O3 H2 a new configuration loses no headline',
    async () => {
      const [viewer] = openViewers(['websocket'], 1);
      await until(() => viewer?.snapshots.length === 1, 'the board');
      await caddy.reload();
      const { seq } = await openApi(caddy.url).publish({ headline: 'بعد التغيير' });
      await until(() => viewer?.entries.at(-1)?.seq === seq, 'the headline', PATIENCE);
      expect(viewer?.snapshots).toHaveLength(1);
      // Before 2.7 every WebSocket ends with the configuration under which it began.
      if (!caddy.isOld) expect(viewer?.losses).toEqual([]);
    },
    LIMIT,
  );

  it('O3 metrics are not for the world', async () => {
    for (const path of ['/metrics', '/metrics/x', '/METRICS', '//metrics', '/%6Detrics']) {
      const answer = await fetch(`${caddy.url}${path}`);
      expect(answer.status, path).toBe(404);
      // Caddy's own, and not the hub's.
      if (path === '/metrics') expect(await answer.text()).toBe('');
    }
  });
});
