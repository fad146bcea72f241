import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ajil, linesOf, startAjil, type AjilOptions } from '../support/ajil.ts';
import { openForgetful, type Forgetful } from '../support/forgetful.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { freePort } from '../support/redis.ts';
import { until } from '../support/until.ts';

const itemSchema = z.object({ id: z.string(), version: z.int(), headline: z.string().optional() });
const boardSchema = z.object({ headlines: z.array(itemSchema) });
const LIMIT = 60_000;

let dataDir: string;
let hub: HubProcess;
let forgetful: Forgetful;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ajil-shell-'));
  hub = await startHubProcess({ dataDir });
  forgetful = await openForgetful(hub.url);
});
afterAll(async () => {
  await forgetful.close();
  await endHubs();
  await rm(dataDir, { recursive: true });
});

async function run(typed: readonly string[], options: AjilOptions = {}) {
  return ajil(typed, { hub: hub.url, ...options });
}

async function json(typed: readonly string[], options: AjilOptions = {}): Promise<unknown> {
  const { code, out, err } = await run([...typed, '--json'], options);
  expect(code, err).toBe(0);
  return JSON.parse(out);
}

async function board(channel: string): Promise<string[]> {
  const { headlines } = boardSchema.parse(await json(['list', '--channel', channel]));
  return headlines.map(({ headline = '' }) => headline);
}

async function channel(name: string): Promise<string> {
  await json(['channels', 'create', name, '--title', name, '--board-size', '100']);
  return name;
}

