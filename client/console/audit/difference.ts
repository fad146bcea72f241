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

/** A value of a field in words; '' where there is nothing to say. */
export type Say = (field: string, value: unknown) => string;

/** Of an item these change by themselves. */
const OWN = ['version', 'versionCreated'];
/** By which the line is found already. */
const ID = 'id';
const words = new Intl.Segmenter('ar', { granularity: 'word' });

export function changesOf(before: unknown, after: unknown, say: Say): readonly FieldChange[] {
  const [old, fresh] = [flat(before, say), flat(after, say)];
  const fields = [...new Set([...old.keys(), ...fresh.keys()])];
  const isOwn = (field: string): boolean =>
    field === ID || (before !== undefined && OWN.includes(field));
  return fields
    .map((field) => ({ field, was: old.get(field), is: fresh.get(field) }))
    .filter(({ field, was, is }) => !isOwn(field) && was?.said !== is?.said)
    .map(({ field, was, is }) => ({ field, parts: partsFrom(was, is) }));
}

/** Of a text each word counts; a time or a number that the reader is told in words is one thing. */
function partsFrom(was: Told | undefined, is: Told | undefined): readonly Part[] {
  const [before, after] = [was?.said ?? '', is?.said ?? ''];
  if ((was ?? is)?.isText && (is ?? was)?.isText) return partsOf(before, after);
  const parts: readonly Part[] = [
    { kind: 'gone', text: before },
    { kind: 'new', text: after },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** The words that a line was about, to recognise it by: of a headline, or of a sending that has one. */
export function headlineOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const { headline } = value;
  if (typeof headline === 'string') return headline === '' ? undefined : headline;
  return headlineOf(value['draft']) ?? headlineOf(value['correction']);
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

interface Told {
  readonly said: string;
  /** Somebody's own words, or a list. */
  readonly isText: boolean;
}

/** Each field in the reader's words; what is nested by its path, lists as one. */
function flat(value: unknown, say: Say, path = ''): Map<string, Told> {
  const found = new Map<string, Told>();
  if (value === undefined) return found;
  if (!isRecord(value)) {
    const said = say(path, value);
    const isText = said === value || Array.isArray(value);
    return said === '' ? found : found.set(path, { said, isText });
  }
  for (const [name, one] of Object.entries(value)) {
    for (const entry of flat(one, say, path === '' ? name : `${path}.${name}`)) found.set(...entry);
  }
  return found;
}
