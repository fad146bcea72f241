import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { METRICS, REDIS } from '../../server/telemetry/catalogue.ts';
import { openApi, parseProblem, type Api } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { joinLine } from '../support/line.ts';
import { request } from '../support/request.ts';
import { scrape, type Scrape } from '../support/scrape.ts';
import { until } from '../support/until.ts';
import { openViewer, type Viewer } from '../support/viewer.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

const TOKEN = 'a-token-for-metrics-alone';
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const WORD = 'هدنة';
let hub: HubProcess;
let api: Api;
let key: string;
beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-metrics-'));
  leftovers.defer(() => rm(dataDir, { recursive: true }));
  const environment = { METRICS_TOKEN: TOKEN, LOG_LEVEL: 'info' };
  hub = await startHubProcess({ dataDir, environment });
  api = openApi(hub.url);
  const grant = { name: 'CMS', role: 'editor', channels: ['breaking'] };
  const made = await request(`${hub.url}/api/keys`, 'POST', grant);
  key = z.object({ secret: z.string() }).parse(made.body).secret;
});

const HEADLINES = '/api/channels/breaking/headlines';
const look = (): Promise<Scrape> => scrape(hub.url, TOKEN);
/** By how much the sums have grown. */
async function growth(before: Scrape, names: Readonly<Record<string, string>>) {
  const now = await look();
  const grown = Object.entries(names).map(([short, series]) => {
    const [name = '', labels = ''] = series.split('{');
    const pairs = [...labels.matchAll(/(\w+)="(\w+)"/g)].map(([, label = '', value = '']) => [
      label,
      value,
    ]);
    const of = z.record(z.string(), z.string()).parse(Object.fromEntries(pairs));
    return [short, now.sum(name, of) - before.sum(name, of)];
  });
  return z.record(z.string(), z.number()).parse(Object.fromEntries(grown));
}

async function come(): Promise<Viewer> {
  const viewer = leftovers.adopt(openViewer(hub.url), (one) => one.close());
  await until(() => viewer.snapshots.length === 1, 'the viewer to have a board');
  return viewer;
}

it('O1 tells everything that the catalogue names, and nothing else', async () => {
  const { families } = await look();
  const redis: string[] = Object.values(REDIS).map(({ name }) => name);
  const expected = METRICS.filter(({ name }) => !redis.includes(name));
  const form = ({ name, type, help }: { name: string; type: string; help: string }) =>
    [name, type, help].join(' | ');
  expect(families.map(form).sort()).toEqual(expected.map(form).sort());
  for (const { name, samples } of families) {
    const labels = ['worker', ...(METRICS.find((one) => one.name === name)?.labels ?? [])];
    for (const { labels: of } of samples) {
      expect(Object.keys(of).filter((label) => label !== 'le')).toHaveLength(labels.length);
      expect(of['worker']).toBe('1');
    }
  }
});

it.runIf(hasPromtool)('O1 is what Prometheus itself asks for', async () => {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const input = await (await fetch(`${hub.url}/metrics`, { headers })).text();
  const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});