describe('the shell', () => {
  it('S1 publishes from the line and from stdin, corrects and withdraws, and shows what it changes', async () => {
    const name = await channel('desk');
    const on = ['--channel', name];
    const fields = ['--urgency', '2', '--id', 'a', '--url', 'https://news.example/1', '--pinned'];
    const published = await run(['publish', 'نص أول', ...fields, ...on]);
    expect(published).toMatchObject({ code: 0, err: '' });
    expect(published.out).toBe('+ published  a, version 1\n  نص أول\n');
    const second = await json(['publish', '-', ...on], { stdin: 'من الدخل\n' });
    expect(second).toMatchObject({ headline: 'من الدخل', channel: name, urgency: 5 });

    const corrected = await run(['correct', 'a', 'نص ثانٍ', '--unpinned', '--remove', 'url', ...on]);
    expect(corrected.out).toBe('~ corrected  a, version 2\n  before: نص أول\n  now: نص ثانٍ\n');
    const again = await json(['correct', 'a', '--urgency', '3', '--note', 'n', ...on]);
    expect(again).toMatchObject({
      before: { version: 2, headline: 'نص ثانٍ', pinned: false, urgency: 2 },
      after: { version: 3, headline: 'نص ثانٍ', urgency: 3, edNote: 'n' },
    });
    expect(again).not.toHaveProperty('after.url');

    const stale = await run(['withdraw', 'a', '--version', '2', '--json', ...on]);
    expect(stale).toMatchObject({ code: 1, out: '' });
    expect(JSON.parse(stale.err)).toMatchObject({ code: 'version_stale' });
    const withdrawn = await run(['withdraw', 'a', ...on, '--lang', 'ar']);
    expect(withdrawn.out).toBe('× سُحب  a, نسخة 4\n  كان: نص ثانٍ\n');
    expect((await run(['publish', ...on, '--', '--json'])).out).toMatch(/^\+ published/);
    expect(await board(name)).toEqual(['--json', 'من الدخل']);
  });

  it(
    'S1 publishes once, though the hub is killed and comes back meanwhile',
    async () => {
      const name = await channel('outage');
      await hub.kill();
      const publishing = startAjil(['publish', 'once', '--channel', name, '--wait', '50'], {
        hub: hub.url,
      });
      await hub.start();
      expect(await publishing.ended, publishing.said.err).toBe(0);
      expect(await board(name)).toEqual(['once']);
    },
    LIMIT,
  );

  it('S1 sends once what the hub took and whose answer was lost', async () => {
    const name = await channel('lossy');
    const over = { hub: forgetful.url };
    const before = forgetful.lost;
    forgetful.lose(2);
    expect((await run(['publish', 'x', '--id', 'x', '--channel', name], over)).code).toBe(0);
    forgetful.lose(1);
    const corrected = await json(['correct', 'x', 'y', '--channel', name], over);
    expect(corrected).toMatchObject({ before: { version: 1 }, after: { version: 2 } });
    forgetful.lose(1);
    const withdrawn = await json(['withdraw', 'x', '--channel', name], over);
    expect(withdrawn).toMatchObject({ before: { headline: 'y' }, after: { version: 3 } });
    expect(forgetful.lost - before).toBe(4);
  });

  it('S1 says what may have happened, and how to repeat it', async () => {
    const name = await channel('unsure');
    const over = { hub: forgetful.url };
    forgetful.lose(1);
    const unsure = await run(['publish', 'z', '--channel', name, '--wait', '0'], over);
    expect(unsure.code).toBe(4);
    const [, key = ''] = /--idempotency-key (\S+)/.exec(unsure.err) ?? [];
    expect(
      (await run(['publish', 'z', '--channel', name, '--idempotency-key', key], over)).code,
    ).toBe(0);
    expect(await board(name)).toEqual(['z']);
    // Nobody would know the first secret of two.
    forgetful.lose(1);
    const create = ['keys', 'create', '--name', 'unsure', '--role', 'editor'];
    expect((await run(create, over)).code).toBe(4);
    const keys = JSON.stringify(await json(['keys', 'list']));
    expect(keys.match(/"unsure"/g)).toHaveLength(1);
    forgetful.lose(0);

    const away = await ajil(['publish', 'z', '--wait', '0'], {
      hub: `http://127.0.0.1:${await freePort()}`,
    });
    expect(away).toMatchObject({ code: 3, out: '' });
    const stranger = await run(['publish', 'z'], { key: 'not-a-key' });
    expect(stranger).toMatchObject({ code: 1, out: '' });
    expect(stranger.err).toContain('key_malformed');
  });

  it(
    'S5 an import that was killed is repeated as it is: each line once, in order',
    async () => {
      const name = await channel('import');
      const texts = Array.from({ length: 80 }, (_, n) => `خبر ${n}`);
      const stdin = texts.map((headline) => JSON.stringify({ headline })).join('\n');
      const typed = ['import', '-', '--channel', name, '--json'];
      const broken = startAjil(typed, { hub: hub.url, stdin });
      await until(() => linesOf(broken.said.out.replace(/[^\n]*$/, '')).length > 10, 'some lines');
      broken.signal('SIGKILL');
      expect(await broken.ended).toBeNull();
      const first = linesOf(broken.said.out.replace(/[^\n]*$/, '')).length;
      expect(first).toBeLessThan(texts.length);

      const repeated = await run(typed, { stdin });
      expect(repeated.code, repeated.err).toBe(0);
      expect(linesOf(repeated.out)).toHaveLength(texts.length);
      expect(await board(name)).toEqual(texts.toReversed());
    },
    LIMIT,
  );

  it(
    'S5 an import outlives the hub, names what is refused, and takes what was exported',
    async () => {
      const name = await channel('whole');
      const lines = Array.from({ length: 60 }, (_, n) => ({ id: `n${n}`, headline: `خبر ${n}` }));
      const array = JSON.stringify([...lines, { headline: '' }]);
      const typed = ['import', '-', '--channel', name, '--json', '--wait', '50'];
      const importing = startAjil(typed, { hub: hub.url, stdin: array });
      await until(() => importing.said.out.includes('"n5"'), 'some lines');
      await hub.kill();
      await hub.start();
      expect(await importing.ended, importing.said.err).toBe(1);
      expect(linesOf(importing.said.err)).toMatchObject([
        { line: 61, problem: { code: 'invalid' } },
        { code: 'lines_refused' },
      ]);
      expect(await board(name)).toEqual(lines.map(({ headline }) => headline).toReversed());

      const { out } = await run(['export', '--channel', name]);
      const copy = await channel('copy');
      expect((await run(['import', '-', '--channel', copy], { stdin: out })).code).toBe(0);
      expect(await board(copy)).toEqual(await board(name));
      const ninjs = await run(['export', '--channel', name, '--as', 'ninjs']);
      const again = await channel('again');
      expect((await run(['import', '-', '--channel', again], { stdin: ninjs.out })).code).toBe(0);
      expect(await board(again)).toEqual(await board(name));
      expect(await json(['export', '--channel', name])).toEqual(linesOf(out));
    },
    LIMIT,
  );

  it('S1 S5 moves what is pinned, and an import has it in the order of the export', async () => {
    const name = await channel('pinned');
    const on = ['--channel', name];
    for (const id of ['a', 'b', 'c']) await run(['publish', id, '--id', id, '--pinned', ...on]);
    expect(await json(['correct', 'a', '--rank=-0.5', ...on])).toMatchObject({
      after: { version: 2, rank: -0.5 },
    });
    expect(await board(name)).toEqual(['c', 'b', 'a']);
    await run(['correct', 'c', '--rank', '1', ...on]);
    expect(await board(name)).toEqual(['b', 'c', 'a']);
    const { out } = await run(['export', ...on]);
    const copy = await channel('pinned-copy');
    await run(['import', '-', '--channel', copy], { stdin: out });
    expect(await board(copy)).toEqual(['b', 'c', 'a']);
    expect(await json(['correct', 'a', '--remove', 'rank', ...on])).not.toHaveProperty(
      'after.rank',
    );
    expect((await run(['correct', 'a', '--unpinned', '--rank', '1', ...on])).code).toBe(1);
  });

  it('S6 makes, changes and ends channels and keys', async () => {
    const name = await channel('settings');
    const origins = 'https://a.example,https://b.example';
    const set = ['--ttl', '60', '--origins', origins, '--title', 'ع', '--undo-window', '0'];
    expect(await json(['channels', 'change', name, ...set])).toMatchObject({
      ...{ defaultTtl: 60, title: 'ع', undoWindow: 0, allowedOrigins: origins.split(',') },
    });
    const unset = await json(['channels', 'change', name, '--ttl', 'none', '--origins', 'any']);
    expect(unset).toMatchObject({ defaultTtl: null, allowedOrigins: null });

    const texts = { id: z.string(), secret: z.string(), hint: z.string() };
    const keySchema = z.object({ ...texts, highestUrgency: z.literal(3) });
    const create = ['keys', 'create', '--name', 'CMS', '--role', 'editor', '--channels', name];
    const made = keySchema.parse(await json([...create, '--highest-urgency', '3']));
    const { secret: key } = made;
    const publish = ['publish', 'x', '--channel', name, '--urgency'];
    expect((await run([...publish, '3'], { key })).code).toBe(0);
    expect((await run([...publish, '2'], { key })).code).toBe(1);
    const rotated = keySchema.parse(await json(['keys', 'rotate', made.id]));
    await json(['keys', 'retire', made.id, made.hint]);
    expect((await run([...publish, '3'], { key })).code).toBe(1);
    expect((await run([...publish, '3'], { key: rotated.secret })).code).toBe(0);
    await json(['keys', 'revoke', made.id]);
    expect((await run([...publish, '3'], { key: rotated.secret })).code).toBe(1);
    expect((await run(['keys', 'list'])).out).toMatch(/revoked.*CMS/);

    expect(await json(['channels', 'delete', name])).toEqual({ name, deleted: true });
    expect((await run(['list', '--channel', name])).code).toBe(1);
  });
});
