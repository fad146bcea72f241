import { expect, it } from 'vitest';
import { watchAttention } from './attention.ts';

it('A4 somebody is at a desk for a minute after each touch, and nobody for what comes by itself', () => {
  let time = 0;
  const page = new EventTarget();
  const attention = watchAttention(page, () => time);
  expect(attention.isThere).toBe(true);
  time = 60_000;
  page.dispatchEvent(new Event('visibilitychange'));
  page.dispatchEvent(new Event('scroll'));
  expect(attention.isThere).toBe(false);
  for (const touch of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
    page.dispatchEvent(new Event(touch));
    time += 59_999;
    expect(attention.isThere, touch).toBe(true);
    time += 1;
    expect(attention.isThere, touch).toBe(false);
  }
});
