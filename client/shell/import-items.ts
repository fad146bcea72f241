/**
 * What an import sends, and under which key. The key comes from what is sent, so that a repeat of the file meets
 * it again, also where lines before it were added or taken out.
 */
import { createHash } from 'node:crypto';
import { wrongUse } from './failure.ts';
import type { Words } from './words.ts';

export interface ImportItem {
  /** From 1, as an editor counts them; in an array, the place of the item. */
  readonly line: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly key: string;
}

/** What the hub gives to a headline, and does not take from its publisher. */
const OF_THE_HUB = new Set([
  ...['version', 'pubStatus', 'firstCreated', 'versionCreated', 'edNote'],
  ...['channel', 'epoch', 'seq'],
]);

/** Throws a failure that names the line, before anything was sent. */
export function readItems(text: string, channel: string, words: Words): ImportItem[] {
  const seen = new Map<string, number>();
  return valuesOf(text, words).map(({ line, value }) => {
    const body = bodyOf(value);
    if (!body) throw wrongUse(words.faults.badItem(line));
    const content = JSON.stringify([channel, body]);
    // The same line twice is meant twice.
    const time = (seen.get(content) ?? 0) + 1;
    seen.set(content, time);
    return { line, body, key: `import-${hashOf(`${content}\n${time}`)}` };
  });
}

function valuesOf(text: string, words: Words): { line: number; value: unknown }[] {
  if (text.trimStart().startsWith('[')) {
    const array: unknown = parsed(text, 1, words);
    return Array.isArray(array) ? array.map((value: unknown, at) => ({ line: at + 1, value })) : [];
  }
  return text
    .split('\n')
    .map((one, at) => ({ line: at + 1, one }))
    .filter(({ one }) => one.trim() !== '')
    .map(({ line, one }) => ({ line, value: parsed(one, line, words) }));
}

function parsed(text: string, line: number, words: Words): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrongUse(words.faults.badLine(line, error instanceof Error ? error.message : ''));
  }
}

/** A draft without what an export of the hub adds; a ninjs document as it is. Undefined: not to be shown. */
function bodyOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = Object.entries(value);
  if ('pubStatus' in value && value.pubStatus !== 'usable') return undefined;
  const isNinjs = 'uri' in value && 'headlines' in value;
  return Object.fromEntries(isNinjs ? fields : fields.filter(([name]) => !OF_THE_HUB.has(name)));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
