import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bell } from './bell.ts';
import { createProbe } from './probe.ts';

/** A bell whose echo the test holds back. */
function createStage(publish: 'PUBLISH' | 'SPUBLISH' = 'PUBLISH') {
  const heard = new Map<string, (message: string) => void>();
  const condemned: string[] = [];
  const rung: string[] = [];
  const state = { isSilent: false, isAway: false, takers: 1, reconnects: 0 };
  const bell: Bell = {
    subscribe(channel, listener) {
      heard.set(channel, listener);
      return Promise.resolve();
    },
    unsubscribe: () => undefined,
    get reconnects() {
      return state.reconnects;
    },
    condemn(cause) {
      condemned.push(cause.message);
      state.reconnects += 1;
    },
    close: () => undefined,
  };
  const ring = (channel: string): Promise<number> => {
    if (state.isAway) return Promise.reject(new Error('away'));
    rung.push(channel);
    if (!state.isSilent && state.takers > 0) heard.get(channel)?.('');
    return Promise.resolve(state.takers);
  };
  const elapsed = (): number => Date.now();
  const probe = createProbe({ bell, ring, publish, prefix: 'ajil:', name: 'me', elapsed });
  return { probe, state, condemned, rung };
}

describe('W6 the probe', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('W6 hears itself again and again, and condemns nothing', async () => {
    const { probe, condemned } = createStage();
    probe.cover('bell');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(probe.echoAge).toBeLessThan(1_000);
    expect(condemned).toEqual([]);
  });

  it('W6 condemns a connection whose echo stays away for 5 s, once, and goes on', async () => {
    const { probe, state, condemned } = createStage();
    probe.cover('bell');
    await vi.advanceTimersByTimeAsync(10_000);
    state.isSilent = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(condemned).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(condemned).toEqual([expect.stringContaining('No echo')]);
    expect(probe.echoAge).toBeGreaterThan(5_000);
    state.isSilent = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(condemned).toHaveLength(1);
    expect(probe.echoAge).toBeLessThan(1_000);
  });

  it('W6 condemns at once where Redis passes the bell to nobody', async () => {
    const { probe, state, condemned } = createStage();
    probe.cover('bell');
    await vi.advanceTimersByTimeAsync(1_500);
    state.takers = 0;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(condemned).toEqual([expect.stringContaining('forgotten')]);
  });

  it('W6 gives the new connection its 5 s too, while Redis takes no commands', async () => {
    const { probe, state, condemned } = createStage();
    probe.cover('bell');
    state.isAway = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(condemned).toHaveLength(3);
    expect(probe.echoAge).toBe(20_000);
  });

  it('W6 probes once for a server, and on a Cluster for each slot that it listens to', async () => {
    const single = createStage();
    for (const channel of ['ajil:{a}:bell', 'ajil:{b}:bell']) single.probe.cover(channel);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(single.rung).toEqual(['ajil:echo:me']);

    const sharded = createStage('SPUBLISH');
    for (const channel of ['ajil:{a}:bell', 'ajil:{b}:bell', 'ajil:{a}:other']) {
      sharded.probe.cover(channel);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sharded.rung).toEqual(['ajil:{a}echo:me', 'ajil:{b}echo:me']);
  });
});
