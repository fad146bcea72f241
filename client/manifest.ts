/**
 * Makes docs/custom-elements.json (Custom Elements Manifest) and the tables of docs/embedding.md from
 * the code. With `--check` it writes nothing and fails where a file on disk says something else.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { readClient, type Read } from './manifest-read.ts';
import { readSource, type Described, type Source } from './manifest-source.ts';

const ROOT = `${import.meta.dirname}/..`;
const MANIFEST = 'docs/custom-elements.json';
const PAGE = 'docs/embedding.md';
const CLASS = 'TickerElement';
const MODULE = 'embed/v1/ticker.js';
/** Every element has them already. */
const INHERITED = ['lang', 'dir'];

/** The documents as they ought to be, by path; throws where code and comments disagree. */
export async function documents(read: Read = readClient): Promise<Map<string, string>> {
  const source = readSource(read);
  const page = readFileSync(`${ROOT}/${PAGE}`, 'utf8');
  return new Map([
    [MANIFEST, await pretty(MANIFEST, JSON.stringify(manifestOf(source), null, 2))],
    [PAGE, await pretty(PAGE, withTables(page, tablesOf(source)))],
  ]);
}

/** What is on disk and not as it ought to be. */
export function outdated(wanted: ReadonlyMap<string, string>): string[] {
  return [...wanted].flatMap(([path, text]) => (onDisk(path) === text ? [] : path));
}

function manifestOf(source: Source): object {
  const declaration = {
    kind: 'class',
    name: CLASS,
    description: source.description,
    customElement: true,
    tagName: source.tagName,
    superclass: { name: 'HTMLElement', package: 'global:' },
    attributes: source.settings.map(({ field, ...setting }) => ({
      ...typed(setting),
      fieldName: field,
    })),
    members: [
      ...source.settings.map(({ field, name, ...setting }) => ({
        kind: 'field',
        ...typed({ name: field, ...setting }),
        attribute: name,
        reflects: true,
        ...(INHERITED.includes(field) && {
          inheritedFrom: { name: 'HTMLElement', package: 'global:' },
        }),
      })),
      ...source.methods.map(({ name, description, type = 'void' }) => ({
        kind: 'method',
        name,
        description,
        return: { type: { text: type } },
      })),
    ],
    events: source.events.map(typed),
    slots: [],
    cssParts: source.parts,
    cssProperties: source.properties,
  };
  const self = { name: CLASS };
  return {
    schemaVersion: '2.1.0',
    modules: [
      {
        kind: 'javascript-module',
        path: MODULE,
        description:
          'What a hub serves: a classic script that makes the element known to its page.',
        declarations: [declaration],
        exports: [{ kind: 'custom-element-definition', name: source.tagName, declaration: self }],
      },
    ],
  };
}

function typed({ type = 'CustomEvent', ...rest }: Described): object {
  return { ...rest, type: { text: type } };
}

/** By the name of the marker that each stands at. */
function tablesOf(source: Source): ReadonlyMap<string, string> {
  const { settings, methods, events, parts, properties, words, headline } = source;
  const told = ({ name, description }: Described) => [code(name), description];
  const detailed = ({ name, type = '', description }: Described) => [
    code(name),
    code(type.replace(/^CustomEvent<(.*)>$/, '$1')),
    description,
  ];
  const fields = headline.map(({ name, type = '' }) => `  ${name}: ${type};`);
  return new Map([
    [
      'attributes',
      table(['Attribute', 'Value', 'What it says', 'Default'], settings.map(settingCells)),
    ],
    [
      'methods',
      table(
        ['Method', 'What it does'],
        methods.map(({ name, ...one }) => told({ name: `${name}()`, ...one })),
      ),
    ],
    ['events', table(['Event', '`event.detail`', 'When'], events.map(detailed))],
    ['headline', ['```ts', 'interface Headline {', ...fields, '}', '```'].join('\n')],
    ['parts', table(['Part', 'What it is'], parts.map(told))],
    [
      'properties',
      table(
        ['Property', 'What it is', 'Default'],
        properties.map((one) => [...told(one), code(one.default ?? '')]),
      ),
    ],
    ['words', table(['Name', 'In English'], words.map(told))],
  ]);
}

function settingCells({ name, type = '', description }: Described): string[] {
  const [what = '', fallback = ''] = description.split(/ ?Default: /);
  return [code(name), code(type), what, fallback.replace(/\.$/, '')];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  return [titles, titles.map(() => '-'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function withTables(page: string, tables: ReadonlyMap<string, string>): string {
  let made = page;
  for (const [name, text] of tables) {
    const place = new RegExp(`(<!-- ${name} -->).*(<!-- /${name} -->)`, 's');
    if (!place.test(made))
      throw new Error(`${PAGE} has no place <!-- ${name} -->…<!-- /${name} -->`);
    made = made.replace(place, (_, start: string, end: string) => `${start}\n\n${text}\n\n${end}`);
  }
  return made;
}

async function pretty(path: string, text: string): Promise<string> {
  const filepath = `${ROOT}/${path}`;
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}

function onDisk(path: string): string | undefined {
  try {
    return readFileSync(`${ROOT}/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  const wanted = await documents();
  const isCheck = process.argv.includes('--check');
  for (const path of outdated(wanted)) {
    if (!isCheck) writeFileSync(`${ROOT}/${path}`, wanted.get(path) ?? '');
    else console.error(`${path} is out of date: run node client/manifest.ts`);
    if (isCheck) process.exitCode = 1;
  }
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
