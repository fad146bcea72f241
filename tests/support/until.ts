import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition, not for a time; says what it waited for when it gives up. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain for ${what}`);
    await pause(5);
  }
}
