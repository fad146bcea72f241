import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wordsOf } from './catalogues.ts';
import { Failure, Refusal } from './failure.ts';
import { createHub, originOf, pathOf, type Request } from './hub.ts';

const words = wordsOf('en');
const schema = z.object({ done: z.literal(true) });
const REQUEST: Request = { method: 'POST', path: '/api/x', body: {}, isRepeatable: true };

type Step = (init: RequestInit | undefined) => Response | Error;
const answer =
  (status: number, body: unknown): Step =>
  () =>
    Response.json(body, { status });
const lost =
  (code: string): Step =>
  () =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
const problem = (retryable: boolean, retryAfter?: number) =>
  answer(retryable ? 503 : 409, {
    ...{ code: 'c', title: 't', detail: 'd', retryable, status: 503 },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
const DONE = answer(200, { done: true });

/** A hub that answers in these steps, the last for ever, and a clock that only pauses move. */
function stage(steps: readonly Step[], wait = 30) {
  let time = 0;
  const pauses: number[] = [];
  const asked: (RequestInit | undefined)[] = [];
  const hub = createHub({
    ...{ origin: 'http://hub.example', words, wait: wait * 1_000 },
    now: () => time,
    random: () => 1,
    pause: (ms) => {
      time += ms;
      pauses.push(ms);
      return Promise.resolve();
    },
    key: () => Promise.resolve('secret'),
    fetch: (_, init) => {
      const step = steps[Math.min(asked.length, steps.length - 1)];
      asked.push(init);
      const outcome = step?.(init) ?? new Error('No step');
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  });
  return { hub, asked, pauses };
}

async function failureOf(steps: readonly Step[], request = REQUEST, wait = 30) {
  const { hub, asked } = stage(steps, wait);
  const error: unknown = await hub.send(schema, request).catch((one: unknown) => one);
  if (!(error instanceof Failure) && !(error instanceof Refusal)) throw new Error(String(error));
  return { exit: error.exit, attempts: asked.length };
}

const ONCE: Request = { ...REQUEST, isRepeatable: false };

describe('asking a hub', () => {
  it('S1 tries again what may come to be, each time the same, and waits as the hub says', async () => {
    const steps = [
      lost('ECONNREFUSED'),
      lost('UND_ERR_SOCKET'),
      problem(true, 7),
      answer(502, ''),
      DONE,
    ];
    const { hub, asked, pauses } = stage(steps);
    expect((await hub.send(schema, REQUEST)).value).toEqual({ done: true });
    expect(asked).toHaveLength(5);
    expect(new Set(asked.map((init) => JSON.stringify([init?.headers, init?.body]))).size).toBe(1);
    expect(pauses.map((ms) => ms >= 7_000)).toEqual([false, false, true, false]);
  });

  it.each([
    ['refused', [problem(false)], 1],
    ['unreachable', [lost('ECONNREFUSED')], 12],
    ['unreachable', [problem(true)], 12],
    ['uncertain', [lost('UND_ERR_SOCKET')], 12],
    ['uncertain', [lost('UND_ERR_SOCKET'), lost('ECONNREFUSED')], 12],
    ['uncertain', [lost('UND_ERR_SOCKET'), problem(true)], 12],
    ['refused', [lost('UND_ERR_SOCKET'), problem(false)], 2],
    ['unreachable', [lost('CERT_HAS_EXPIRED')], 1],
    ['unreachable', [answer(404, 'no hub')], 1],
    ['uncertain', [answer(500, 'no hub')], 1],
    ['uncertain', [answer(200, { done: false })], 1],
  ] as const)('S1 ends as %s (%#)', async (exit, steps, most) => {
    const { exit: ended, attempts } = await failureOf(steps);
    expect(ended).toBe(exit);
    expect(attempts).toBeLessThanOrEqual(most);
    if (most > 2) expect(attempts).toBeGreaterThan(2);
    if (most > 2) expect((await failureOf(steps, REQUEST, 0)).attempts).toBe(1);
  });

  it('S1 repeats what could happen twice only where nothing was sent', async () => {
    expect(await failureOf([lost('UND_ERR_SOCKET'), DONE], ONCE)).toEqual({
      exit: 'uncertain',
      attempts: 1,
    });
    const { hub } = stage([lost('ECONNREFUSED'), problem(true), DONE]);
    expect((await hub.send(schema, ONCE)).value).toEqual({ done: true });
  });

  it('S1 S2 an address goes to no other place, and a key to no other hub', async () => {
    expect(pathOf(words, 'channels', 'a/b?c', 'headlines')).toBe(
      '/api/channels/a%2Fb%3Fc/headlines',
    );
    for (const bad of ['', '.', '..'])
      expect(() => pathOf(words, 'channels', bad)).toThrow(/no id/);
    expect(originOf('https://hub.example/', words)).toBe('https://hub.example');
    for (const bad of [
      'hub.example',
      'file:///x',
      'https://u:p@h.example',
      'http://h/x',
      'http://h?x',
    ]) {
      expect(() => originOf(bad, words), bad).toThrow(/no address/);
    }
    const { hub, asked } = stage([DONE]);
    await hub.send(schema, REQUEST);
    await hub.read(schema, '/api/x');
    expect(asked.map((init) => init?.redirect)).toEqual(['manual', 'manual']);
    expect(asked.map((init) => new Headers(init?.headers).get('authorization'))).toEqual([
      'Bearer secret',
      null,
    ]);
  });
});
