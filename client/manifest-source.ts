/**
 * What the code of `<ajil-ticker>` says of its own interface. Where the code has no place for a
 * description, tags on the class in element.ts give it, and a tag that disagrees with the code is a
 * fault: `@fires {type} name - text`, `@csspart name - text`, `@cssprop --name - text`.
 */
import { globSync } from 'node:fs';
import ts from 'typescript';
import {
  commentOf,
  find,
  languagesIn,
  line,
  membersOf,
  namesIn,
  only,
  parse,
  partsIn,
  propertiesIn,
  readClient,
  wordsIn,
  type Read,
} from './manifest-read.ts';
import { ATTRIBUTES, defaultSettings, type SettingName } from './widget/settings.ts';

export interface Described {
  readonly name: string;
  readonly description: string;
  /** In TypeScript's words. */
  readonly type?: string | undefined;
  readonly default?: string | undefined;
}

export interface Source {
  readonly tagName: string;
  readonly description: string;
  /** By attribute; `field` is the property. */
  readonly settings: readonly (Described & { readonly field: SettingName })[];
  readonly methods: readonly Described[];
  readonly events: readonly Described[];
  readonly parts: readonly Described[];
  readonly properties: readonly Described[];
  /** The ticker's own words by the names that `messages` has for them, in English. */
  readonly words: readonly Described[];
  /** Its fields. */
  readonly headline: readonly Described[];
}

/** Throws an error that names every fault. */
export function readSource(read: Read = readClient): Source {
  const faults: string[] = [];
  const element = find(
    parse('widget/element.ts', read),
    (node): node is ts.ClassDeclaration =>
      ts.isClassDeclaration(node) && node.name?.text === 'TickerElement',
  );
  if (!element) throw new Error('widget/element.ts has no TickerElement');
  const told = eventsIn(read);
  const cssProperties = propertiesIn(read, faults);
  const described = (tag: string, what: string, inCode: ReadonlyMap<string, string>) =>
    matched(tag, what, inCode, tagsOf(element, tag, faults), faults);
  const source: Source = {
    tagName: only(/TAG = '([\w-]+)'/, read('widget/embed.ts')),
    description: commentOf(element),
    settings: settingsIn(read, faults),
    methods: methodsOf(element),
    events: described('fires', 'event', told),
    parts: described('csspart', 'part', partsIn(read('widget/Ticker.svelte'), faults)),
    properties: described('cssprop', 'property', cssProperties).map((property) => ({
      ...property,
      default: cssProperties.get(property.name),
    })),
    words: wordsIn(read('widget/messages.ts')),
    headline: headlineIn(read),
  };
  faults.push(...doubts(source, told, languagesIn(read('widget/messages.ts'))));
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return source;
}

/** What is not described, or not as it is. */
function doubts(
  { settings, methods, events, words }: Source,
  told: ReadonlyMap<string, string>,
  languages: readonly string[],
): string[] {
  const has = (text = '', word = '', after = '') => new RegExp(`\\b${word}\\b${after}`).test(text);
  const about = settings.find(({ field }) => field === 'lang')?.description;
  return [
    ...events.flatMap(({ name, type }) =>
      namesIn(told.get(name))
        .filter((key) => !has(type, key, '\\??:'))
        .map((key) => `element.ts: @fires ${name} does not name ${key}, which the code tells`),
    ),
    ...languages
      .filter((language) => !has(about, language))
      .map((language) => `settings.ts: lang does not name ${language}, which messages.ts has`),
    ...[...settings, ...methods, ...words]
      .filter(({ description }) => description === '')
      .map(({ name }) => `${name} has no description`),
  ];
}

/** Every name of the code has its tag, and every tag its name. */
function matched(
  tag: string,
  what: string,
  inCode: ReadonlyMap<string, string>,
  tags: readonly Described[],
  faults: string[],
): readonly Described[] {
  for (const name of inCode.keys()) {
    const found = tags.filter((one) => one.name === name).length;
    if (found !== 1) faults.push(`element.ts: ${what} ${name} has ${found} tags @${tag}, not one`);
  }
  for (const { name } of tags) {
    if (!inCode.has(name)) faults.push(`element.ts: @${tag} ${name}: the code has no such ${what}`);
  }
  return tags;
}

function tagsOf(element: ts.Node, wanted: string, faults: string[]): Described[] {
  return ts.getJSDocTags(element).flatMap((tag) => {
    if (tag.tagName.text !== wanted) return [];
    const text = line(ts.getTextOfJSDocComment(tag.comment));
    const [, type, name, description] = /^(?:\{(.+)\} )?(\S+) - (.+)$/.exec(text) ?? [];
    if (name !== undefined && description !== undefined) return [{ name, type, description }];
    faults.push(`element.ts: @${wanted} ${text}: is not of the form "name - text"`);
    return [];
  });
}

function settingsIn(read: Read, faults: string[]): Source['settings'] {
  const members = membersOf('widget/settings.ts', 'TickerSettings', read);
  // Where the script came from is for no document to know.
  const defaults = defaultSettings('');
  return Array.from(ATTRIBUTES, ([name, field]) => {
    const member = members.find((one) => one.name.getText() === field);
    const type = member?.type?.getText();
    const description = member ? commentOf(member) : '';
    const value = valueText(defaults[field]);
    // Where the comment names a value, it is the one that the code takes.
    const [, quoted, number] = /Default: (?:`([^`]+)`|(\d+))/.exec(description) ?? [];
    const said = quoted ?? number;
    if (said !== undefined && said !== value) {
      faults.push(`settings.ts: ${field} is ${String(value)} by default, the comment says ${said}`);
    }
    return { name, field, description, type: type?.replace(' | undefined', ''), default: value };
  });
}

/** What events say of a headline: all but what stays at home. */
function headlineIn(read: Read): Described[] {
  return ['Identity', 'UsableHeadline']
    .flatMap((name) => membersOf('../shared/headline.ts', name, read))
    .filter((member) => member.name.getText() !== 'summary')
    .map((member) => ({
      name: member.name.getText() + (member.questionToken ? '?' : ''),
      type: member.type?.getText(),
      description: commentOf(member),
    }));
}

function valueText(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function methodsOf(element: ts.ClassDeclaration): Described[] {
  return element.members.filter(isPublicMethod).map((method) => ({
    name: method.name.getText(),
    description: commentOf(method),
    type: method.type?.getText(),
  }));
}

function isPublicMethod(member: ts.ClassElement): member is ts.MethodDeclaration {
  if (!ts.isMethodDeclaration(member) || ts.isPrivateIdentifier(member.name)) return false;
  const isCallback = member.name.getText().endsWith('Callback');
  return !isCallback && ts.getCombinedModifierFlags(member) === ts.ModifierFlags.None;
}

/** Where the code says `tell('ajil-…', detail)`. */
function eventsIn(read: Read): Map<string, string> {
  const told = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node)) return;
    const [name, detail] = node.arguments;
    const isTold = /\btell$/.test(node.expression.getText());
    if (isTold && name && ts.isStringLiteral(name)) told.set(name.text, detail?.getText() ?? '');
  };
  for (const file of globSync('widget/*.ts', { cwd: import.meta.dirname })) {
    if (!file.endsWith('.test.ts')) visit(parse(file, read));
  }
  return told;
}
