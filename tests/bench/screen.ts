/**
 * `node tests/bench/screen.ts`: from an editor's Ctrl+Enter to a viewer's screen, in real browsers, against its
 * goal; half a minute. `--write` puts it into docs/performance.md. Exit code 1: the goal was missed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { openBrowser, type BrowserName } from '../support/browser.ts';
import { openForeignSite } from '../support/foreign-site.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { reaches, summarise, type Figure } from './figures.ts';
import { createLeftovers, type Leftovers } from './leftovers.ts';
import { describeMachine } from './machine.ts';
import { machineWords, replacePart } from './page.ts';
import { figureTables } from './report.ts';
import { measureScreenTimes } from './screen-times.ts';
import { columns, markdown } from './table.ts';

const PAGE = new URL('../../docs/performance.md', import.meta.url).pathname;
const SENDINGS = 50;
const GOAL = { most: 150 };
/** The viewer's; the editor sits at Chromium. */
const BROWSERS: readonly (readonly [BrowserName, string])[] = [
  ['chromium', 'Chromium'],
  ['firefox', 'Firefox'],
];

async function measure(leftovers: Leftovers, viewer: BrowserName, name: string): Promise<Figure[]> {
  const dataDir = await leftovers.folder();
  const hub = await leftovers.hold(
    () => startHubProcess({ dataDir }),
    (one) => one.kill(),
  );
  const site = await leftovers.hold(openForeignSite, (one) => one.close());
  const open = (browser: BrowserName) =>
    leftovers.hold(
      () => openBrowser(browser),
      (one) => one.close(),
    );
  const editors = await open('chromium');
  const viewers = await open(viewer);
  const ports = { hub: hub.url, site, editors, viewers };
  const { median, p99 } = summarise(await measureScreenTimes(ports, SENDINGS));
  // The next is to have the machine for itself.
  await Promise.all([editors.close(), viewers.close(), hub.kill()]);
  return [
    { name: `Ctrl+Enter to a screen in ${name}, median`, value: median, unit: 'ms', goal: GOAL },
    { name: `Ctrl+Enter to a screen in ${name}, p99`, value: p99, unit: 'ms' },
  ];
}

async function run(leftovers: Leftovers): Promise<void> {
  const machine = describeMachine();
  const figures: Figure[] = [];
  for (const [browser, name] of BROWSERS) {
    figures.push(...(await measure(leftovers, browser, name)));
  }
  const tables = figureTables('', figures);
  if (process.argv.includes('--write')) {
    const note = `${SENDINGS} sendings to each.`;
    const text = [`${machineWords(machine)} ${note}`, ...tables.map(markdown)].join('\n\n');
    const page = replacePart(await readFile(PAGE, 'utf8'), 'screen', text);
    const options = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
    await writeFile(PAGE, await format(page, options));
  }
  process.stdout.write(`${tables.flatMap(columns).join('\n')}\n`);
  process.exitCode = figures.every(reaches) ? 0 : 1;
}

const leftovers = createLeftovers();
process.once('SIGINT', () => void leftovers.dispose().finally(() => process.exit(130)));
try {
  await run(leftovers);
} finally {
  await leftovers.dispose();
}
