import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeOnce, endOnSignals } from './ending.ts';

type Signal = 'SIGTERM' | 'SIGINT';

let calls: string[];
let signals: Map<Signal, () => void>;
let left: PromiseWithResolvers<undefined>;
let closed: PromiseWithResolvers<undefined>;
beforeEach(() => {
  vi.useFakeTimers();
  [calls, signals] = [[], new Map<Signal, () => void>()];
  [left, closed] = [Promise.withResolvers(), Promise.withResolvers()];
  endOnSignals({
    hub: {
      drain: () => (calls.push('drain'), left.promise),
      close: () => (calls.push('close'), closed.promise),
    },
    on: (signal, act) => signals.set(signal, act),
    exit: (code) => calls.push(`exit ${code}`),
    now: Date.now,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

async function send(signal: Signal): Promise<void> {
  signals.get(signal)?.();
  await vi.advanceTimersByTimeAsync(0);
}

it('H6 SIGTERM lets the viewers leave, then closes, then exits with 0', async () => {
  await send('SIGTERM');
  expect(calls).toEqual(['drain']);
  left.resolve(undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(calls).toEqual(['drain', 'close']);
  closed.resolve(undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(calls).toEqual(['drain', 'close', 'exit 0']);
});

it('H6 a SIGTERM that was passed on twice is one, and a later one is a second', async () => {
  await send('SIGTERM');
  await vi.advanceTimersByTimeAsync(900);
  await send('SIGTERM');
  expect(calls).toEqual(['drain']);
  await vi.advanceTimersByTimeAsync(200);
  await send('SIGTERM');
  expect(calls).toEqual(['drain', 'close']);
});

it('H6 Ctrl-C closes at once, also in the middle of a drain', async () => {
  await send('SIGINT');
  expect(calls).toEqual(['close']);
  await send('SIGTERM');
  await send('SIGINT');
  expect(calls).toEqual(['close', 'drain', 'close']);
});

it('H6 what does not end by itself ends all the same, and the exit code says so', async () => {
  await send('SIGINT');
  await vi.advanceTimersByTimeAsync(15_000);
  expect(calls).toEqual(['close', 'exit 1']);
});

it('H6 who asks for the end a second time waits for the same end', async () => {
  const opened = new AsyncDisposableStack();
  opened.defer(() => closed.promise);
  const close = closeOnce(opened);
  let ended = 0;
  void close().then(() => (ended += 1));
  void close().then(() => (ended += 1));
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toBe(0);
  closed.resolve(undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toBe(2);
});
