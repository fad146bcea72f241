/** The limits as an operator sets them, on hubs of their own: by key, by address, behind a proxy and not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeSecret } from '../../server/access/secret.ts';
import { askRedis } from '../support/ask-redis.ts';
import { openApi, parseProblem, parsePublished } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { openPoller, POLLING } from '../support/poll.ts';
import { ENGINE_PATH, openConnection, upgradeRequest } from '../support/raw-link.ts';
import { startRedis } from '../support/redis.ts';
import { request, type Answer } from '../support/request.ts';
import { until } from '../support/until.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

async function startHub(
  environment: Record<string, string>,
  redisUrl?: string,
): Promise<HubProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-limits-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const place = redisUrl === undefined ? { dataDir } : { dataDir, redisUrl };
  return leftovers.adopt(await startHubProcess({ ...place, environment }), (hub) => hub.kill());
}

const HEADLINES = '/api/channels/breaking/headlines';
const issuedSchema = z.looseObject({ secret: z.string() });

/** The headers of a key of its own, so that no test uses up what another is allowed. */
async function newKey({ url }: HubProcess): Promise<Record<string, string>> {
  const grant = { name: 'CMS', role: 'editor', channels: null };
  const { body } = await request(`${url}/api/keys`, 'POST', grant);
  return { authorization: `Bearer ${issuedSchema.parse(body).secret}` };
}

/** A guess: of the right form, and known to nobody. */
const wrongKey = () => ({
  authorization: `Bearer ${makeSecret((limit) => Math.floor(Math.random() * limit))}`,
});
const from = (address: string) => ({ 'x-forwarded-for': address });

