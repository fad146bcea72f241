import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DeskClientEvents, DeskServerEvents } from '../../shared/desk.ts';
import { ADMIN_KEY, endHubs } from '../support/hub-process.ts';
import { BACKENDS, startHubs, type TestHubs } from '../support/hubs.ts';
import { startRedis } from '../support/redis.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';
import { join } from '../support/newcomer.ts';
import { openVisitor } from '../support/visitor.ts';
import { removeFolders, startWorkerHub } from '../support/worker-hub.ts';

type Desk = Socket<DeskServerEvents, DeskClientEvents>;
type Headers = Record<string, string>;
const keySchema = z.looseObject({ secret: z.string(), id: z.string() });
const later = () => new Date(Date.now() + 3_600_000).toISOString();
const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });

const open = new Set<Desk>();
afterEach(() => {
  for (const desk of open) desk.close();
  open.clear();
});

function come(url: string, headers: Headers, transport = 'websocket') {
  const options = { transports: [transport], forceNew: true, reconnection: false };
  const desk: Desk = io(`${url}/desk`, { ...options, extraHeaders: headers });
  open.add(desk);
  const told: Record<string, unknown[]> = {};
  desk.onAny((event: string, body: unknown) => (told[event] ??= []).push(body));
  const last = (event: string, channel = 'breaking') =>
    told[event]?.filter((one) => JSON.stringify(one).includes(`"channel":"${channel}"`)).at(-1);
  const said = (event: string) => JSON.stringify(last(event) ?? null);
  return { desk, told, last, said };
}

async function refusal(url: string, headers: Headers): Promise<unknown> {
  const { desk } = come(url, headers);
  const [error] = (await once(desk as unknown as NodeJS.EventEmitter, 'connect_error')) as [
    unknown,
  ];
  return error;
}

const hold = (url: string, id: string, words = id) =>
  request(`${url}/api/channels/breaking/held`, 'POST', {
    ...{ id, draft: { headline: words }, embargoedUntil: later() },
  });

