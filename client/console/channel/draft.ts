/** What stands in the fields of the composer, and what is sent of it. Pure: the time comes from outside. */
import type { Draft } from '../../../shared/draft.ts';
import { HEADLINE_LIMITS, textFault, urlFault, type Urgency } from '../../../shared/headline.ts';
import { HELD_LIMITS } from '../../../shared/held.ts';
import type { FieldFault } from '../../../shared/problem.ts';
import { momentIn, type Moment } from '../../../shared/zone.ts';

export const URGENCIES: readonly Urgency[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** Seconds that a headline stays; '' is what the channel does. */
export const LIVES = ['', '1800', '3600', '10800', '21600', '86400'] as const;
/** `kept`: until the moment that it has already; only of what is being edited. */
export type Life = (typeof LIVES)[number] | 'kept';

export interface Writing {
  readonly headline: string;
  readonly urgency: Urgency;
  readonly url: string;
  readonly source: string;
  readonly by: string;
  readonly summary: string;
  /** '' is the channel's. */
  readonly language: string;
  readonly pinned: boolean;
  readonly life: Life;
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
  by: '',
  summary: '',
  language: '',
  pinned: false,
  life: '',
  when: '',
  isLater: false,
};

/** The body of a sending but for its id. */
export interface Body {
  readonly draft: Draft;
  readonly embargoedUntil?: string;
}

/** Plain texts that a headline may do without. */
export const OPTIONAL = ['url', 'source', 'by', 'summary'] as const;

/** As the hub names them; each has its place in the forms. */
export const SENDING_FIELDS: readonly string[] = [
  ...['headline', 'urgency', 'language', 'expires', 'embargoedUntil', 'pinned'],
  ...OPTIONAL,
];

/** What forbids sending, by the hub's own rules and in its own words; none: nothing. */
export function faultsOf(writing: Writing, zone: string, now: number): readonly FieldFault[] {
  const { headline, url, source, by, summary } = writing;
  const { headline: most, ...limits } = HEADLINE_LIMITS;
  const optional = (text: string, limit: number) =>
    text.trim() === '' ? undefined : textFault(text.trim(), limit);
  const details: Readonly<Record<string, string | undefined>> = {
    headline: textFault(headline.trim(), most),
    url: url.trim() === '' ? undefined : urlFault(url.trim()),
    source: optional(source, limits.source),
    by: optional(by, limits.by),
    summary: optional(summary, limits.summary),
    embargoedUntil: timeFault(writing, zone, now),
  };
  return Object.entries(details).flatMap(([field, detail]) =>
    detail === undefined ? [] : [{ field, detail }],
  );
}

function timeFault(writing: Writing, zone: string, now: number): string | undefined {
  if (writing.when === '') return undefined;
  const instant = instantOf(writing, zone);
  if (instant === undefined) return 'is not an ISO 8601 date and time';
  const ahead = Date.parse(instant) - now;
  if (ahead <= 0) return 'is in the past';
  return ahead > HELD_LIMITS.ahead ? 'is more than 366 days ahead' : undefined;
}

export function momentOf({ when }: Writing, zone: string): Moment | undefined {
  return when === '' ? undefined : momentIn(zone, when);
}

export function instantOf(writing: Writing, zone: string): string | undefined {
  const moment = momentOf(writing, zone);
  if (moment?.kind === 'ambiguous') return writing.isLater ? moment.later : moment.earlier;
  return moment?.kind === 'one' || moment?.kind === 'skipped' ? moment.instant : undefined;
}

/** `kept`: the end that it has already, where that is what was chosen. */
export function bodyOf(writing: Writing, zone: string, now: number, kept?: string): Body {
  const { headline, urgency, language, pinned } = writing;
  const embargoedUntil = instantOf(writing, zone);
  const expires = endOf(writing, embargoedUntil === undefined ? now : Date.parse(embargoedUntil));
  const end = writing.life === 'kept' ? kept : expires;
  const texts = OPTIONAL.map((name) => [name, writing[name].trim()] as const);
  return {
    draft: {
      ...{ headline: headline.trim(), urgency },
      ...Object.fromEntries(texts.filter(([, text]) => text !== '')),
      ...(language !== '' && { language }),
      ...(pinned && { pinned }),
      ...(end !== undefined && { expires: end }),
    },
    ...(embargoedUntil !== undefined && { embargoedUntil }),
  };
}

/** When it leaves the board, counted from when it goes out (ms); undefined: nobody chose. */
export function endOf({ life }: Writing, from: number): string | undefined {
  return life === '' || life === 'kept'
    ? undefined
    : new Date(from + Number(life) * 1_000).toISOString();
}

/** The choice that gives this end; '' where none does. */
export function lifeOf(expires: string | undefined, from: number): (typeof LIVES)[number] {
  const seconds = (Date.parse(expires ?? '') - from) / 1_000;
  // Between the desk's clock and the hub's.
  return LIVES.find((life) => life !== '' && Math.abs(Number(life) - seconds) < 10) ?? '';
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

export const WRITTEN: readonly (keyof Writing)[] = [
  ...(['headline', 'urgency', 'language', 'pinned', 'life', 'when', 'isLater'] as const),
  ...OPTIONAL,
];

/** As an input of the type `datetime-local` takes it, in a zone of IANA. */
export function wallOf(instant: string, zone: string): string {
  const format = new Intl.DateTimeFormat('en', {
    ...({
      timeZone: zone,
      hourCycle: 'h23',
      numberingSystem: 'latn',
      calendar: 'iso8601',
    } as const),
    ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit' } as const),
  });
  const parts = new Map(
    format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}
