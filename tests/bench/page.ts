/**
 * The figures in docs/performance.md: what stands between two comments is written anew, the words
 * around it are people's own. A part that was not measured stays as it is.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { sizeTables } from './fan-out/size-tables.ts';
import { plotFanOut } from './fan-out/plot.ts';
import type { FanOut } from './fan-out/measurement.ts';
import type { Machine } from './machine.ts';
import { figureTables, notesOf, type Report } from './report.ts';
import { markdown, type Table } from './table.ts';

const PAGE = new URL('../../docs/performance.md', import.meta.url).pathname;
const PICTURE = new URL('../../docs/pictures/fan-out.svg', import.meta.url).pathname;

export async function writePage(report: Report): Promise<void> {
  let page = await readFile(PAGE, 'utf8');
  if (report.fanOut) {
    page = replacePart(page, 'fan-out', fanOutPart(report, report.fanOut));
    await writeFile(PICTURE, plotFanOut(report.fanOut));
  }
  if (report.publishing.length > 0) {
    page = replacePart(page, 'publishing', publishingPart(report));
  }
  const options = await resolveConfig(PAGE);
  await writeFile(PAGE, await format(page, { ...options, parser: 'markdown' }));
}

/** Between `<!-- name: … -->` and `<!-- /name -->`. */
export function replacePart(page: string, name: string, content: string): string {
  const part = new RegExp(`(<!-- ${name}:[^>]*-->)[^]*?(<!-- /${name} -->)`);
  if (!part.test(page)) throw new Error(`The page has no part named ${name}`);
  return page.replace(part, (_, begin: string, end: string) => [begin, content, end].join('\n\n'));
}

function fanOutPart(report: Report, fanOut: FanOut): string {
  const sizes = sizeTables(fanOut);
  const goals = figureTables('Goals at 10,000 viewers', report.fanOutGoals);
  return [
    machineWords(report.machine),
    notesOf(fanOut).join(' '),
    '![Time to the last viewer against the number of viewers](pictures/fan-out.svg)',
    ...[...goals, ...sizes].map(section),
  ].join('\n\n');
}

function publishingPart(report: Report): string {
  const tables = figureTables('', report.publishing).map(markdown);
  return [machineWords(report.machine), ...tables].join('\n\n');
}

function section(table: Table): string {
  return `### ${table.title}\n\n${markdown(table)}`;
}

export function machineWords({ cpu, cores, memory, node, system, date, load }: Machine): string {
  const day = date.slice(0, 10);
  return `Measured on ${day}: ${cpu}, ${cores} cores, ${memory}, ${system}, Node ${node}, load ${load} at the start.`;
}
