/** What stands in the fields of the composer, and what is sent of it. Pure: the time comes from outside. */
import type { Draft } from '../../../shared/draft.ts';
import {
  countCharacters,
  HEADLINE_LIMITS,
  textFault,
  urlFault,
  type Urgency,
} from '../../../shared/headline.ts';
import { HELD_LIMITS } from '../../../shared/held.ts';
import { momentIn, type Moment } from '../../../shared/zone.ts';
import { isRecord } from '../read.ts';

export const URGENCIES: readonly Urgency[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** Seconds that a headline stays; '' is what the channel does. */
export const LIVES = ['', '1800', '3600', '10800', '21600', '86400'] as const;

export interface Writing {
  readonly headline: string;
  readonly urgency: Urgency;
  readonly url: string;
  readonly source: string;
  /** '' is the channel's. */
  readonly language: string;
  readonly life: (typeof LIVES)[number];
  /** As a clock on the wall shows it, `2026-03-29T02:30`; '' is now. */
  readonly when: string;
  /** Where the clock shows that time twice. */
  readonly isLater: boolean;
}

export const EMPTY: Writing = {
  headline: '',
  urgency: 5,
  url: '',
  source: '',
  language: '',
  life: '',
  when: '',
  isLater: false,
};

/** The body of a sending but for its id. */
export interface Body {
  readonly draft: Draft;
  readonly embargoedUntil?: string;
}

/** A sending that was begun: until it is answered, nobody knows whether it arrived. */
export interface Attempt {
  readonly id: string;
  readonly writing: Writing;
  readonly body: Body;
}

/** What a reload must not lose. */
export interface Kept {
  readonly writing: Writing;
  readonly attempt?: Attempt | undefined;
}

export type Fault = 'empty' | 'long' | 'characters' | 'link' | 'time' | 'past' | 'far';

/** What forbids sending; undefined: nothing. */
export function faultOf(writing: Writing, zone: string, now: number): Fault | undefined {
  const { headline, url, when } = writing;
  if (headline.trim() === '') return 'empty';
  if (countCharacters(headline.trim()) > HEADLINE_LIMITS.headline) return 'long';
  if (textFault(headline.trim(), HEADLINE_LIMITS.headline) !== undefined) return 'characters';
  if (url.trim() !== '' && urlFault(url.trim()) !== undefined) return 'link';
  if (when === '') return undefined;
  const instant = instantOf(writing, zone);
  if (instant === undefined) return 'time';
  const ahead = Date.parse(instant) - now;
  if (ahead <= 0) return 'past';
  return ahead > HELD_LIMITS.ahead ? 'far' : undefined;
}

export function momentOf({ when }: Writing, zone: string): Moment | undefined {
  return when === '' ? undefined : momentIn(zone, when);
}

export function instantOf(writing: Writing, zone: string): string | undefined {
  const moment = momentOf(writing, zone);
  if (moment?.kind === 'ambiguous') return writing.isLater ? moment.later : moment.earlier;
  return moment?.kind === 'one' || moment?.kind === 'skipped' ? moment.instant : undefined;
}

export function bodyOf(writing: Writing, zone: string, now: number): Body {
  const { urgency, language, life } = writing;
  const [headline, url, source] = [writing.headline, writing.url, writing.source].map((text) =>
    text.trim(),
  );
  const embargoedUntil = instantOf(writing, zone);
  const from = embargoedUntil === undefined ? now : Date.parse(embargoedUntil);
  return {
    draft: {
      headline: headline ?? '',
      urgency,
      ...(url && { url }),
      ...(source && { source }),
      ...(language !== '' && { language }),
      ...(life !== '' && { expires: new Date(from + Number(life) * 1_000).toISOString() }),
    },
    ...(embargoedUntil !== undefined && { embargoedUntil }),
  };
}

/** A headline is one line; what was pasted may be several. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}

export function isUntouched(writing: Writing): boolean {
  return isSame(writing, { ...EMPTY, urgency: writing.urgency });
}

export function isSame(a: Writing, b: Writing): boolean {
  return WRITTEN.every((name) => a[name] === b[name]);
}

const WRITTEN: readonly (keyof Writing)[] = [
  ...(['headline', 'urgency', 'url', 'source'] as const),
  ...(['language', 'life', 'when', 'isLater'] as const),
];

/** undefined: nothing that this version of the console has kept. */
export function readKept(text: string | null): Kept | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isWriting(value['writing'])) return undefined;
  const { writing, attempt } = value;
  return { writing, ...(isAttempt(attempt) && { attempt }) };
}

function isWriting(value: unknown): value is Writing {
  if (!isRecord(value)) return false;
  return WRITTEN.every((name) => typeof value[name] === typeof EMPTY[name]);
}

function isAttempt(value: unknown): value is Attempt {
  if (!isRecord(value) || typeof value['id'] !== 'string' || !isWriting(value['writing'])) {
    return false;
  }
  return isRecord(value['body']) && isRecord(value['body']['draft']);
}

/** As an input of the type `datetime-local` takes it. */
export function wallOf(instant: string): string {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
