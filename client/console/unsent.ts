/**
 * What somebody has written in this browser and not sent. Desks are shared: it is kept under the person's own id,
 * so that nobody else who sits down here is shown a word of it. It outlives a session that merely ends, for then
 * its owner comes back to it; who signs out is asked first, and it is deleted.
 */
import { isRecord } from './read.ts';
import { keep, keysUnder, recall } from './keep.ts';

const draftsOf = (person: string): string => `ajil.draft.${person}.`;
const editsOf = (person: string): string => `ajil.edit.${person}.`;

/** Where the composer's words of one channel are kept. */
export function draftKey(person: string, channel: string): string {
  return `${draftsOf(person)}${channel}`;
}

/** Where the words of a form over a row are kept; without a row: how all of the channel's keys begin. */
export function editKey(person: string, channel: string, row = ''): string {
  // No name of a channel has a colon.
  return `${editsOf(person)}${channel}:${row}`;
}

/** The headlines of all of it, in whichever channel. */
export function unsentOf(person: string): readonly string[] {
  return keysOf(person).map((key) => headlineOf(recall(key)));
}

export function forgetUnsent(person: string): void {
  for (const key of keysOf(person)) keep(key, null);
}

function keysOf(person: string): readonly string[] {
  return [draftsOf(person), editsOf(person)].flatMap(keysUnder);
}

/** Whatever else is in it, a version of the console that comes later may know. */
function headlineOf(text: string | null): string {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    const writing = isRecord(value) ? value['writing'] : undefined;
    const headline = isRecord(writing) ? writing['headline'] : undefined;
    return typeof headline === 'string' ? headline.trim() : '';
  } catch {
    return '';
  }
}
