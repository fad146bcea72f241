/** How fast a headline is on a screen; `node tests/bench/screen.ts` measures it on a quiet machine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { middleOf } from '../bench/figures.ts';
import { measureScreenTimes } from '../bench/screen-times.ts';
import { openStage, type Stage } from './stage.ts';

/** ms; the machine of the tests is busy, so that this is more than the goal. */
const MOST = 1_000;

describe('from the console to a screen', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('C9 it takes no time that is felt, where nobody is given time to think again', async () => {
    const { hub, site, browser } = stage;
    const ports = { hub: hub.url, site, editors: browser, viewers: browser };
    const times = await measureScreenTimes(ports, 7);
    expect(Math.min(...times)).toBeGreaterThan(0);
    expect(middleOf(times)).toBeLessThan(MOST);
  });
});
