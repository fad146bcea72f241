/** The audit log as a file, by the links of its screen. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { wordsIn } from './day-words.ts';
import { openOffice, type Office } from './office.ts';
import { openStage, type Stage } from '../e2e/stage.ts';

const { csv, jsonl } = wordsIn('ar').audit;
const HEADLINE = 'خبر للسجل، بفاصلة, و"علامة"';
const logged = z.object({ lines: z.array(z.unknown()) });
const line = z.looseObject({ channel: z.literal('breaking'), act: z.string() });

/** Where the files go that this page downloads. */
async function keepDownloads(page: Page, downloadPath: string): Promise<void> {
  const session = await page.createCDPSession();
  const browserContextId = page.browserContext().id;
  if (browserContextId === undefined) throw new Error('The page has no context of its own');
  const behaviour = { behavior: 'allow', downloadPath, browserContextId } as const;
  await session.send('Browser.setDownloadBehavior', behaviour);
}

describe('the downloads of the audit log', () => {
  const leftovers = new AsyncDisposableStack();
  let stage: Stage;
  let folder: string;
  let chief: Office;
  let count: number;
  beforeAll(async () => {
    stage = leftovers.use(await openStage());
    folder = await mkdtemp(join(tmpdir(), 'ajil-downloads-'));
    leftovers.defer(() => rm(folder, { recursive: true, force: true }));
    await stage.newsdesk.publish({ headline: HEADLINE });
    // Of another channel, so not for this chief.
    await stage.newsdesk.createChannel({ name: 'world', title: 'World' });
    chief = await openOffice(stage, 'chief@news.example', { breaking: 'chief' });
    await keepDownloads(chief.page, folder);
    const { body } = await request(`${stage.hub.url}/api/audit?channel=breaking&limit=1000`);
    count = logged.parse(body).lines.length;
    await chief.open('audit');
  });
  afterAll(() => leftovers.disposeAsync());

  /** The text of the file that the link of this name gives. */
  async function download(name: string, ending: string): Promise<string> {
    await chief.page.locator(`::-p-aria([name="${name}"][role="link"])`).click();
    const find = async () => (await readdir(folder)).find((one) => one.endsWith(ending));
    await until(async () => (await find()) !== undefined, `the file for ${name}`);
    return readFile(join(folder, (await find()) ?? ''), 'utf8');
  }

  it('C14 N12 it is all there as JSON lines', async () => {
    const text = await download(jsonl, '.jsonl');
    const lines = text.trim().split('\n');
    expect(lines).toHaveLength(count);
    for (const one of lines) line.parse(JSON.parse(one));
    expect(text).toContain(JSON.stringify(HEADLINE));
  });

  it('C14 N12 it is all there as CSV, with a line of heads', async () => {
    const text = await download(csv, '.csv');
    expect(text.trim().split('\n')).toHaveLength(count + 1);
    expect(text).toMatch(/^\uFEFF?at,act,channel/);
    expect(text).toContain('خبر للسجل، بفاصلة');
    expect(text).not.toContain('world');
  });
});
