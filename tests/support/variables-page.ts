/**
 * Writes the table of docs/operating.md from `VARIABLES` of server/config.ts, so that a variable is described once:
 * `npm run docs`. A test holds what is on disk against it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { VARIABLES } from '../../server/config.ts';
import { replacePart } from '../bench/page.ts';
import { markdown, type Table } from '../bench/table.ts';

export interface DescribedVariable {
  readonly doc: string;
  readonly fallback: unknown;
  readonly form: string;
}

const PAGE = new URL('../../docs/operating.md', import.meta.url).pathname;

export function readOperatingPage(): string {
  return readFileSync(PAGE, 'utf8');
}

/** The page as it ought to be. */
export async function operatingPage(
  page: string,
  variables: Readonly<Record<string, DescribedVariable>> = VARIABLES,
): Promise<string> {
  const rows = Object.entries(variables).map(([name, { doc, fallback, form }]) =>
    [code(name), defaultOf(name, fallback), doc, form].map((cell) => cell.replaceAll('|', '\\|')),
  );
  const table: Table = { title: '', head: ['variable', 'default', 'what it is', 'form'], rows };
  const made = replacePart(page, 'variables', markdown(table).replace(/--:/g, '---'));
  return format(made, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

/** As one would write it into the environment; empty where unset means something of its own. */
function defaultOf(name: string, fallback: unknown): string {
  // A function: what unset means is said in words.
  if (fallback === undefined || fallback === '' || typeof fallback === 'function') return '';
  if (typeof fallback === 'boolean') return code(fallback ? '1' : '0');
  if (typeof fallback === 'string' || typeof fallback === 'number') return code(String(fallback));
  if (Array.isArray(fallback)) return fallback.length === 0 ? '' : code(fallback.join(','));
  throw new Error(`${name}: nobody has said how its default is written`);
}

function code(text: string): string {
  return `\`${text}\``;
}

if (import.meta.main) writeFileSync(PAGE, await operatingPage(readOperatingPage()));