describe.each(BACKENDS)('the desk, live, on %s', (backend) => {
  let hubs: TestHubs;
  beforeAll(async () => {
    hubs = await startHubs(backend);
    await request(`${hubs.url}/api/channels`, 'POST', { name: 'other', title: 'قناة' });
  });
  afterAll(() => hubs.close());

  async function keyFor(channels: string[]) {
    const grant = { name: channels.join(), role: 'editor', channels };
    return keySchema.parse((await request(`${hubs.url}/api/keys`, 'POST', grant)).body);
  }

  it('N14 whoever may sees what is held and what changed, at whichever node', async () => {
    await hold(hubs.url, 'one');
    const key = await keyFor(['other']);
    const admin = come(hubs.otherUrl, bearer(ADMIN_KEY));
    const other = come(hubs.otherUrl, bearer(key.secret), 'polling');
    await until(() => admin.said('held').includes('"one"'), 'what is held');
    await until(() => other.last('held', 'other') !== undefined, 'the other to be in');
    await Promise.all(['two', 'three', 'four'].map((id) => hold(hubs.url, id)));
    await until(() => admin.said('held').includes('"four"'), 'what is new');
    await until(
      () => ['two', 'three', 'four'].every((id) => admin.said('held').includes(id)),
      'all that is new',
    );
    await request(`${hubs.url}/api/channels/breaking/headlines`, 'POST', { headline: 'خبر' });
    await until(() => admin.last('changed') !== undefined, 'the change');
    expect(JSON.stringify(other.told)).not.toContain('breaking');
  });

  it('N14 strangers and keys that were revoked are out', async () => {
    expect(await refusal(hubs.url, {})).toMatchObject({ data: { code: 'key_missing' } });
    const wrong = bearer(`ajil_${'x'.repeat(36)}`);
    expect(await refusal(hubs.url, wrong)).toMatchObject({ data: { status: 401 } });
    const key = await keyFor(['breaking']);
    const ended = come(hubs.otherUrl, bearer(key.secret));
    const stays = come(hubs.otherUrl, bearer(ADMIN_KEY));
    await until(() => ended.last('held') !== undefined && stays.desk.connected, 'both to be in');
    await request(`${hubs.url}/api/keys/${key.id}`, 'DELETE');
    await until(() => !ended.desk.connected, 'it to be out', 5_000);
    expect(stays.desk.connected).toBe(true);
  });

  it('N14 A4 A6 people come from the hub’s own page alone, and are out 5 s after they signed out', async () => {
    const visitor = openVisitor(hubs);
    const email = `${backend.toLowerCase()}@news.example`;
    await join(hubs.url, visitor, email, { breaking: 'reporter' });
    const { cookie } = visitor;
    const url = hubs.otherUrl;
    for (const from of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: url, 'sec-fetch-site': 'cross-site' },
      {},
    ]) {
      const error = await refusal(url, { cookie, ...from });
      expect(error, JSON.stringify(from)).toMatchObject({ data: { code: 'cross_site' } });
    }
    const socket = come(url, { cookie, origin: url });
    const polling = come(url, { cookie, 'sec-fetch-site': 'same-origin' }, 'polling');
    for (const one of [socket, polling]) {
      await until(() => one.last('held') !== undefined, 'it to be in');
      expect(one.last('held', 'other')).toBeUndefined();
    }
    await visitor.ask('DELETE', '/api/session');
    await until(() => !socket.desk.connected && !polling.desk.connected, 'both to be out', 5_000);
    expect(await refusal(url, { cookie, origin: url })).toMatchObject({
      data: { code: 'session_unknown' },
    });
  });

  it('N14 tells who looks at what, and how many watch from where, of all nodes', async () => {
    const key = await keyFor(['breaking']);
    const [one, other] = [
      come(hubs.url, bearer(key.secret)),
      come(hubs.otherUrl, bearer(ADMIN_KEY)),
    ];
    await until(() => one.last('held') !== undefined && other.last('held') !== undefined, 'both');
    one.desk.emit('look', { channel: 'breaking', item: 'x' });
    // Where it has no right nobody sees it.
    one.desk.emit('look', { channel: 'other', item: 'y' });
    await until(() => other.said('presence').includes('"item":"x"'), 'the look');
    expect(other.last('presence')).toMatchObject({
      looking: [{ item: 'x', people: [{ kind: 'key', id: key.id }] }],
    });
    const viewers = [openViewer(hubs.url), openViewer(hubs.url), openViewer(hubs.otherUrl)];
    for (const of of [one, other]) {
      await until(() => of.said('viewers').includes('"count":3'), 'three viewers');
      expect(of.last('viewers')).toMatchObject({ byOrigin: { '': 3 } });
    }
    one.desk.close();
    await until(() => other.said('presence').includes('"looking":[]'), 'it to leave');
    expect(JSON.stringify(other.told['presence'])).not.toContain('"item":"y"');
    for (const viewer of viewers) viewer.close();
  });
});

describe('the desk, live, with workers', () => {
  const leftovers = new AsyncDisposableStack();
  afterAll(() => leftovers.disposeAsync());
  afterAll(removeFolders);
  afterAll(endHubs);

  it('N14 is reached at any of them, by polling and by WebSocket', async () => {
    const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
    const hub = await startWorkerHub({ REDIS_URL: redis.url, WORKERS: '2', LOG_LEVEL: 'warn' });
    const desks = Array.from({ length: 8 }, (_, n) =>
      come(hub.url, bearer(ADMIN_KEY), n % 2 === 0 ? 'polling' : 'websocket'),
    );
    await until(() => desks.every((one) => one.last('held') !== undefined), 'all of them', 20_000);
    await hold(hub.url, 'one');
    const have = () => desks.every((one) => one.said('held').includes('"one"'));
    await until(have, 'what is held');
  }, 60_000);
});
