/** Tabs are played by as many pages of one process: Node's locks and broadcast channels are real. */
import { expect, vi } from 'vitest';
import { FakeSocket, HUB_NOW, item, snapshot } from './fake-socket.ts';
import { createJoin, type ChannelView, type JoinFeed, type Membership } from './join.ts';
import type { Page } from './tabs.ts';

type Event = Parameters<Page['addEventListener']>[0];

/** Only what names a lock and a channel has to differ from test to test. */
let hub = 'https://hub0.example';
let round = 0;
const windows: Window[] = [];

export class Window implements Page {
  readonly document = { hidden: false };
  readonly navigator: Page['navigator'] = globalThis.navigator;
  readonly BroadcastChannel: Page['BroadcastChannel'];
  readonly sockets: FakeSocket[] = [];
  readonly buses = new Set<BroadcastChannel>();
  readonly listeners = new Map<Event, () => void>();
  readonly views: ChannelView[] = [];
  readonly join: JoinFeed;
  readonly memberships: Membership[] = [];

  constructor(over: Partial<Page> = {}) {
    const { buses } = this;
    this.BroadcastChannel = class extends BroadcastChannel {
      constructor(name: string) {
        super(name);
        buses.add(this);
      }
      override close(): void {
        super.close();
        buses.delete(this);
      }
    };
    Object.assign(this, over);
    this.join = createJoin(this, {
      connect: (_, options) => {
        const socket = new FakeSocket(options);
        this.sockets.push(socket);
        return socket.asSocket;
      },
      random: Math.random,
    });
    windows.push(this);
  }
  addEventListener(type: Event, listener: () => void, { signal }: { signal: AbortSignal }): void {
    this.listeners.set(type, listener);
    signal.addEventListener('abort', () => this.listeners.delete(type));
  }
  ticker(channel = 'breaking'): Membership {
    const membership = this.join(hub, channel, (view) => this.views.push(view));
    this.memberships.push(membership);
    return membership;
  }
  event(type: Event): void {
    this.listeners.get(type)?.();
  }
  get view(): ChannelView | undefined {
    return this.views.at(-1);
  }
  get ids(): string[] | undefined {
    return this.view?.channel?.headlines.map(({ id }) => id);
  }
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('this page has no socket');
    return socket;
  }
  get isConnected(): boolean {
    return this.sockets.some(({ active }) => active);
  }
}

/** Locks and channels work by themselves, only timers are the test's. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((done) => setImmediate(done));
}
export async function pass(ms: number): Promise<void> {
  await settle();
  vi.advanceTimersByTime(ms);
  await settle();
}
export async function leader(): Promise<Window> {
  const page = new Window();
  page.ticker();
  await settle();
  page.socket.arrive();
  page.socket.receive('snapshot', snapshot(1, [item(1)]));
  await settle();
  return page;
}
export async function follower(channel?: string): Promise<Window> {
  const page = new Window();
  page.ticker(channel);
  await settle();
  return page;
}

/** Of this test. */
export function hubOfRound(): string {
  return hub;
}

/** Before each test. */
export function openWindows(): void {
  vi.useFakeTimers({ now: HUB_NOW - 3_600_000, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  round += 1;
  hub = `https://hub${round}.example`;
}

/** After each test: whoever leaves leaves nothing behind. */
export async function closeWindows(): Promise<void> {
  for (const page of windows.splice(0)) {
    for (const membership of page.memberships) membership.leave();
    expect(page.isConnected).toBe(false);
    expect(page.buses.size).toBe(0);
    expect(page.listeners.size).toBe(0);
  }
  await settle();
  expect(vi.getTimerCount()).toBe(0);
  const { held = [], pending = [] } = await globalThis.navigator.locks.query();
  expect([...held, ...pending]).toEqual([]);
  vi.useRealTimers();
}
