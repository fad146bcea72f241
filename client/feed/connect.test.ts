import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectOptions, connectWithSocketIo, type FeedSocket } from './connect.ts';

// Socket.IO itself, with a clock of the test's own and no way to the hub: each attempt fails as it is made.

const opened: FeedSocket[] = [];
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.disconnect();
  vi.useRealTimers();
});

/** The moments of the first attempts, ms. */
function openLost(random: () => number): number[] {
  const options = connectOptions((send) => send({ channels: {} }));
  const socket = connectWithSocketIo('http://hub', { ...options, transports: [] }, random);
  opened.push(socket);
  const attempts: number[] = [];
  socket.on('connect_error', () => attempts.push(Date.now()));
  return attempts;
}

/** The waits between attempts; what a timer of no time takes is left out. */
function waitsOf(attempts: readonly number[]): number[] {
  return attempts.slice(1).map((at, n) => at - (attempts[n] ?? 0));
}

const LIMITS = [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000];

describe('how long a feed waits before it tries again', () => {
  test('H6 at most a limit that doubles up to 20 s', () => {
    const attempts = openLost(() => 0.9999);
    vi.advanceTimersByTime(600_000);
    const first = waitsOf(attempts).slice(0, LIMITS.length);
    for (const [n, limit] of LIMITS.entries()) {
      expect(first[n]).toBeGreaterThan(limit - 10);
      expect(first[n]).toBeLessThanOrEqual(limit);
    }
  });

  test('H6 any time up to the limit is as likely as any other, also after many failures', () => {
    const lost = Array.from({ length: 500 }, () => openLost(Math.random));
    // More than all these waits can take together.
    vi.advanceTimersByTime(100_000);
    for (const [n, limit] of LIMITS.entries()) {
      const fifths = [0, 0, 0, 0, 0];
      for (const attempts of lost) {
        const fifth = Math.min(4, Math.floor(((waitsOf(attempts)[n] ?? NaN) / limit) * 5));
        fifths[fifth] = (fifths[fifth] ?? 0) + 1;
      }
      // A hundred each: five standard deviations to either side.
      for (const count of fifths) {
        expect(count, `wait ${n}: ${fifths.join(' ')}`).toBeGreaterThan(55);
        expect(count, `wait ${n}: ${fifths.join(' ')}`).toBeLessThan(145);
      }
    }
  });

  test('H6 after a night without the hub nobody hurries', () => {
    const lost = Array.from({ length: 5 }, () => openLost(Math.random));
    vi.advanceTimersByTime(12 * 3_600_000);
    const late = lost.flatMap((attempts) => waitsOf(attempts).slice(2_000));
    expect(late.length).toBeGreaterThan(5_000);
    const mean = late.reduce((sum, wait) => sum + wait, 0) / late.length;
    expect(mean).toBeGreaterThan(9_000);
    expect(mean).toBeLessThan(11_000);
  });
});
