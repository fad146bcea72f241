/** The limits' link to Redis: what they leave there, and what becomes of them without it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRedisLimits } from '../../server/access/limits-redis.ts';
import type { Allowances, Limits } from '../../server/access/limits.ts';
import type { OpenLink } from '../../server/redis/open-link.ts';
import { askRedis, askText } from '../support/ask-redis.ts';
import { openTestLink } from '../support/backends.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const PREFIX = 'test:';
const MOST = 3;
/** ms within which a limit has its say, on a busy machine too. */
const SOON = 600;

let redis: TestRedis;
let link: OpenLink;
let limits: Limits;
beforeAll(async () => {
  redis = await startRedis();
  link = await openTestLink(redis.url, PREFIX);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});
beforeEach(async () => {
  await askRedis(redis.port, 'FLUSHALL');
  const allowance = { most: MOST, seconds: 60 };
  limits = open({ publish: allowance, 'failed key': allowance, 'failed sign-in': allowance });
});

const elapsed = performance.now.bind(performance);
const open = (allowances: Allowances): Limits =>
  createRedisLimits({ redis: link, prefix: PREFIX, allowances, elapsed });

async function timed(): Promise<{ wait: number | undefined; ms: number }> {
  const started = performance.now();
  const wait = await limits.count('publish', 'key-1');
  return { wait, ms: performance.now() - started };
}

const countIn = async (): Promise<string> =>
  askText(redis.port, 'GET', `${PREFIX}limit:publish:key-1`);

/** As many as are allowed, and one that is not. */
async function expectCounting(): Promise<void> {
  const first = await timed();
  expect(first.ms).toBeLessThan(SOON);
  const started = performance.now();
  const waits = [first.wait];
  while (waits.length <= MOST) waits.push((await timed()).wait);
  // Only the first has waited for Redis.
  expect(performance.now() - started).toBeLessThan(SOON / 2);
  expect(waits).toEqual([undefined, undefined, undefined, 60]);
}

describe('limits on Redis', () => {
  it('P5 leave keys that begin with the prefix of the hub, and expire', async () => {
    await limits.count('publish', 'key-1', 2);
    await limits.count('failed key', '192.0.2.1');
    const names = [`${PREFIX}limit:key:192.0.2.1`, `${PREFIX}limit:publish:key-1`];
    const found = await askRedis(redis.port, 'KEYS', '*');
    expect([found].flat().map(String).sort()).toEqual(names);
    expect(await countIn()).toBe('2');
    for (const name of names) {
      expect(Number(await askText(redis.port, 'TTL', name))).toBeGreaterThan(50);
    }
  });

  it('P5 are over when the time since the first is, not since the last', async () => {
    const name = `${PREFIX}limit:publish:key-1`;
    const left = async (): Promise<number> => Number(await askText(redis.port, 'PTTL', name));
    await limits.count('publish', 'key-1');
    await until(async () => (await left()) < 59_900, 'a little time to pass');
    expect(await limits.count('publish', 'key-1')).toBeUndefined();
    expect(await left()).toBeLessThan(59_900);
  });

  it('P5 leave nothing in Redis where there is no limit', async () => {
    const none = { most: Infinity, seconds: 60 };
    const unlimited = open({ publish: none, 'failed key': none, 'failed sign-in': none });
    await unlimited.count('publish', 'key-1');
    await unlimited.count('failed key', '192.0.2.1');
    expect(await askRedis(redis.port, 'DBSIZE')).toBe(0);
  });

  it('P5 go on in the memory of the node while Redis says nothing, and then in Redis again', async () => {
    await askRedis(redis.port, 'CLIENT', 'PAUSE', '60000', 'ALL').catch(() => undefined);
    await expectCounting();
    await redis.kill();
    await redis.start();
    await until(async () => {
      await limits.count('publish', 'key-2');
      const found = await askText(redis.port, 'GET', `${PREFIX}limit:publish:key-2`);
      return found === '1';
    }, 'the first that Redis counts');
  });

  it('P5 go on in the memory of the node while Redis is away', async () => {
    await redis.kill();
    await expectCounting();
    await redis.start();
    const isBack = () => link.send('key', 'PING').then(Boolean, () => false);
    await until(isBack, 'the link to come back');
  });

  it('P5 go on in the memory of the node while Redis is full', async () => {
    await askRedis(redis.port, 'CONFIG', 'SET', 'maxmemory', '1');
    try {
      await expectCounting();
      expect(await countIn()).toBe('null');
    } finally {
      await askRedis(redis.port, 'CONFIG', 'SET', 'maxmemory', '0');
    }
  });
});
