/**
 * What is corrected of a headline, or changed of what is held. Only what the editor changed is sent, so that
 * whatever somebody else has put right meanwhile stays. Pure.
 */
import type { Correction, Draft } from '../../../shared/draft.ts';
import type { UsableHeadline } from '../../../shared/headline.ts';
import type { Held } from '../../../shared/held.ts';
import {
  bodyOf,
  EMPTY,
  endOf,
  instantOf,
  OPTIONAL,
  wallOf,
  WRITTEN,
  type Body,
  type Writing,
} from './draft.ts';

/** What the form was opened on. */
export interface Edited {
  /** As it is up; of a held correction it may have left the board. */
  readonly base?: UsableHeadline | undefined;
  readonly held?: Held | undefined;
}

export interface Edit extends Edited {
  /** How the fields stood when the form was opened. */
  readonly before: Writing;
  readonly writing: Writing;
  readonly note: string;
}

/** A time that is over is none: it then goes out as soon as it may. */
export function writingOf({ base, held }: Edited, zone: string, now: number): Writing {
  const sending = held?.sending;
  const content: Correction =
    sending?.what === 'publish' ? sending.draft : { ...base, ...sending?.correction };
  const { headline, urgency, language, pinned, expires } = content;
  const due = held?.embargoedUntil;
  const texts = OPTIONAL.map((name) => [name, content[name] ?? ''] as const);
  const when = due !== undefined && Date.parse(due) > now ? wallOf(due, zone) : '';
  return {
    ...EMPTY,
    ...Object.fromEntries(texts),
    ...(headline !== undefined && { headline }),
    ...(urgency !== undefined && { urgency }),
    ...(language !== undefined && { language }),
    ...(pinned !== undefined && { pinned }),
    life: expires == null ? '' : 'kept',
    when,
    isLater:
      when !== '' && minuteOf(instantOf({ ...EMPTY, when, isLater: true }, zone)) === minuteOf(due),
  };
}

function minuteOf(instant: string | undefined): string | undefined {
  return instant?.slice(0, 16);
}

export function noteOf({ held }: Edited): string {
  return held?.sending.what === 'correct' ? (held.sending.correction.edNote ?? '') : '';
}

/** When it ends as things stand; undefined: nobody has said. */
export function keptEnd({ base, held }: Edited): string | undefined {
  if (held?.sending.what === 'publish') return held.sending.draft.expires;
  const own = held?.sending.correction.expires;
  return own === undefined ? base?.expires : (own ?? undefined);
}

/** When it goes out: to the second as it was, where nobody has touched it. */
export function startOf({ held, before, writing }: Edit, zone: string): string | undefined {
  const isUntouched = writing.when === before.when && writing.isLater === before.isLater;
  if (isUntouched) return before.when === '' ? undefined : held?.embargoedUntil;
  return instantOf(writing, zone);
}

export function draftOf(edit: Edit, zone: string, now: number): Body {
  const { held, writing } = edit;
  const { id, rank }: Partial<Draft> = held?.sending.what === 'publish' ? held.sending.draft : {};
  const embargoedUntil = startOf(edit, zone);
  const { draft } = bodyOf(writing, zone, now, keptEnd(edit));
  return {
    draft: { ...draft, ...(id !== undefined && { id }), ...placeOf(rank, writing) },
    ...(embargoedUntil !== undefined && { embargoedUntil }),
  };
}

/** `from`: when it goes out, ms. */
export function correctionOf(edit: Edit, from: number): Correction {
  const { base, held, before, writing, note } = edit;
  const old: Correction = held?.sending.what === 'correct' ? held.sending.correction : {};
  const headline = writing.headline.trim();
  return {
    ...chosen('headline', headline, before.headline.trim(), old, base),
    ...chosen('urgency', writing.urgency, before.urgency, old, base),
    ...chosen('language', writing.language, before.language, old, base),
    ...chosen('pinned', writing.pinned, before.pinned, old, base),
    ...OPTIONAL.reduce((all, name) => ({ ...all, ...written(name, edit, old) }), {}),
    ...end(edit, old, from),
    ...placeOf(old.rank, writing),
    ...(note.trim() !== '' && { edNote: note.trim() }),
  };
}

/** No form has its place among the pinned: it stays, as long as it is pinned. */
function placeOf(rank: number | null | undefined, { pinned }: Writing): { rank?: number } {
  return rank != null && pinned ? { rank } : {};
}

/** What cannot be taken away; emptied, it stays as it was. */
function chosen<Name extends 'headline' | 'urgency' | 'language' | 'pinned'>(
  name: Name,
  now: UsableHeadline[Name],
  before: UsableHeadline[Name],
  old: Correction,
  base: UsableHeadline | undefined,
): Correction {
  if (now === before || now === '') return name in old ? { [name]: old[name] } : {};
  return now === base?.[name] ? {} : { [name]: now };
}

/** What has become empty is taken away, from the headline too where it had it, or may have it. */
function written(
  name: (typeof OPTIONAL)[number],
  { base, before, writing }: Edit,
  old: Correction,
): Correction {
  const text = writing[name].trim();
  if (text === before[name].trim()) return name in old ? { [name]: old[name] } : {};
  if (base && text === (base[name] ?? '')) return {};
  return { [name]: text === '' ? null : text };
}

function end({ base, before, writing }: Edit, old: Correction, from: number): Correction {
  if (writing.life === before.life)
    return old.expires === undefined ? {} : { expires: old.expires };
  if (writing.life === '') return base && base.expires === undefined ? {} : { expires: null };
  const expires = endOf(writing, from);
  return expires === undefined ? {} : { expires };
}

/** The editor's changes over what stands there now; what the editor left as it was follows it. */
export function rebased(
  { before, writing }: Pick<Edit, 'before' | 'writing'>,
  now: Writing,
): Writing {
  const changed = WRITTEN.filter((name) => writing[name] !== before[name]);
  return changed.reduce((all, name) => ({ ...all, [name]: writing[name] }), now);
}
