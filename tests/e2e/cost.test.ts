import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../support/until.ts';
import { headlinesOn, pass } from './sight.ts';
import { elementTag, openStage, type Stage } from './stage.ts';

const TEN_SECONDS = 10_000;
/** Of 600 frames: a few for headlines that are put at the end of the band again. */
const FEW = 12;
const MOST_BUSY = 0.02;
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

const trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      dur: z.number().optional(),
      args: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
type TraceEvent = z.output<typeof trace>['traceEvents'][number];

/** What the main threads of pages did; the page that is traced is the only one that is open. */
function onMainThreads(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.['name'] === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  expect(threads.size).toBeGreaterThan(0);
  return events.filter(({ pid, tid }) => threads.has(`${pid}/${tid}`));
}

describe('what a moving band costs the page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await stage.newsdesk.publish({ headline: `خبر طويل بما يكفي ليملأ الشريط في الصفحة ${n}` });
    }
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('G4 in ten seconds: no layout and no style for its frames, the main thread at rest', async () => {
    const { page } = await stage.visit(elementTag(stage.hub.url));
    await until(async () => (await headlinesOn(page)).length === 8, 'the headlines');
    await pass(page, 1_000);
    const path = join(tmpdir(), `ajil-trace-${process.pid}.json`);
    await page.tracing.start({ path, categories: CATEGORIES });
    // Nothing is asked of the page meanwhile: a question is work too.
    await new Promise((resolve) => setTimeout(resolve, TEN_SECONDS));
    await page.tracing.stop();
    const { traceEvents } = trace.parse(JSON.parse(await readFile(path, 'utf8')));
    await rm(path);
    const events = onMainThreads(traceEvents);
    const count = (wanted: string): number => events.filter(({ name }) => name === wanted).length;
    const tasks = events.filter(
      ({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask',
    );
    const busy = tasks.reduce((sum, { dur = 0 }) => sum + dur, 0) / 1_000;
    expect(tasks.length).toBeGreaterThan(0);
    expect(count('Layout')).toBeLessThan(FEW);
    expect(count('UpdateLayoutTree')).toBeLessThan(FEW);
    expect(busy / TEN_SECONDS).toBeLessThan(MOST_BUSY);
  });
});
