/**
 * What the browser keeps of what somebody writes, so that neither a reload nor the end of the session loses it.
 * It is read as something from outside: an older version of the console may have written it.
 */
import type { UsableHeadline } from '../../../shared/headline.ts';
import type { Held } from '../../../shared/held.ts';
import { isHeadline } from '../hub.ts';
import { isRecord } from '../read.ts';
import { isHeld } from './deeds.ts';
import { EMPTY, WRITTEN, type Body, type Writing } from './draft.ts';

/** A sending that was begun: until it is answered, nobody knows whether it arrived. */
export interface Attempt {
  readonly id: string;
  readonly writing: Writing;
  readonly body: Body;
}

/** Of the composer. */
export interface Kept {
  readonly writing: Writing;
  readonly attempt?: Attempt | undefined;
}

/** Of a form over a row. */
export interface KeptEdit {
  /** The row's key. */
  readonly row: string;
  /** What the editor saw when the form was opened: never taken for what is up now. */
  readonly base?: UsableHeadline | undefined;
  readonly held?: Held | undefined;
  readonly before: Writing;
  readonly writing: Writing;
  readonly note: string;
}

/** undefined: nothing that this version can go on from. */
export function readKept(text: string | null): Kept | undefined {
  const value = parsed(text);
  const writing = writingOf(value?.['writing']);
  if (!value || !writing) return undefined;
  const attempt = attemptOf(value['attempt']);
  return { writing, ...(attempt && { attempt }) };
}

export function readKeptEdit(text: string | null): KeptEdit | undefined {
  const value = parsed(text);
  const [writing, before] = [writingOf(value?.['writing']), writingOf(value?.['before'])];
  if (!value || !writing || !before) return undefined;
  const { row, note, base, held } = value;
  if (typeof row !== 'string' || typeof note !== 'string') return undefined;
  const from = { ...(isUsable(base) && { base }), ...(isHeld(held) && { held }) };
  return Object.keys(from).length === 0 ? undefined : { row, note, before, writing, ...from };
}

function parsed(text: string | null): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function writingOf(value: unknown): Writing | undefined {
  if (!isRecord(value) || typeof value['headline'] !== 'string') return undefined;
  // An older version knew fewer fields.
  const full: unknown = { ...EMPTY, ...value };
  return isWriting(full) ? full : undefined;
}

function isWriting(value: unknown): value is Writing {
  return isRecord(value) && WRITTEN.every((name) => typeof value[name] === typeof EMPTY[name]);
}

function attemptOf(value: unknown): Attempt | undefined {
  if (!isRecord(value) || typeof value['id'] !== 'string') return undefined;
  const { id, body } = value;
  const writing = writingOf(value['writing']);
  return writing && isBody(body) ? { id, writing, body } : undefined;
}

function isBody(value: unknown): value is Body {
  return isRecord(value) && isRecord(value['draft']);
}

function isUsable(value: unknown): value is UsableHeadline {
  return isHeadline(value) && value.pubStatus === 'usable';
}
