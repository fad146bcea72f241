/** How the ticker's files are read: code by the compiler, markup, sheets and words by patterns. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The text of a file of client/. */
export type Read = (path: string) => string;

export const readClient: Read = (path) => readFileSync(`${import.meta.dirname}/${path}`, 'utf8');

export function membersOf(path: string, name: string, read: Read): ts.PropertySignature[] {
  const found = find(
    parse(path, read),
    (node): node is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(node) && node.name.text === name,
  );
  if (!found) throw new Error(`${path} has no ${name}`);
  return found.members.filter((member) => ts.isPropertySignature(member));
}

export function parse(path: string, read: Read): ts.SourceFile {
  return ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
}

export function find<Wanted extends ts.Node>(
  node: ts.Node,
  isWanted: (node: ts.Node) => node is Wanted,
): Wanted | undefined {
  return isWanted(node) ? node : ts.forEachChild(node, (child) => find(child, isWanted));
}

export function commentOf(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).find((one) => ts.isJSDoc(one));
  return line(ts.getTextOfJSDocComment(comment?.comment));
}

/** `part="…"`, and the one form of `part={…}` that the markup uses: all of a union but one. */
export function partsIn(markup: string, faults: string[]): Map<string, string> {
  if (/<slot\b/.test(markup)) faults.push('Ticker.svelte: a slot, which the documents do not know');
  const parts = [...markup.matchAll(/\bpart="([^"]*)"/g)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  for (const [, expression = ''] of markup.matchAll(/\bpart=\{([^}]*)\}/g)) {
    const [, variable, except, instead] =
      /^(\w+) === '([\w-]+)' \? '([\w-]+)' : \1$/.exec(expression) ?? [];
    const union = new RegExp(`\\b${variable}: ((?:[\\s|]*'[\\w-]+')+)`).exec(markup)?.[1];
    if (instead === undefined || union === undefined) {
      faults.push(`Ticker.svelte: part={${expression}} is of a form that is not understood`);
      continue;
    }
    const names = [...union.matchAll(/'([\w-]+)'/g)].flatMap(([, name]) => name ?? []);
    parts.push(instead, ...names.filter((name) => name !== except));
  }
  return new Map(parts.map((name) => [name, '']));
}

/** Those that the ticker's sheets use, with their values: the token's, or what `var()` falls back to. */
export function propertiesIn(read: Read, faults: string[]): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [, name = '', value] of read('theme/tokens.css').matchAll(/(--ajil-[\w-]+):([^;]+);/g))
    tokens.set(name, line(value));
  const used = new Map<string, string>();
  const sheets = read('widget/ticker.css') + read('widget/themes.css');
  for (const [, name = '', fallback] of sheets.matchAll(/var\((--ajil-[\w-]+)(?:, ([^()]+))?\)/g)) {
    const value = tokens.get(name) ?? fallback;
    if (value === undefined) faults.push(`ticker.css: ${name} has no value`);
    else used.set(name, value);
  }
  return used;
}

export function wordsIn(text: string): { name: string; description: string }[] {
  const names = [...only(/NAMES = \[([^\]]+)\]/, text).matchAll(/'(\w+)'/g)];
  const english = only(/\ben: '([^']+)'/, text).split('|');
  return names.map(([, name = ''], at) => ({ name, description: english[at] ?? '' }));
}

export function languagesIn(text: string): string[] {
  return [...text.matchAll(/^ {2}(\w+): '/gm)].flatMap(([, language]) => language ?? []);
}

/** The names that an object in the code's own words has; of another object spread into it, none. */
export function namesIn(object = ''): string[] {
  return [...object.matchAll(/(?<=[{,]\s*)\w+/g)].flatMap(([name]) => name);
}

/** The one place that the pattern finds. */
export function only(pattern: RegExp, text: string): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`Nothing looks like ${String(pattern)} any more`);
  return found;
}

/** As one line. */
export function line(text = ''): string {
  return text.replace(/\s+/g, ' ').trim();
}
