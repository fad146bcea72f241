import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type RunningHub } from '../../server/assemble.ts';
import { readConfig } from '../../server/config.ts';
import type { Entries, Snapshot } from '../../shared/protocol.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const ADMIN = 'an-admin-key-of-the-tests-own';
const HEADLINE = 'سي إن إن: اجتماع "لافروف - كيم" يشير لتورط أعمق لكوريا الشمالية';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What a viewer was told, in order. */
interface Told {
  readonly socket: Socket;
  readonly snapshots: Snapshot[];
  readonly entries: Entries[];
}

async function call(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function watch(url: string, channels: Record<string, unknown>, transports = ['websocket']): Told {
  const socket = io(url, { auth: { channels }, transports, forceNew: true });
  const told: Told = { socket, snapshots: [], entries: [] };
  socket.on('snapshot', (snapshot: Snapshot) => told.snapshots.push(snapshot));
  socket.on('entries', (entries: Entries) => told.entries.push(entries));
  return told;
}

describe.each(['SQLite', 'Redis'])('the hub on %s', (backend) => {
  let folder: string;
  let redis: TestRedis | undefined;
  let hubs: RunningHub[] = [];
  let headlines: string;
  let url: string;
  let otherUrl: string;
  const viewers: Told[] = [];
  const viewer = (...of: Parameters<typeof watch>): Told => {
    const told = watch(...of);
    viewers.push(told);
    return told;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ajil-hub-'));
    redis = backend === 'Redis' ? await startRedis() : undefined;
    const config = readConfig({
      PORT: '0',
      DATA_DIR: folder,
      REDIS_URL: redis?.url,
      AJIL_ADMIN_KEY: ADMIN,
      LOG_LEVEL: 'silent',
    });
    // On Redis two hubs share the log: what one publishes, the other's viewers see.
    hubs = [await startHub(config)];
    if (redis) hubs.push(await startHub(config));
    url = hubs[0]?.url ?? '';
    otherUrl = hubs.at(-1)?.url ?? '';
    headlines = `${url}/api/channels/breaking/headlines`;
  });
  afterAll(async () => {
    for (const { socket } of viewers) socket.disconnect();
    for (const hub of hubs) await hub.close();
    await redis?.stop();
    await rm(folder, { recursive: true });
  });

  it('H1 H2 a viewer gets the board, then every change once and in order', async () => {
    const told = viewer(otherUrl, { breaking: null });
    await until(() => told.snapshots.length === 1, 'the snapshot');
    const published = await call(headlines, 'POST', { headline: HEADLINE, summary: 'لا يرسل' });
    expect(published).toMatchObject({ status: 201, body: { headline: HEADLINE, version: 1 } });
    const one = `${otherUrl}/api/channels/breaking/headlines/${String(published.body['id'])}`;
    const corrected = await call(one, 'PATCH', { headline: 'تصحيح' }, { 'if-match': '"1"' });
    expect(corrected).toMatchObject({ status: 200, body: { version: 2 } });
    const withdrawn = await call(one, 'DELETE', { edNote: 'خطأ' });
    expect(withdrawn).toMatchObject({ status: 200, body: { version: 3, pubStatus: 'canceled' } });
    await until(() => told.entries.length === 3, 'three entries');
    const items = told.entries.flatMap(({ entries }) => entries.map(({ headline }) => headline));
    expect(items.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(items[0]).not.toHaveProperty('summary');
    expect(items[2]).not.toHaveProperty('headline');
  });

  it('H1 a viewer who comes back by polling gets just what it missed, a stranger a snapshot', async () => {
    const { body: first } = await call(headlines, 'POST', { headline: 'أول' });
    await call(headlines, 'POST', { headline: 'ثان' });
    const { epoch, seq } = first as unknown as { epoch: string; seq: number };
    const back = viewer(url, { breaking: { epoch, seq } }, ['polling']);
    await until(() => back.entries.length === 1, 'the missed entry');
    expect(back.entries[0]?.entries.map((entry) => entry.seq)).toEqual([seq + 1]);
    expect(back.snapshots).toEqual([]);
    const stranger = viewer(url, { breaking: { epoch: 'another', seq } });
    const early = viewer(url, { breaking: { epoch, seq: seq + 1_000 } });
    await until(() => stranger.snapshots.length + early.snapshots.length === 2, 'two snapshots');
  });

  it('H2 what a handshake asks amiss is refused with a problem', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, n) => [`channel-${n}`, null]),
    );
    for (const [channels, code] of [
      [{ nowhere: null }, 'channel_unknown'],
      [{ breaking: 'here' }, 'bad_position'],
      [many, 'too_many_channels'],
    ] as const) {
      const { socket } = viewer(url, channels);
      const error = await new Promise<Error & { data?: unknown }>((resolve) => {
        socket.on('connect_error', resolve);
      });
      expect(error.data).toMatchObject({ code });
    }
  });

  it('P1 a repeat under one key publishes once', async () => {
    const key = { 'idempotency-key': 'again' };
    const once = await call(headlines, 'POST', { headline: 'مرة' }, key);
    expect(await call(headlines, 'POST', { headline: 'مرة' }, key)).toEqual(once);
    const conflict = await call(headlines, 'POST', { headline: 'أخرى' }, key);
    expect(conflict).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
  });

  it('P2 a stale or nameless correction changes nothing', async () => {
    const { body } = await call(headlines, 'POST', { headline: 'أصل' });
    const one = `${headlines}/${String(body['id'])}`;
    expect(await call(one, 'PATCH', { headline: 'س' })).toMatchObject({ status: 428 });
    await call(one, 'PATCH', { headline: 'أولى' }, { 'if-match': '"1"' });
    const stale = await call(one, 'PATCH', { headline: 'ثانية' }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'version_stale' } });
    expect(await call(one, 'GET')).toMatchObject({ body: { headline: 'أولى', version: 2 } });
  });

  it('P4 bad input names its field and changes nothing', async () => {
    const before = (await call(headlines, 'GET')).body;
    for (const [body, field] of [
      [{}, 'headline'],
      [{ headline: ' ' }, 'headline'],
      [{ headline: 'a'.repeat(281) }, 'headline'],
      [{ headline: 'a\u202Eb' }, 'headline'],
      ['{"headline":"\\ud800"}', 'headline'],
      [{ headline: 7 }, 'headline'],
      [{ headline: 'a', url: 'javascript:alert(1)' }, 'url'],
      [{ headline: 'a', url: 'data:text/html,x' }, 'url'],
      [{ headline: 'a', urgency: 10 }, 'urgency'],
      [{ headline: 'a', colour: 'red' }, 'colour'],
      [{ headline: 'a', id: '../x' }, 'id'],
      [{ headline: 'a', expires: '2001-01-01T00:00:00Z' }, 'expires'],
      ['{', 'body'],
      [{ headline: 'a', summary: 'b'.repeat(70_000) }, 'body'],
    ] as const) {
      const refused = await call(headlines, 'POST', body);
      expect(refused.status, JSON.stringify(body).slice(0, 80)).toBeGreaterThanOrEqual(400);
      expect(refused.status).toBeLessThan(500);
      expect(refused.body['errors']).toMatchObject([{ field }]);
    }
    for (const [authorization, code] of [
      ['', 'key_missing'],
      ['Bearer ajil_nonsense', 'key_malformed'],
      ['Bearer ajil_000000000000000000000000000000000000', 'key_malformed'],
    ] as const) {
      const refused = await call(headlines, 'POST', { headline: 'a' }, { authorization });
      expect(refused).toMatchObject({ status: 401, body: { code } });
    }
    expect((await call(headlines, 'GET')).body).toEqual(before);
  });
});
