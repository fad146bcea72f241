/** Guessing passwords: how many guesses anybody has, and what the time of an answer tells. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProblem } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { join, PASSWORD } from '../support/newcomer.ts';
import { startRedis } from '../support/redis.ts';
import type { Answer } from '../support/request.ts';
import { openVisitor } from '../support/visitor.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

const MOST = 4;
const EMAIL = 'mona@news.example';

async function startHub(most: number, redisUrl?: string): Promise<HubProcess> {
  const dataDir = await mkdtemp(pathOf(tmpdir(), 'ajil-guessing-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const environment = { FAILED_SIGN_INS_PER_MINUTE: String(most), TRUST_PROXY: 'loopback' };
  const place = redisUrl === undefined ? { dataDir } : { dataDir, redisUrl };
  return leftovers.adopt(await startHubProcess({ ...place, environment }), (hub) => hub.kill());
}

function signIn(hub: HubProcess, email: string, password: string, from: string): Promise<Answer> {
  const headers = { 'x-forwarded-for': from };
  return openVisitor(hub).ask('POST', '/api/session', { email, password }, headers);
}

function expectRefusal(answer: Answer): void {
  expect(parseProblem(answer)).toMatchObject({ status: 429, code: 'too_many_requests' });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(1);
}

describe('guesses', () => {
  let hub: HubProcess;
  beforeAll(async () => {
    hub = await startHub(MOST);
    await join(hub.url, openVisitor(hub), EMAIL, { '*': 'editor' });
  });
  const here = (n: number): string => `192.0.2.${n}`;

  it('A5 over the limit of an address get 429, whoever they are for, the right one too', async () => {
    for (let n = 0; n < MOST; n += 1) {
      const wrong = await signIn(hub, `nobody${n}@news.example`, PASSWORD, here(1));
      expect(wrong.status).toBe(401);
    }
    expectRefusal(await signIn(hub, EMAIL, PASSWORD, here(1)));
    expect((await signIn(hub, EMAIL, PASSWORD, here(2))).status).toBe(201);
  });

  it('A5 over the limit of an e-mail get 429, from wherever they come, known or not', async () => {
    for (const email of ['hind@news.example', 'nobody@news.example']) {
      if (email.startsWith('hind')) await join(hub.url, openVisitor(hub), email, { '*': 'editor' });
      for (let n = 0; n < MOST; n += 1) {
        const wrong = await signIn(hub, email.toUpperCase(), 'a wrong password', here(10 + n));
        expect(wrong.status).toBe(401);
      }
      expectRefusal(await signIn(hub, email, PASSWORD, here(30)));
    }
    expect((await signIn(hub, EMAIL, PASSWORD, here(30))).status).toBe(201);
  });

  it('A5 of many at once no more learn anything', async () => {
    const many = Array.from({ length: 100 }, (_, n) =>
      signIn(hub, `many${n}@news.example`, PASSWORD, here(40)),
    );
    const last = signIn(hub, EMAIL, PASSWORD, here(40));
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(MOST);
    expect(statuses.filter((status) => status === 429)).toHaveLength(100 - MOST);
    expectRefusal(await last);
  });

  it('A5 at what somebody who is signed in must know count as well', async () => {
    const visitor = openVisitor(hub);
    const email = 'amal@news.example';
    await join(hub.url, visitor, email, { '*': 'editor' });
    const body = { current: 'a wrong password', password: 'the new one of a thief' };
    const change = () =>
      visitor.ask('PUT', '/api/session/password', body, { 'x-forwarded-for': here(60) });
    for (let n = 0; n < MOST; n += 1) expect((await change()).status).toBe(403);
    expectRefusal(await change());
  });
});

describe('the time of a refusal', () => {
  it('A5 does not tell whether there is an account', async () => {
    const hub = await startHub(0);
    await join(hub.url, openVisitor(hub), EMAIL, { '*': 'editor' });
    const timed = async (email: string): Promise<number> => {
      const started = performance.now();
      expect((await signIn(hub, email, 'a wrong password', '192.0.2.1')).status).toBe(401);
      return performance.now() - started;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    // In turns, so that a busy moment meets both.
    for (let n = 0; n < 40; n += 1) {
      known.push(await timed(EMAIL));
      unknown.push(await timed(`nobody${n}@news.example`));
    }
    // The quickest of each: whatever else the machine does makes an answer slower, never quicker.
    const ratio = Math.min(...unknown) / Math.min(...known);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.7);
  });
});

describe('guesses at several hubs on one Redis', () => {
  it('A5 are counted together', async () => {
    const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
    const hubs = [await startHub(MOST, redis.url), await startHub(MOST, redis.url)] as const;
    for (let n = 0; n < MOST; n += 1) {
      const wrong = await signIn(hubs[n % 2 === 0 ? 0 : 1], EMAIL, PASSWORD, '192.0.2.1');
      expect(wrong.status).toBe(401);
    }
    for (const hub of hubs) expectRefusal(await signIn(hub, EMAIL, PASSWORD, '192.0.2.1'));
  });
});