function expectRefusal(answer: Answer): void {
  expect(parseProblem(answer)).toMatchObject({ status: 429, code: 'too_many_requests' });
  const wait = Number(answer.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(1);
  expect(wait).toBeLessThanOrEqual(60);
  expect(answer.body).toMatchObject({ retryable: true, retryAfter: wait });
}

/** What a WebSocket gets for an answer, up to its greeting. */
async function upgrade(hub: HubProcess, headers: Record<string, string>, path = ENGINE_PATH) {
  const lines = Object.entries(headers).map(([name, value]) => `\r\n${name}: ${value}`);
  const connection = await openConnection(hub.url);
  connection.write(upgradeRequest(path).replace(/\r\n\r\n$/, `${lines.join('')}\r\n\r\n`));
  const isAnswered = (): boolean => connection.heard.includes('"sid"') || connection.closed;
  await until(isAnswered, 'the greeting, or a refusal');
  return connection;
}
const statusOf = ({ heard }: { readonly heard: string }): number => Number(heard.split(' ')[1]);

describe('publishes', () => {
  const MOST = 5;
  let hub: HubProcess;
  beforeAll(async () => {
    hub = await startHub({ PUBLISHES_PER_MINUTE: String(MOST) });
  });

  it('P5 over the limit of their key get 429 with Retry-After, and change nothing', async () => {
    const [api, key] = [openApi(hub.url), await newKey(hub)];
    const post = (n: number) =>
      api.post({ headline: `خبر ${n}` }, { ...key, 'idempotency-key': `${n}` });
    for (let n = 0; n < MOST; n += 1) expect((await post(n)).status).toBe(201);
    const before = await api.board();
    expectRefusal(await post(MOST));
    // Also what was published before: to find that out is work as well.
    expectRefusal(await post(0));
    expect(await api.board()).toEqual(before);
    expect((await api.post({ headline: 'بمفتاح آخر' }, await newKey(hub))).status).toBe(201);
  });

  it('P5 count each headline of an array, and none of one that is refused', async () => {
    const [api, key] = [openApi(hub.url), await newKey(hub)];
    const many = (count: number) => {
      const items = Array.from({ length: count }, (_, n) => ({ headline: `خبر ${n}` }));
      return request(hub.url + HEADLINES, 'POST', items, key);
    };
    expect((await many(3)).status).toBe(207);
    const before = await api.board();
    expectRefusal(await many(3));
    expect((await many(101)).status).toBe(422);
    expect(await api.board()).toEqual(before);
    expect((await many(2)).status).toBe(207);
    expectRefusal(await many(1));
  });

  it('P5 count corrections, and never hold back a withdrawal', async () => {
    const [api, key] = [openApi(hub.url), await newKey(hub)];
    const { id } = parsePublished(await api.post({ headline: 'خبر' }, key));
    for (let version = 1; version < MOST; version += 1) {
      expect((await api.patch(id, version, `خبر ${version}`, key)).status).toBe(200);
    }
    expectRefusal(await api.patch(id, MOST, 'خبر آخر', key));
    const withdrawn = await request(`${hub.url}${HEADLINES}/${id}`, 'DELETE', undefined, key);
    expect(withdrawn).toMatchObject({ status: 200, body: { pubStatus: 'canceled' } });
  });
});

describe('failed keys', () => {
  const MOST = 3;
  const limit = { FAILED_KEYS_PER_MINUTE: String(MOST) };
  const guess = (hub: HubProcess, headers: Record<string, string>): Promise<Answer> =>
    request(hub.url + HEADLINES, 'POST', { headline: 'خبر' }, { ...wrongKey(), ...headers });

  it('A1 over the limit of their address get 429 with Retry-After, as every key from there', async () => {
    const hub = await startHub({ ...limit, TRUST_PROXY: 'loopback' });
    const [here, there] = [from('192.0.2.1'), from('192.0.2.2')];
    for (let n = 0; n < MOST; n += 1) expect((await guess(hub, here)).status).toBe(401);
    expectRefusal(await guess(hub, here));
    expectRefusal(await request(`${hub.url}/api/keys`, 'GET', undefined, here));
    expect((await request(`${hub.url}/api/keys`, 'GET', undefined, there)).status).toBe(200);
    expect((await guess(hub, there)).status).toBe(401);
    // Reading takes no key.
    expect((await fetch(hub.url + HEADLINES, { headers: here })).status).toBe(200);
  });

  it('A2 cannot buy themselves an address where no proxy is trusted, and the operator is told', async () => {
    const hub = await startHub({ ...limit, LOG_LEVEL: 'warn' });
    for (let n = 0; n < MOST; n += 1)
      expect((await guess(hub, from(`192.0.2.${n}`))).status).toBe(401);
    expectRefusal(await guess(hub, from('192.0.2.9')));
    await until(() => hub.said.out.includes('TRUST_PROXY'), 'a line that names TRUST_PROXY');
    expect(hub.said.out.split('TRUST_PROXY')).toHaveLength(2);
  });

  it('A2 cannot buy themselves an address by a header that the proxy adds to', async () => {
    const hub = await startHub({ ...limit, TRUST_PROXY: 'loopback' });
    for (let n = 0; n < MOST; n += 1) {
      expect((await guess(hub, from(`203.0.113.${n}, 192.0.2.1`))).status).toBe(401);
    }
    expectRefusal(await guess(hub, from('203.0.113.9, 192.0.2.1')));
  });
});

describe('viewers of one address', () => {
  it('H4 are no more at a time than MAX_VIEWERS_PER_ADDRESS, by either transport', async () => {
    const hub = await startHub({ MAX_VIEWERS_PER_ADDRESS: '2', TRUST_PROXY: 'loopback' });
    const [here, there] = [from('192.0.2.1'), from('192.0.2.2')];
    const inside = [await upgrade(hub, here), await upgrade(hub, here)];
    expect(inside.map(statusOf)).toEqual([101, 101]);
    const third = await upgrade(hub, here);
    expect(third.heard).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
    expect(third.heard).toMatch(/Retry-After: ([5-9]|10)\r\n/);
    expect(third.heard).toContain('"code":"too_many_requests"');
    const polling = await fetch(hub.url + POLLING, { headers: here });
    expect(polling.status).toBe(429);
    expect(await polling.json()).toMatchObject({ code: 'too_many_requests', retryable: true });
    expect(statusOf(await upgrade(hub, there))).toBe(101);
    await inside[0]?.reset();
    await until(async () => statusOf(await upgrade(hub, here)) === 101, 'a free place');
  });

  it('H4 are no more in a second than MAX_CONNECTS_PER_ADDRESS, and those inside go on', async () => {
    const hub = await startHub({ MAX_CONNECTS_PER_ADDRESS: '4', TRUST_PROXY: 'loopback' });
    const inside = await openPoller(hub.url);
    const here = from('192.0.2.1');
    const crowd = await Promise.all(Array.from({ length: 40 }, () => upgrade(hub, here)));
    const refused = crowd.filter((one) => statusOf(one) === 429);
    // Four at once, and four for each second that this takes on a slow machine.
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.length).toBeLessThanOrEqual(36);
    for (const { heard } of refused) expect(heard).toContain('"code":"too_many_requests"');
    expect(statusOf(await upgrade(hub, from('192.0.2.2')))).toBe(101);
    const { id } = await openApi(hub.url).publish({ headline: 'خبر في الزحام' });
    // Each poll is a request of a session that is there, and none is counted.
    for (let n = 0; n < 20; n += 1) expect((await inside.post('3')).status).toBe(200);
    await until(async () => (await inside.poll()).text.includes(id), 'the headline inside');
  });

  it('H4 do not slip by with a session that they only seem to have', async () => {
    const hub = await startHub({ MAX_VIEWERS_PER_ADDRESS: '1' });
    expect(statusOf(await upgrade(hub, {}))).toBe(101);
    for (const trick of [
      '&sid=',
      '&sid=x&sid=',
      '&sid',
      '&sid=#&sid=x',
      '#&sid=x',
      '&sid=&x=?sid=y',
    ]) {
      expect(statusOf(await upgrade(hub, {}, ENGINE_PATH + trick)), trick).toBe(429);
      const polling = await openConnection(hub.url);
      polling.write(`GET ${POLLING}${trick} HTTP/1.1\r\nHost: hub\r\n\r\n`);
      await until(() => polling.heard.includes('\r\n\r\n'), 'the answer');
      expect(statusOf(polling), trick).toBe(429);
      await polling.reset();
    }
  });
});

