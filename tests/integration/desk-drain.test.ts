/** People at the desk move on from a node that ends, as viewers do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskClientEvents, DeskServerEvents } from '../../shared/desk.ts';
import { ADMIN_KEY, endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { until } from '../support/until.ts';

type Desk = Socket<DeskServerEvents, DeskClientEvents>;
/** ms. */
const DRAIN = 1_500;

afterAll(endHubs);
let leftovers: AsyncDisposableStack;
beforeEach(() => void (leftovers = new AsyncDisposableStack()));
afterEach(() => leftovers.disposeAsync());

async function startHub(drainMs: number): Promise<HubProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-desk-drain-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const hub = await startHubProcess({ dataDir, environment: { DRAIN_MS: String(drainMs) } });
  leftovers.defer(() => hub.kill());
  return hub;
}

interface Person {
  readonly desk: Desk;
  /** What it was told of the end: ms until it is to go, and when that was. */
  readonly notices: { readonly afterMs: number; readonly at: number }[];
  readonly ends: { readonly reason: string; readonly at: number }[];
}

async function come(hub: HubProcess, transport: string): Promise<Person> {
  const desk: Desk = io(`${hub.url}/desk`, {
    ...{ transports: [transport], forceNew: true, reconnection: false },
    extraHeaders: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  leftovers.defer(() => void desk.close());
  const person: Person = { desk, notices: [], ends: [] };
  desk.on('drain', ({ afterMs }) => person.notices.push({ afterMs, at: performance.now() }));
  desk.on('disconnect', (reason) => person.ends.push({ reason, at: performance.now() }));
  await until(() => desk.connected, 'the desk');
  return person;
}

describe('the desk of a hub that ends', () => {
  it('H6 people are told when to go, and who stays is closed so that it comes back', async () => {
    const hub = await startHub(DRAIN);
    const people = await Promise.all(
      ['websocket', 'polling', 'websocket'].map((way) => come(hub, way)),
    );
    const [going, ...staying] = people;
    going?.desk.once('drain', () => going.desk.disconnect());
    const code = hub.stop();
    await until(() => people.every(({ notices }) => notices.length === 1), 'everybody to be told');
    for (const {
      notices: [told],
    } of people)
      expect(told?.afterMs).toBeLessThanOrEqual(DRAIN);
    expect(new Set(people.map(({ notices: [told] }) => told?.afterMs)).size).toBe(3);
    expect(await code).toBe(0);
    expect(going?.ends.map(({ reason }) => reason)).toEqual(['io client disconnect']);
    for (const { ends, notices } of staying) {
      // Not `io server disconnect`: after that a stock client stays away.
      expect(ends.map(({ reason }) => reason)).toEqual(['transport close']);
      const [[end], [told]] = [ends, notices];
      // Its time comes first.
      expect((end?.at ?? 0) - (told?.at ?? 0)).toBeGreaterThanOrEqual(told?.afterMs ?? Infinity);
    }
  }, 60_000);

  it('H6 the hub waits for people at the desk no longer than for viewers, and not at all where all are gone', async () => {
    const hub = await startHub(60_000);
    const { desk } = await come(hub, 'websocket');
    desk.once('drain', () => desk.disconnect());
    const start = performance.now();
    expect(await hub.stop()).toBe(0);
    expect(performance.now() - start).toBeLessThan(10_000);
  }, 60_000);

  it('H6 without time to move they are closed so that they come back', async () => {
    const hub = await startHub(0);
    const { notices, ends } = await come(hub, 'websocket');
    expect(await hub.stop()).toBe(0);
    await until(() => ends.length === 1, 'the end');
    expect([notices, ends[0]?.reason]).toEqual([[], 'transport close']);
  }, 60_000);
});
