/** A script gone mad sends fifty times a second; the people of the channel go on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseProblem } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { join as invited } from '../support/newcomer.ts';
import { request, type Answer } from '../support/request.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const MOST = 20;
/** In each of two seconds. */
const SENDS = 50;
const BREAKING = '/api/channels/breaking';
const keySchema = z.looseObject({ secret: z.string() });

describe('50 sends a second', () => {
  let folder: string;
  let hub: HubProcess;
  let mona: Visitor;
  let sami: Visitor;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ajil-runaway-'));
    const environment = { PUBLISHES_PER_MINUTE: String(MOST) };
    hub = await startHubProcess({ dataDir: folder, environment });
    [mona, sami] = [openVisitor(hub), openVisitor(hub)];
    await invited(hub.url, mona, 'mona@news.example', { '*': 'editor' });
    await invited(hub.url, sami, 'sami@news.example', { '*': 'editor' });
  }, 60_000);
  afterAll(async () => {
    await endHubs();
    await rm(folder, { recursive: true, force: true });
  });

  /** All of them, evenly, whatever becomes of those before. */
  async function run(send: (n: number) => Promise<Answer>): Promise<Answer[]> {
    const start = performance.now();
    const answers = Array.from({ length: 2 * SENDS }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, (n * 1_000) / SENDS));
      return send(n);
    });
    const all = await Promise.all(answers);
    expect(performance.now() - start).toBeLessThan(10_000);
    return all;
  }

  function expectCapped(answers: readonly Answer[], taken: number): void {
    const refused = answers.filter(({ status }) => status !== taken);
    expect(answers.length - refused.length).toBe(MOST);
    for (const answer of refused) {
      expect(parseProblem(answer)).toMatchObject({ status: 429, code: 'too_many_requests' });
      expect(answer.body).toMatchObject({
        detail: expect.stringContaining(String(MOST)) as string,
      });
      const wait = Number(answer.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
    }
  }

  it('P5 with a key are capped, with the word when to go on; people send and withdraw meanwhile', async () => {
    const grant = { name: 'CMS', role: 'editor', channels: null };
    const { body } = await request(`${hub.url}/api/keys`, 'POST', grant);
    const key = { authorization: `Bearer ${keySchema.parse(body).secret}` };
    const publish = (n: number) =>
      request(`${hub.url}${BREAKING}/headlines`, 'POST', { id: `key-${n}`, headline: 'جن' }, key);
    const [answers, sent, withdrawn] = await Promise.all([
      run(publish),
      sami.ask('POST', `${BREAKING}/held`, { id: 'calm', draft: { headline: 'خبر' } }),
      publish(-1).then(() => sami.ask('DELETE', `${BREAKING}/headlines/key--1`)),
    ]);
    expectCapped([...answers, { status: 201, headers: new Headers(), body: {} }], 201);
    expect([sent.status, withdrawn.status]).toEqual([202, 200]);
    // Its own withdrawals are not held back either.
    const own = await request(`${hub.url}${BREAKING}/headlines/key-0`, 'DELETE', undefined, key);
    expect(own.status).toBe(200);
  }, 60_000);

  it('P5 with a session are capped, new or changed; undo and withdrawal are not', async () => {
    const embargoedUntil = new Date(Date.now() + 3_600_000).toISOString();
    const words = { draft: { headline: 'جن' }, embargoedUntil };
    const held = await run((n) => mona.ask('POST', `${BREAKING}/held`, { id: `m${n}`, ...words }));
    expectCapped(held, 202);
    const isHeld = held.findIndex(({ status }) => status === 202);
    const one = `${BREAKING}/held/m${isHeld}`;
    const change = await mona.ask('PUT', one, words, { 'if-match': '"1"' });
    expect(change.status).toBe(429);
    expect(await mona.ask('DELETE', one)).toMatchObject({ status: 200 });
    const item = `${BREAKING}/headlines/key-1`;
    expect(await mona.ask('DELETE', item)).toMatchObject({ status: 200 });
    expect(await sami.ask('POST', `${BREAKING}/held`, { id: 'x', ...words })).toMatchObject({
      status: 202,
    });
  }, 60_000);
});