describe('limits of several hubs on one Redis', () => {
  it('H5 P5 cost nobody its answer in time while Redis says nothing', async () => {
    const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
    const hub = await startHub({ PUBLISHES_PER_MINUTE: '2' }, redis.url);
    const api = openApi(hub.url, 'breaking', 5_000);
    await askRedis(redis.port, 'CLIENT', 'PAUSE', '60000', 'ALL');
    const started = performance.now();
    const answers = await Promise.all([1, 2, 3].map(() => api.post({ headline: 'خبر' })));
    expect(performance.now() - started).toBeLessThan(2_000);
    // The node counts alone meanwhile.
    expect(answers.map(({ status }) => status).sort()).toEqual([429, 503, 503]);
  });

  it('P5 A1 are counted together; without Redis a publish gets its 503 as before', async () => {
    const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
    const environment = { PUBLISHES_PER_MINUTE: '4', FAILED_KEYS_PER_MINUTE: '4' };
    const [one, other] = [
      await startHub(environment, redis.url),
      await startHub(environment, redis.url),
    ];
    const [key, fresh] = [await newKey(one), await newKey(one)];
    const post = (hub: HubProcess, headers: Record<string, string>): Promise<Answer> =>
      openApi(hub.url, 'breaking', 5_000).post({ headline: 'خبر' }, headers);
    for (const hub of [one, other, one, other]) expect((await post(hub, key)).status).toBe(201);
    for (const hub of [one, other]) expectRefusal(await post(hub, key));

    await redis.kill();
    for (let n = 0; n < 4; n += 1) {
      const started = performance.now();
      const refused = await post(one, fresh);
      expect(parseProblem(refused)).toMatchObject({ status: 503, code: 'wire_unavailable' });
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(performance.now() - started).toBeLessThan(2_000);
    }
    await redis.start();
    await until(async () => (await post(one, fresh)).status === 201, 'a publish to be taken');
    const isBack = async () => (await request(`${other.url}/readyz`)).status === 200;
    await until(isBack, 'the other to have found Redis too');

    for (const hub of [one, other, one, other])
      expect((await post(hub, wrongKey())).status).toBe(401);
    for (const hub of [one, other]) expectRefusal(await post(hub, wrongKey()));
    for (const hub of [one, other]) expectRefusal(await post(hub, fresh));
  });
});
