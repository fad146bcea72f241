import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLog } from '../telemetry/log.ts';
import { openSuccessor } from './successor.ts';

/** Clients with a number each, whose opening the test answers. */
function createStage(staysInPart = false) {
  const state = { opened: 0, isAway: false, isSilent: false };
  const ended: number[] = [];
  const followed: [number, number][] = [];
  const fail: ((cause: Error) => void)[] = [];
  const late: (() => void)[] = [];
  const ports = {
    name: 'test',
    open(failed: (cause: Error) => void): Promise<number> {
      if (state.isAway) return Promise.reject(new Error('nobody answers'));
      const number = (state.opened += 1);
      fail[number] = failed;
      if (!state.isSilent) return Promise.resolve(number);
      return new Promise((resolve) => late.push(() => resolve(number)));
    },
    end: (client: number) => void ended.push(client),
    succeeded: (client: number, former: number) => void followed.push([client, former]),
    staysInPart,
    log: openLog('silent'),
    random: () => 1,
  };
  return { state, ended, followed, fail, late, ports };
}

const LOST = new Error('lost');

describe('W6 H5 a client that is replaced', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('W6 H5 ends at once when it fails, and another takes its place within 50 ms', async () => {
    const { ended, followed, fail, ports } = createStage();
    const clients = await openSuccessor(ports);
    fail[1]?.(LOST);
    expect(ended).toEqual([1]);
    await vi.advanceTimersByTimeAsync(50);
    expect(clients.current).toBe(2);
    expect(followed).toEqual([[2, 1]]);
    // Told once more of the first, it does nothing.
    fail[1]?.(LOST);
    clients.replace(1, LOST);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(clients).toMatchObject({ current: 2, successions: 1 });
  });

  it('W7 goes on where it may have failed in part, until another is there', async () => {
    const { state, ended, fail, ports } = createStage(true);
    const clients = await openSuccessor(ports);
    state.isAway = true;
    fail[1]?.(LOST);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(clients.current).toBe(1);
    expect(ended).toEqual([]);
  });

  it('H5 is tried again at least each half second, and there within 2 s of the return', async () => {
    const { state, fail, ports } = createStage();
    const clients = await openSuccessor(ports);
    state.isAway = true;
    fail[1]?.(LOST);
    await vi.advanceTimersByTimeAsync(60_000);
    state.isAway = false;
    await vi.advanceTimersByTimeAsync(500);
    expect(clients.current).toBe(2);
  });

  it('W6 H5 does not wait for one that says nothing, and ends it when it comes too late', async () => {
    const { state, ended, fail, late, ports } = createStage();
    const clients = await openSuccessor(ports);
    state.isSilent = true;
    fail[1]?.(LOST);
    await vi.advanceTimersByTimeAsync(50);
    state.isSilent = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(clients.current).toBe(3);
    late[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual([1, 2]);
  });

  it('W6 opens no other once it is closed', async () => {
    const { state, ended, fail, ports } = createStage();
    const clients = await openSuccessor(ports);
    fail[1]?.(LOST);
    clients.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state.opened).toBe(1);
    expect(ended).toContain(1);
  });
});
