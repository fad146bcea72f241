/** The fields of a headline from the options of the line. What they may hold is the hub's to say. */
import type { Call } from './command.ts';
import { wrongUse } from './failure.ts';
import type { OptionName } from './options.ts';

const TEXTS = ['language', 'url', 'summary', 'source', 'by', 'expires'] as const;

export type Fields = Record<string, string | number | boolean | null>;

/** Of a new headline and of a correction alike; none where none was given. */
export function fieldsOf({ given, words }: Call): Fields {
  const fields: Fields = {};
  for (const name of TEXTS) {
    const value = given.text(name);
    if (value !== undefined) fields[name] = value;
  }
  const urgency = given.whole('urgency');
  if (urgency !== undefined) fields['urgency'] = urgency;
  if (given.has('pinned') && given.has('unpinned')) {
    throw wrongUse(words.faults.notBoth('pinned', 'unpinned'));
  }
  if (given.has('pinned')) fields['pinned'] = true;
  if (given.has('unpinned')) fields['pinned'] = false;
  const rank = given.number('rank');
  if (rank !== undefined) fields['rank'] = rank;
  return fields;
}

const REMOVABLE = [
  'rank',
  'url',
  'summary',
  'source',
  'by',
  'expires',
] as const satisfies OptionName[];

/** `--remove`: null takes a field away. */
export function removalsOf({ given, words }: Call): Fields {
  const names = given.list('remove') ?? [];
  const isRemovable = (name: string): boolean => REMOVABLE.some((one) => one === name);
  if (!names.every(isRemovable)) {
    throw wrongUse(words.faults.notOneOf('remove', REMOVABLE.join(', ')));
  }
  const both = REMOVABLE.find((name) => names.includes(name) && given.has(name));
  if (both) throw wrongUse(words.faults.notBoth('remove', both));
  return Object.fromEntries(names.map((name) => [name, null]));
}
