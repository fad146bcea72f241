/** What an operator sets up around Redis: what it keeps, its replicas, who may do what, and TLS. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openApi, parseCorrected, parseProblem, parsePublished } from '../support/api.ts';
import { askRedis, askText } from '../support/ask-redis.ts';
import { endHubs, runHub, startHubProcess } from '../support/hub-process.ts';
import { freePort, startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

async function redisWith(...options: readonly string[]): Promise<TestRedis> {
  return leftovers.adopt(await startRedis('always', ...options), (redis) => redis.stop());
}

async function startHub(redisUrl: string, environment: Readonly<Record<string, string>> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-redis-hub-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const hub = await startHubProcess({ dataDir, redisUrl, environment });
  return leftovers.adopt(hub, (one) => one.kill());
}

describe('a Redis that would lose what was acknowledged', () => {
  const MENDS = ['CONFIG SET maxmemory-policy noeviction', 'CONFIG SET appendonly yes'];

  it('W3 is named at the start, each thing once, with the line that mends it', async () => {
    const redis = await redisWith('--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru');
    const hub = await startHub(redis.url, { LOG_LEVEL: 'warn' });
    for (const line of MENDS) {
      await until(() => hub.said.out.includes(line), `a warning with ${line}`);
      expect(hub.said.out.split(line)).toHaveLength(2);
    }
  });

  it('W3 is refused with REDIS_REQUIRE_DURABLE=1, until it was mended', async () => {
    const redis = await redisWith('--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru');
    const strict = { REDIS_URL: redis.url, REDIS_REQUIRE_DURABLE: '1', PORT: '0' };
    const refused = runHub(strict);
    expect(await refused.ended).toBe(1);
    const lines = refused.said.err.trim().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of MENDS) expect(refused.said.err).toContain(line);

    await askRedis(redis.port, 'CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await askRedis(redis.port, 'CONFIG', 'SET', 'appendonly', 'yes');
    const hub = await startHub(redis.url, { REDIS_REQUIRE_DURABLE: '1' });
    await openApi(hub.url).publish({ headline: 'خبر يبقى' });
  });
});

describe('a Redis with replicas that must have each headline', () => {
  it('W3 P1 acknowledges nothing that they lack, and what they got later only once', async () => {
    const master = await redisWith('--repl-diskless-sync-delay', '0');
    const replica = await redisWith('--replicaof', `127.0.0.1 ${master.port}`);
    const isLinked = async () =>
      (await askText(master.port, 'INFO', 'replication')).includes('state=online');
    await until(isLinked, 'the replica to be linked');
    const hub = await startHub(master.url, { REDIS_WAIT_REPLICAS: '1' });
    const api = openApi(hub.url);
    const viewer = leftovers.adopt(openViewer(hub.url), (one) => one.close());
    await until(() => viewer.snapshots.length === 1, 'the viewer to have a board');
    const { version } = await api.publish({ id: 'both', headline: 'عند الاثنين' });

    await replica.kill();
    const alone = () => api.post({ id: 'alone', headline: 'عند واحد' }, { 'idempotency-key': 'k' });
    const refused = await alone();
    expect(parseProblem(refused)).toMatchObject({ status: 503, code: 'wire_unavailable' });
    expect(refused.headers.get('retry-after')).not.toBeNull();
    // It stands in the log already, and that is what the repetition is told, as soon as it holds.
    await until(() => viewer.entries.length === 2, 'the viewer to have both');
    expect((await alone()).status).toBe(503);
    const correct = () => api.patch('both', version, 'مصحح', { 'idempotency-key': 'c' });
    expect([(await correct()).status, (await correct()).status]).toEqual([503, 503]);
    await replica.start();
    await until(isLinked, 'the replica to be linked again');
    expect(parsePublished(await alone())).toMatchObject({ id: 'alone', seq: 2 });
    expect(parseCorrected(await correct())).toMatchObject({ id: 'both', version: 2, seq: 3 });
    expect((await api.log()).map(({ headline }) => headline.id)).toEqual(['both', 'alone', 'both']);
  });
});

describe('a Redis behind TLS that lets a user do little', () => {
  const file = (name: string) =>
    fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url));
  const USER = 'hub on >s3cret/p@ss ~ajil:* &ajil:* +@all -@admin -@dangerous +info +config|get';

  it('W7 serves publishers and viewers with no more than those rights', async () => {
    const port = await freePort();
    const certificate = ['--tls-cert-file', file('certificate'), '--tls-key-file', file('key')];
    const tls = ['--tls-port', String(port), ...certificate, '--tls-auth-clients', 'no'];
    await redisWith(...tls, '--user', ...USER.split(' '), '--user', 'default', 'off');
    const login = `hub:${encodeURIComponent('s3cret/p@ss')}`;
    const trust = { NODE_EXTRA_CA_CERTS: file('certificate') };
    const hub = await startHub(`rediss://${login}@localhost:${port}`, trust);
    const viewer = leftovers.adopt(openViewer(hub.url), (one) => one.close());
    await until(() => viewer.snapshots.length === 1, 'the viewer to have a board');
    const api = openApi(hub.url);
    const { id, version } = await api.publish({ headline: 'خبر مستور' });
    await api.correct(id, version, 'خبر مستور ومصحح');
    await until(() => viewer.entries.length === 2, 'the viewer to have both versions');
    expect(await fetch(`${hub.url}/readyz`)).toMatchObject({ status: 200 });
  });

  it('P4 says why it cannot start: a wrong password, and does not repeat it', async () => {
    const redis = await redisWith('--requirepass', 'right');
    const wrong = runHub({ REDIS_URL: redis.url.replace('//', '//:wrong@'), PORT: '0' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.said.err).toMatch(/^REDIS_URL: .*WRONGPASS/);
    expect(wrong.said.err).not.toContain('wrong@');
  });
});
