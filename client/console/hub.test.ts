import { describe, expect, it } from 'vitest';
import { Problem } from '../../shared/problem.ts';
import { openHub } from './hub.ts';
import { nothing, oneOf } from './read.ts';
import { errandOf, hashOf, placeOf } from './route.ts';

function hubThat(answer: () => Response | Promise<Response>, isAlone = () => false) {
  const asked: RequestInit[] = [];
  let ends = 0;
  const hub = openHub({
    fetch: async (_, init = {}) => {
      asked.push(init);
      return answer();
    },
    now: () => Date.parse('2026-01-01T00:00:00Z'),
    isAlone,
    signedOut: () => (ends += 1),
  });
  return { hub, asked, ends: () => ends };
}
const isText = (value: unknown): value is string => typeof value === 'string';
const problem = (one: Problem) =>
  new Response(JSON.stringify(one.toDocument()), {
    status: one.status,
    headers: { 'Retry-After': '7' },
  });

describe('asking the hub', () => {
  it('C2 gives what was asked for, in its form', async () => {
    const { hub, asked } = hubThat(
      () =>
        new Response('{"name":"منى"}', {
          headers: { etag: '"2"', date: 'Thu, 01 Jan 2026 00:01:00 GMT' },
        }),
    );
    const answer = await hub.ask('POST', '/x', oneOf('name', isText), { body: { a: 1 } });
    expect(answer).toEqual({ kind: 'done', status: 200, value: 'منى', etag: '"2"' });
    expect(asked[0]).toMatchObject({ method: 'POST', body: '{"a":1}' });
    // The hub's clock is a minute ahead of this desk's.
    expect(hub.now()).toBe(Date.parse('2026-01-01T00:01:00.500Z'));
    expect(await hub.ask('GET', '/x', oneOf('other', isText))).toMatchObject({
      refusal: { code: 'unreadable', retryable: false },
    });
  });

  it('C2 says that no answer came, which is no refusal', async () => {
    const lost = hubThat(() => Promise.reject(new TypeError('network')));
    const proxy = hubThat(() => new Response('{}', { status: 502 }));
    for (const { hub } of [lost, proxy]) {
      expect(await hub.ask('GET', '/x', nothing)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'unreachable', retryable: true },
      });
    }
  });

  it('C1 a session that has ended leads to the door, a wrong password does not', async () => {
    const over = hubThat(() => problem(new Problem('session_unknown', 'x')));
    await over.hub.ask('GET', '/x', nothing);
    expect(over.ends()).toBe(1);
    const wrong = hubThat(() => problem(new Problem('sign_in_failed', 'x')));
    expect(await wrong.hub.ask('GET', '/x', nothing)).toMatchObject({
      refusal: { code: 'sign_in_failed', retryAfter: 7 },
    });
    expect(wrong.ends()).toBe(0);
  });

  it('A4 says of what it asks by itself that nobody is at the desk', async () => {
    let alone = false;
    const { hub, asked } = hubThat(
      () => new Response('{}'),
      () => alone,
    );
    await hub.ask('GET', '/x', nothing);
    alone = true;
    await hub.ask('GET', '/x', nothing, { headers: { 'If-None-Match': '"1"' } });
    expect(asked.map(({ headers }) => headers)).toEqual([
      {},
      { 'Ajil-Unattended': '?1', 'If-None-Match': '"1"' },
    ]);
  });

  it('C1 an address is a place or an errand', () => {
    expect(placeOf(hashOf('channel', 'a/b'))).toEqual({ screen: 'channel', rest: 'a/b' });
    expect(placeOf('#invitation=x')).toEqual({ screen: '', rest: '' });
    expect(placeOf('#/channel/%')).toEqual({ screen: 'channel', rest: '%' });
    expect(errandOf('#invitation=abc')).toEqual({ invitation: 'abc' });
    expect(errandOf('#problem=provider_refused')).toEqual({ problem: 'provider_refused' });
    expect(errandOf('#/channel/x')).toEqual({});
  });
});