it('O1 lets nobody read without the token, and says so as a problem', async () => {
  const url = `${hub.url}/metrics`;
  for (const [authorization, code] of [
    ['', 'key_missing'],
    ['Basic abc', 'key_missing'],
    [`Bearer ${TOKEN}x`, 'key_unknown'],
    [`Bearer ${TOKEN.slice(1)}`, 'key_unknown'],
  ] as const) {
    for (const path of [url, `${url}?of=worker`]) {
      const answer = await request(path, 'GET', undefined, { authorization });
      expect(parseProblem(answer)).toMatchObject({ status: 401, code });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  }
  const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

it('O1 counts what publishers send by what became of it, each item of an array too', async () => {
  const before = await look();
  const { id, version } = await api.publish({ headline: 'خبر' });
  await api.correct(id, version, 'خبر مصحح');
  await api.correct(id, version, 'قديم').catch(() => undefined);
  const again = { 'idempotency-key': 'again' };
  for (let n = 0; n < 2; n += 1) await api.post({ headline: 'مرة واحدة' }, again);
  const many = [{ headline: 'أول' }, { headline: '' }, { headline: 'ثالث' }];
  expect((await request(hub.url + HEADLINES, 'POST', many)).status).toBe(207);
  for (let n = 0; n < 2; n += 1) await request(`${hub.url}${HEADLINES}/${id}`, 'DELETE');
  await request(hub.url + HEADLINES, 'POST', { headline: 'x' }, { authorization: 'Bearer no' });
  await request(hub.url + HEADLINES, 'POST', ' '.repeat(70_000));
  await fetch(hub.url + HEADLINES);

  const all = 'ajil_publishes_total';
  const refused = 'ajil_publish_refusals_total';
  expect(
    await growth(before, {
      published: `${all}{act="publish",outcome="taken"}`,
      repeated: `${all}{act="publish",outcome="repeated"}`,
      refused: `${all}{act="publish",outcome="refused"}`,
      corrected: `${all}{act="correct",outcome="taken"}`,
      stale: `${refused}{act="correct",code="version_stale"}`,
      withdrawn: `${all}{act="withdraw",outcome="taken"}`,
      known: `${all}{act="withdraw",outcome="repeated"}`,
      invalid: `${refused}{act="publish",code="invalid"}`,
      stranger: `${refused}{act="publish",code="key_malformed"}`,
      large: `${refused}{act="publish",code="body_too_large"}`,
      all,
      refusals: refused,
      timed: 'ajil_publish_duration_seconds_count{act="publish"}',
    }),
  ).toEqual({
    ...{ published: 4, repeated: 1, refused: 3, corrected: 1, stale: 1, withdrawn: 1, known: 1 },
    ...{ invalid: 1, stranger: 1, large: 1, all: 12, refusals: 4, timed: 4 },
  });
});

it('O1 counts viewers, what they were told, and how those who left came back', async () => {
  const before = await look();
  const [one, other] = [await come(), await come()];
  const polling = leftovers.adopt(openViewer(hub.url, ['polling']), (viewer) => viewer.close());
  await until(() => polling.snapshots.length === 1, 'the third to have a board');
  for (let n = 0; n < 3; n += 1) await api.publish({ headline: `خبر ${n}` });
  const all = [one, other, polling];
  await until(() => all.every(({ entries }) => entries.length === 3), 'everybody to have them');
  const now = await look();
  const { epoch, seq } = await api.board();
  expect(now.sum('ajil_viewers', { transport: 'websocket' })).toBe(2);
  expect(now.sum('ajil_viewers', { transport: 'polling' })).toBe(1);
  expect(now.sum('ajil_channel_head_sequence', { channel: 'breaking' })).toBe(seq);

  await comeBack({ epoch, seq: seq - 2 });
  await comeBack({ epoch: 'another', seq: 1 });
  expect(
    await growth(before, {
      arrivals: 'ajil_arrivals_total',
      delivered: 'ajil_entries_delivered_total',
      rounds: 'ajil_delivery_seconds_count',
      memory: 'ajil_resumes_total{by="memory"}',
      snapshot: 'ajil_resumes_total{by="snapshot"}',
      holes: 'ajil_holes_filled_total',
    }),
  ).toEqual({ arrivals: 3, delivered: 9 + 2, rounds: 3, memory: 1, snapshot: 1, holes: 0 });
});

it('O2 says one line for each headline sent: who, what, where; never a key, never a word', async () => {
  const from = hub.said.out.length;
  const mine = { authorization: `Bearer ${key}` };
  const send = (method: string, path: string, body?: unknown, more = {}) =>
    request(hub.url + HEADLINES + path, method, body, { ...mine, ...more });
  await send('POST', '', { id: 'n1', headline: `${WORD} فورية` });
  await send('PATCH', '/n1', { headline: `${WORD} مؤجلة` }, { 'if-match': '"1"' });
  await send('DELETE', '/n1', { edNote: WORD });
  await send('POST', '', { id: 'n1', headline: WORD });
  await send('POST', '', { headline: WORD, url: 'javascript:alert(1)' });
  await request(`${hub.url}/api/channels/sport/headlines`, 'POST', { headline: WORD }, mine);
  const lines = (): string[] => hub.said.out.slice(from).split('\n').slice(0, -1);
  await until(() => lines().length >= 6, 'six lines');
  const who = { level: 30, by: 'CMS', channel: 'breaking' };
  const logged = lines().map((line): unknown => JSON.parse(line));
  expect(logged).toMatchObject([
    { ...who, act: 'publish', id: 'n1', version: 1, msg: 'published' },
    { ...who, act: 'correct', id: 'n1', version: 2, msg: 'corrected' },
    { ...who, act: 'withdraw', id: 'n1', version: 3, msg: 'withdrawn' },
    { ...who, act: 'publish', code: 'id_taken', status: 409, msg: 'refused' },
    { ...who, act: 'publish', code: 'invalid', field: 'url', msg: 'refused' },
    { ...who, channel: 'sport', code: 'channel_unknown', field: 'channel', msg: 'refused' },
  ]);
  const first = z.looseObject({ seq: z.number(), ms: z.number(), byId: z.string() });
  expect(first.parse(logged[0]).ms).toBeGreaterThan(0);
  expect(logged).toHaveLength(6);
  for (const secret of [WORD, key, key.slice(5, 20), 'javascript']) {
    expect(hub.said.out.slice(from)).not.toContain(secret);
  }
});

/** A viewer that was here before. */
async function comeBack(position: { epoch: string; seq: number }): Promise<void> {
  const line = await joinLine(hub.url, `40${JSON.stringify({ channels: { breaking: position } })}`);
  leftovers.defer(() => line.close());
  await until(() => line.heard.some((packet) => packet.startsWith('42["')), 'its answer');
}
