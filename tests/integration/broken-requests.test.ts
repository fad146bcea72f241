/** Requests that are no proper HTTP, or hardly: found at random in tests/fuzz/api.test.ts, and kept here. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProblem } from '../support/api.ts';
import { exchange, parseAnswer, written, type Ask } from '../support/exchange.ts';
import { ADMIN_KEY, endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import type { Answer } from '../support/request.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let hub: HubProcess;
beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-broken-'));
  leftovers.defer(() => rm(dataDir, { recursive: true }));
  hub = await startHubProcess({ dataDir, environment: { LOG_LEVEL: 'error' } });
}, 60_000);

const HEADLINES = '/api/channels/breaking/headlines';
const ask = (over: Partial<Ask>): Ask => {
  const whole: Ask = { method: 'GET', path: HEADLINES, headers: [], body: '', framing: 'length' };
  return { ...whole, ...over };
};
const post = (body: string): Ask => {
  const headers = [
    ['Authorization', `Bearer ${ADMIN_KEY}`],
    ['Content-Type', 'application/json'],
  ] as const;
  return ask({ method: 'POST', headers, body });
};

async function send(request: string, isLast = false): Promise<Answer> {
  const answer = parseAnswer(await exchange(hub.url, request, isLast), 'GET');
  if (answer) return answer;
  throw new Error('There was no answer');
}

describe('what is no proper HTTP', () => {
  it.each([
    [
      'headers that are too large',
      431,
      'headers_too_large',
      ask({ headers: [['X', 'x'.repeat(20_000)]] }),
    ],
    ['a host that is none', 400, 'malformed_request', ask({ headers: [['Host', 'a b']] })],
    ['a header without a name', 400, 'malformed_request', ask({ headers: [['', 'x']] })],
    ['a method that is none', 400, 'malformed_request', ask({ method: 'get' })],
    [
      'a length that is none',
      400,
      'malformed_request',
      ask({ headers: [['Content-Length', '-1']] }),
    ],
  ])('P4 gets a problem: %s', async (_, status, code, request) => {
    const answer = await send(written(request));
    expect(answer.status).toBe(status);
    expect(parseProblem(answer)).toMatchObject({ status, code });
  });

  it('P4 a body that breaks off is nobody’s fault here, and publishes nothing', async () => {
    const whole = written(post('{"headline":"خبر"}'));
    await exchange(hub.url, whole.slice(0, -5), true);
    const chunks = written({ ...post('{"headline":"خبر"}'), framing: 'chunks' });
    await exchange(hub.url, chunks.slice(0, -9), true);
    await exchange(hub.url, chunks.replace('\r\n0\r\n', '\r\nx\r\n'), true);
    const answer = await send(written(ask({})));
    expect(answer.body).toMatchObject({ seq: 0, headlines: [] });
    expect(hub.said.out).not.toContain('"level"');
    expect(hub.said.err).toBe('');
  });
});

it('P4 a body that is not UTF-8 is refused, and no broken character goes out', async () => {
  for (const bytes of ['\xff', '\xed\xa0\x80', '\xc0\xaf', '\xd8']) {
    const answer = await send(written(post(`{"headline":"${bytes}"}`)));
    expect(parseProblem(answer)).toMatchObject({ status: 400, code: 'malformed_json' });
  }
});

it.each([
  [
    'an upgrade to HTTP/2, as curl makes it',
    'Connection',
    'Upgrade, HTTP2-Settings\r\nUpgrade: h2c',
  ],
  ['an upgrade to a WebSocket', 'Connection', 'Upgrade\r\nUpgrade: websocket'],
  ['an expectation that nobody knows', 'Expect', 'the unexpected'],
])('P4 an offer that is not taken does not keep the answer away: %s', async (_, name, value) => {
  const answer = await send(written(ask({ headers: [[name, value]] })));
  expect(answer).toMatchObject({ status: 200, body: { channel: 'breaking' } });
});
