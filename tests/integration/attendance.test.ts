/** A day of how many watch, of real hubs whose minutes are short. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endHubs } from '../support/hub-process.ts';
import { BACKENDS, startHubs, type TestHubs } from '../support/hubs.ts';
import { startRedis } from '../support/redis.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';
import { removeFolders, startWorkerHub } from '../support/worker-hub.ts';

const SECOND = 1_000;
const census = { count: z.number(), byOrigin: z.record(z.string(), z.number()) };
const schema = z.object({
  ...census,
  every: z.number(),
  day: z.array(z.object({ at: z.string(), ...census })),
});
type Told = z.output<typeof schema>;

describe.each(BACKENDS)('who watches, on %s', (backend) => {
  const open = new Set<Socket>();
  const hubs: TestHubs[] = [];
  afterEach(async () => {
    for (const one of open) one.close();
    open.clear();
    for (const one of hubs.splice(0)) await one.close();
  });

  async function start(): Promise<TestHubs> {
    const started = await startHubs(backend, { countEvery: SECOND });
    hubs.push(started);
    return started;
  }

  function watch(url: string, origin: string | undefined): Socket {
    const headers = origin === undefined ? {} : { extraHeaders: { origin } };
    const one = io(url, {
      ...{ transports: ['websocket'], forceNew: true, ...headers },
      auth: { channels: { breaking: null } },
    });
    open.add(one);
    return one;
  }

  async function ask(url: string): Promise<Told> {
    return schema.parse((await request(`${url}/api/channels/breaking/viewers`)).body);
  }

  it('N15 is the sum of all nodes, now and at each moment, though nobody is at a desk', async () => {
    const { url, otherUrl } = await start();
    for (const at of [url, url, otherUrl]) watch(at, 'https://a.example');
    watch(otherUrl, 'https://b.example');
    watch(otherUrl, undefined);
    const all = { 'https://a.example': 3, 'https://b.example': 1, '': 1 };
    for (const at of [url, otherUrl]) {
      await until(async () => (await ask(at)).count === 5, 'all five');
      await until(async () => (await ask(at)).day.at(-1)?.count === 5, 'them to be counted');
      const told = await ask(at);
      expect(told).toMatchObject({ every: 1, byOrigin: all });
      expect(told.day.at(-1)).toMatchObject({ byOrigin: all });
      for (const { at: moment } of told.day) expect(Date.parse(moment) % SECOND).toBe(0);
    }
    for (const one of open) one.close();
    await until(async () => (await ask(url)).day.at(-1)?.count === 0, 'that they are gone');
    const { day } = await ask(otherUrl);
    const instants = day.map(({ at }) => Date.parse(at));
    expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b));
  });

  it('N15 a channel that shows nothing is counted as well', async () => {
    const { url } = await start();
    watch(url, 'https://a.example');
    await request(`${url}/api/channels/breaking/pause`, 'POST');
    await until(async () => (await ask(url)).day.at(-1)?.count === 1, 'it to be counted');
  });
});

describe('who watches, with workers', () => {
  const leftovers = new AsyncDisposableStack();
  afterAll(() => leftovers.disposeAsync());
  afterAll(removeFolders);
  afterAll(endHubs);

  it('N15 is the sum of all workers, whichever is asked', async () => {
    const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
    const hub = await startWorkerHub({ REDIS_URL: redis.url, WORKERS: '2', LOG_LEVEL: 'warn' });
    const viewers = Array.from({ length: 16 }, () => openViewer(hub.url));
    leftovers.defer(() => viewers.forEach((one) => one.close()));
    await until(() => viewers.every(({ snapshots }) => snapshots.length > 0), 'all to be in');
    // The system shares them out as it likes: that all come to one happens once in 32,768.
    const workers = new Set(viewers.map(({ session }) => session?.split('.').at(-1)));
    expect(workers.size).toBe(2);
    const path = `${hub.url}/api/channels/breaking/viewers`;
    const counts = async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => request(path)));
      return answers.map(({ body }) => schema.parse(body).count);
    };
    await until(async () => (await counts()).every((count) => count === 16), 'the sum', 20_000);
  }, 60_000);
});
