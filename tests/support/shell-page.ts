/**
 * Writes the commands and the exit codes of docs/shell.md from the shell's own table and words: `npm run docs`. A test
 * holds what is on disk against it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { wordsOf } from '../../client/shell/catalogues.ts';
import type { Command } from '../../client/shell/command.ts';
import { COMMANDS } from '../../client/shell/commands.ts';
import { EXIT, EXIT_NAMES } from '../../client/shell/exit.ts';
import { described, formOf } from '../../client/shell/help.ts';
import { EVERYWHERE } from '../../client/shell/options.ts';
import { replacePart } from '../bench/page.ts';
import { markdown } from '../bench/table.ts';

const PAGE = new URL('../../docs/shell.md', import.meta.url).pathname;
const WORDS = wordsOf('en');

export function readShellPage(): string {
  return readFileSync(PAGE, 'utf8');
}

/** The page as it ought to be. */
export async function shellPage(
  page: string,
  commands: readonly Command[] = COMMANDS,
): Promise<string> {
  const exits = EXIT_NAMES.map((name) => [code(String(EXIT[name])), WORDS.exits[name]]);
  const withExits = replacePart(page, 'exits', tableOf(['exit code', 'what it means'], exits));
  const parts = [...commands.map(partOf), everywhere()];
  const made = replacePart(withExits, 'commands', parts.join('\n\n'));
  return format(made, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

function partOf(command: Command): string {
  const { name, usage, summary, more, options } = described(command, WORDS);
  // Those of every command stand once, at the end.
  const own = options.slice(0, options.length - EVERYWHERE.length);
  return [
    `### ${name}`,
    code(usage),
    [`${summary}.`, ...(more === undefined ? [] : [more])].join(' '),
    ...(own.length === 0 ? [] : [optionsTable(own)]),
  ].join('\n\n');
}

function everywhere(): string {
  const options = EVERYWHERE.map((name) => ({ option: formOf(name), about: WORDS.options[name] }));
  return `### Options of every command\n\n${optionsTable(options)}`;
}

function optionsTable(options: readonly { option: string; about: string }[]): string {
  return tableOf(
    ['option', 'what it is'],
    options.map(({ option, about }) => [code(option), about]),
  );
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  return markdown({ title: '', head, rows: escaped }).replace(/--:/g, '---');
}

function code(text: string): string {
  return `\`${text}\``;
}

if (import.meta.main) writeFileSync(PAGE, await shellPage(readShellPage()));
