/**
 * What a line of the audit log changed: field by field, and in a text word by word. Words are the reader's own
 * (UAX #29): by letters an Arabic mark would be torn from the letter that carries it.
 */
import { diffArrays } from 'diff';
import { isRecord } from '../read.ts';

export interface Part {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}
export interface FieldChange {
  /** As the hub calls it; with a dot where it is a part, as in `roles.sport`. */
  readonly field: string;
  readonly parts: readonly Part[];
}

/** Of an item these change by themselves. */
const OWN = ['version', 'versionCreated', 'id'];
const words = new Intl.Segmenter('ar', { granularity: 'word' });

export function changesOf(before: unknown, after: unknown): readonly FieldChange[] {
  const [old, fresh] = [flat(before), flat(after)];
  const fields = [...new Set([...old.keys(), ...fresh.keys()])];
  const isOwn = (field: string): boolean => before !== undefined && OWN.includes(field);
  return fields
    .filter((field) => !isOwn(field) && old.get(field) !== fresh.get(field))
    .map((field) => ({ field, parts: partsOf(old.get(field) ?? '', fresh.get(field) ?? '') }));
}

export function partsOf(before: string, after: string): readonly Part[] {
  const options = { comparator: isSame };
  return diffArrays(wordsOf(before), wordsOf(after), options).map(({ added, removed, value }) => ({
    kind: added ? 'new' : removed ? 'gone' : 'same',
    text: value.join(''),
  }));
}

/** Each word with the space behind it, so that neighbours which both changed are told as one. */
function wordsOf(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of words.segment(text)) {
    if (segment.trim() === '' && found.length > 0) found.push((found.pop() ?? '') + segment);
    else found.push(segment);
  }
  return found;
}

function isSame(one: string, other: string): boolean {
  return one.trim() === other.trim();
}

/** Each field as text; what is nested by its path, lists as one. */
function flat(value: unknown, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  if (value === undefined || value === null) return found;
  if (!isRecord(value)) return found.set(path, textOf(value));
  for (const [name, one] of Object.entries(value)) {
    for (const entry of flat(one, path === '' ? name : `${path}.${name}`)) found.set(...entry);
  }
  return found;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(' · ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
