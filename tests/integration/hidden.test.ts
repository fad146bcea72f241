import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lookEverywhere } from '../support/everywhere.ts';
import { ADMIN_KEY, endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { BACKENDS } from '../support/hubs.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { join as invited } from '../support/newcomer.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { openVisitor } from '../support/visitor.ts';

const CHANNELS = ['breaking', 'other'];
const BREAKING = '/api/channels/breaking';
const keySchema = z.looseObject({ secret: z.string() });

afterAll(endHubs);

describe.each(BACKENDS)('what nobody is to see, on %s', (backend) => {
  let folder: string;
  let redis: TestRedis | undefined;
  let hubs: HubProcess[];
  let stranger: Readonly<Record<string, string>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ajil-hidden-'));
    redis = backend === 'Redis' ? await startRedis() : undefined;
    const nodes = redis ? ['a', 'b'] : ['a'];
    const environment = { LOG_LEVEL: 'info' };
    hubs = await Promise.all(
      nodes.map((name) =>
        startHubProcess({
          ...{ dataDir: join(folder, name), environment },
          ...(redis ? { redisUrl: redis.url } : {}),
        }),
      ),
    );
    await ask('POST', '/api/channels', { name: 'other', title: 'قناة' });
    const grant = { name: 'of another channel', role: 'editor', channels: ['other'] };
    const { secret } = keySchema.parse((await ask('POST', '/api/keys', grant)).body);
    stranger = { authorization: `Bearer ${secret}` };
  }, 60_000);
  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.kill()));
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = (method: string, path: string, body?: unknown, headers = {}) =>
    request(`${hubs[0]?.url ?? ''}${path}`, method, body, headers);
  const logs = () => hubs.map(({ said }) => said.out + said.err).join('');

  /** By anybody, and by whoever has a right to another channel. */
  async function look(words: string, ids: readonly string[]): Promise<string[]> {
    const seen = hubs.flatMap(({ url }) =>
      [{}, stranger].map((headers) =>
        lookEverywhere({ url, words, channels: CHANNELS, ids, headers }),
      ),
    );
    return [...new Set((await Promise.all(seen)).flat())].sort();
  }

  /** All that shows a headline; the item and the pages only where they belong. */
  const SHOWN = [
    `${BREAKING}/headlines`,
    expect.stringMatching(/\/headlines\/[^?]+$/),
    expect.stringMatching(/\?after=/),
    '/live/breaking',
    'polling from nothing of breaking',
    'websocket from 0 of breaking',
  ];

  it('N13 words that are held, or being checked, are in no answer, page, socket or line of the log', async () => {
    const words = 'كلمات لا يراها أحد';
    const first = 'corrected';
    await ask('POST', `${BREAKING}/headlines`, { id: first, headline: 'خبر' });
    const reporter = openVisitor(hubs[0] ?? { url: '' });
    await invited(hubs[0]?.url ?? '', reporter, 'reem@news.example', { breaking: 'reporter' });
    const embargoedUntil = new Date(Date.now() + 3_600_000).toISOString();
    const draft = { id: 'secret', headline: words, summary: words, source: words };
    await ask('POST', `${BREAKING}/held`, { id: 'waits', draft, embargoedUntil });
    const urgent = { id: 'urgent', headline: words, urgency: 1 };
    await ask('POST', `${BREAKING}/held`, { id: 'urgent', draft: urgent });
    const correct = { item: first, version: 1, correction: { headline: words, edNote: words } };
    await ask('POST', `${BREAKING}/held`, { id: 'corrects', correct, embargoedUntil });
    const proposal = { id: 'proposed', draft: { headline: words } };
    expect(await reporter.ask('POST', `${BREAKING}/held`, proposal)).toMatchObject({
      body: { held: { needs: 'editor' } },
    });
    await ask('POST', `${BREAKING}/check`, { draft });
    const refused = { id: 'waits', draft: { ...draft, url: `javascript:${words}` } };
    await ask('POST', `${BREAKING}/held`, refused);
    expect(await look(words, ['secret', 'urgent', 'waits', 'corrects', 'proposed', first])).toEqual(
      [],
    );
    // Who has the right to it finds it in the same places: the eyes were not shut.
    const admin = { authorization: `Bearer ${ADMIN_KEY}` };
    const search = { channels: CHANNELS, ids: ['waits'], headers: admin, words };
    expect(await lookEverywhere({ ...search, url: hubs[0]?.url ?? '' })).toEqual(
      expect.arrayContaining([
        ...['/api/audit?channel=breaking', '/api/audit?format=csv&channel=breaking'],
        ...[`${BREAKING}/held`, 'the desk'],
      ]),
    );
    await ask('POST', `${BREAKING}/held/waits/release`, undefined, { 'if-match': '"1"' });
    const isOut = async () => (await ask('GET', `${BREAKING}/headlines/secret`)).status === 200;
    await until(isOut, 'it to go out');
    // The same eyes see it now: they were not blind.
    expect(await look(words, ['secret'])).toEqual(expect.arrayContaining(SHOWN));
    await ask('POST', `${BREAKING}/headlines/secret/hold`);
    // Also who comes back to a position from before it was out.
    expect(await look(words, ['secret'])).toEqual([]);
    // One line tells of each that went out, and of none that is held (O2).
    const lines = logs()
      .split('\n')
      .filter((line) => line.includes('"act":"publish"'));
    expect(lines.filter((line) => line.includes('"secret"'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('"urgent"'))).toEqual([]);
    expect(logs()).not.toContain('كلمات');
  }, 60_000);

  it('N9 of a paused channel nobody sees a word, wherever they look', async () => {
    const words = 'كلمات قناة أوقفت';
    await ask('POST', `${BREAKING}/headlines`, { id: 'shown', headline: words });
    await until(async () => (await look(words, ['shown'])).length >= SHOWN.length, 'every node');
    expect(await look(words, ['shown'])).toEqual(expect.arrayContaining(SHOWN));
    await ask('POST', `${BREAKING}/pause`);
    await until(async () => (await look(words, ['shown'])).length === 0, 'every node to be empty');
    await ask('PATCH', `${BREAKING}/headlines/shown`, { summary: words }, { 'if-match': '"1"' });
    expect(await look(words, ['shown'])).toEqual([]);
    await ask('DELETE', `${BREAKING}/pause`);
    await until(async () => (await look(words, ['shown'])).length > 0, 'it to come back');
    expect(await look(words, ['shown'])).toEqual(expect.arrayContaining(SHOWN));
  }, 60_000);
});
