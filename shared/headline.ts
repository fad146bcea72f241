/**
 * The item, in the terms of ninjs 3.1 (IPTC), and what a headline may be.
 * Times are ISO 8601 in UTC; texts are plain text, never HTML.
 */

export type Urgency = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

interface Identity {
  readonly id: string;
  /** 1, 2, … one more with each correction, each hold and its end, and the withdrawal. */
  readonly version: number;
  /** BCP 47; gives the direction of the text. */
  readonly language: string;
  readonly firstCreated: string;
  readonly versionCreated: string;
  /** Why it was corrected or withdrawn. */
  readonly edNote?: string;
}

export interface UsableHeadline extends Identity {
  readonly pubStatus: 'usable';
  readonly headline: string;
  readonly urgency: Urgency;
  readonly pinned: boolean;
  /** Its place among the pinned, highest first (`order.ts`); of pinned headlines only. Absent: its age. */
  readonly rank?: number;
  readonly url?: string;
  /** For pages, feeds and mail; not sent to tickers. */
  readonly summary?: string;
  readonly source?: string;
  readonly by?: string;
  readonly expires?: string;
}

/** A withdrawn item keeps its id and loses its text. */
export interface CanceledHeadline extends Identity {
  readonly pubStatus: 'canceled';
}

/** While somebody checks it: like a withdrawn one it has no text, but it may come back. */
export interface WithheldHeadline extends Identity {
  readonly pubStatus: 'withheld';
}

export type Headline = UsableHeadline | WithheldHeadline | CanceledHeadline;

export const HEADLINE_LIMITS = {
  /** User-perceived characters (grapheme clusters, UAX 29). */
  headline: 280,
  summary: 1000,
  source: 120,
  by: 120,
  edNote: 500,
  url: 2000,
  /** Either side of zero; further out whole numbers are not told apart. */
  rank: 2 ** 53,
  id: 128,
  /** RFC 5646, 4.4.1, asks for 35 at least. */
  language: 64,
  /** UTF-16 units a grapheme may take on average: stacked marks must not smuggle a book in. */
  unitsPerCharacter: 8,
} as const;

/** Ids stand in paths of URLs: RFC 3986's unreserved characters, and no `.` or `..`. */
export const ID_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/;

// Marked for the ticker's build, where nobody counts: older browsers have no segmenter.
const segmenter = /* @__PURE__ */ new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Counts what a reader would call characters: «لّٰ» is one, an emoji with its skin tone is one. */
export function countCharacters(text: string): number {
  return charactersOf(text).length;
}

export function charactersOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

// Bidi overrides and isolates can make a headline read as its opposite (U+202A–202E, U+2066–2069).
const BIDI_OVERRIDES = /[\u202A-\u202E\u2066-\u2069]/u;
const CONTROLS = /\p{Cc}|[\u2028\u2029]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** What is wrong with a text, as the end of a sentence that begins with the field's name. */
export function textFault(text: string, limit: number): string | undefined {
  if (!text.isWellFormed()) return 'has half of a surrogate pair: it is not valid Unicode';
  if (CONTROLS.test(text))
    return 'has a control character or a line break: it must be one plain line';
  if (BIDI_OVERRIDES.test(text)) {
    return 'has a bidi override (U+202A–202E, U+2066–2069), which can make a text read as another';
  }
  if (!VISIBLE.test(text)) return 'is empty';
  if (text.length > limit * HEADLINE_LIMITS.unitsPerCharacter || countCharacters(text) > limit) {
    return `is longer than ${limit} characters`;
  }
  return undefined;
}

/** What is wrong with a link. Only http and https: `javascript:` and `data:` run in the reader's page. */
export function urlFault(url: string): string | undefined {
  if (url.length > HEADLINE_LIMITS.url) return `is longer than ${HEADLINE_LIMITS.url} characters`;
  // The parser of URLs would drop some of these in silence, and the text that readers get would keep them.
  if (/\s/.test(url) || CONTROLS.test(url))
    return 'has a space, a line break or a control character';
  if (!url.isWellFormed() || BIDI_OVERRIDES.test(url)) return 'has a character that no link has';
  if (!URL.canParse(url)) return 'is not an absolute URL';
  // `https:x` is absolute here, and relative in the page of a reader.
  if (!/^https?:\/\//i.test(url)) return 'is not an http or https link';
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') return 'must not carry a user name or password';
  return undefined;
}

/** The canonical BCP 47 tag, or undefined where it is none, or too long. */
export function canonicalLanguage(tag: string): string | undefined {
  if (tag.length > HEADLINE_LIMITS.language) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

const RTL_SCRIPTS = new Set([
  'Arab',
  'Hebr',
  'Thaa',
  'Syrc',
  'Nkoo',
  'Adlm',
  'Rohg',
  'Mand',
  'Samr',
]);

/** The direction of a language's script; `dir=auto` guesses from the first letter and is wrong for «iPhone…». */
export function directionOf(language: string): 'rtl' | 'ltr' {
  try {
    return RTL_SCRIPTS.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}

/** Is it on show at `now` (ms since 1970)? */
export function isShown(item: Headline, now: number): item is UsableHeadline {
  return (
    item.pubStatus === 'usable' && (item.expires === undefined || Date.parse(item.expires) > now)
  );
}
