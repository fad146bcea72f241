/** Headlines as editors send them, nearly right: most fields are as they should be, and one or two are not. */
import fc from 'fast-check';

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const LETTERS = ['ع', 'ا', 'a', 'Z', '7', 'ß', '漢', '«', '-'];
/** Each is a trap: marks that combine, halves, directions, controls, what cannot be seen. */
const TRAPS = [
  ...['e\u0301', '\u0627\u0653', '\u1100\u1161\u11a8', '\ufb01', '\u212b', '👩‍👩‍👧‍👦', '👍🏽', '🇵🇸'],
  ...['\ud800', '\udc00', '\ud83d', '\ufffd', '\uffff', '\u{10ffff}', '\ufeff', '\u200b', '\u2060'],
  ...['\u202e', '\u202a', '\u202c', '\u2066', '\u2069', '\u200f', '\u061c', '\u0300', '\u0651'],
  ...['\0', '\n', '\r', '\t', '\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', ' ', '  '],
  ...['<script>', '&amp;', '"', '\\', '%00', '${x}', "'--"],
];

const piece = fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom(...LETTERS) },
  { weight: 1, arbitrary: fc.constantFrom(...TRAPS) },
);
const words = fc.array(piece, { minLength: 1, maxLength: 12 }).map((all) => all.join(''));
/** Around the limits of one thing and another, in letters, marks and emoji. */
const long = fc
  .tuple(
    fc.constantFrom('ع', 'e\u0301', '👩‍👩‍👧‍👦', 'ل\u064e\u0651\u0670', '\ud83d'),
    fc.constantFrom(119, 120, 121, 279, 280, 281, 500, 501, 1_000, 1_001, 2_500),
  )
  .map(([unit, count]) => unit.repeat(count));
export const text = fc.oneof(
  { weight: 8, arbitrary: words },
  { weight: 1, arbitrary: long },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

const url = fc.oneof(
  fc.constantFrom('https://news.example/1', 'http://news.example', 'https://أخبار.example/خبر'),
  words.map((path) => `https://news.example/${path}`),
  words.map((host) => `https://${host}/`),
  fc.constantFrom(
    ...['javascript:alert(1)', 'data:text/html,x', 'https://u:p@news.example/', '//news.example'],
    ...[' https://news.example/', 'https://news.example/\n', 'java\nscript:alert(1)', 'https:x'],
    ...['HTTPS://NEWS.EXAMPLE', 'https://[::1]:70000/', 'https://1.2.3.4.5/', 'ftp://news.example'],
    ...[`https://news.example/${'a'.repeat(1_979)}`, `https://news.example/${'a'.repeat(1_980)}`],
  ),
);

const language = fc.oneof(
  fc.constantFrom('ar', 'en', 'AR-eg', 'zh-cmn-Hans', 'sr-Latn-RS', 'i-klingon', 'x-private'),
  fc.constantFrom('', '-', 'a', 'ar_EG', 'en-u-ca-buddhist', 'art-lojban', 'root', 'ar\0'),
  fc.integer({ min: 1, max: 3_000 }).map((count) => `en-x${'-abcdefgh'.repeat(count)}`),
);

const two = fc.integer({ min: 0, max: 62 }).map((value) => String(value).padStart(2, '0'));
const expires = fc.oneof(
  fc
    .integer({ min: -5_000, max: 100_000_000 })
    .map((ms) => new Date(Date.now() + ms).toISOString()),
  fc
    .tuple(fc.constantFrom('2030', '9999', '0000', '10000'), two, two, two, two, two, two)
    .map(([year, month, day, h, m, s, o]) => `${year}-${month}-${day}T${h}:${m}:${s}+${o}:00`),
  fc.constantFrom(
    ...['9999-12-31T23:59:59Z', '9999-12-31T23:59:59-23:59', '9999-12-31T24:00:00Z'],
    ...['+275760-09-13T00:00:00Z', '2030-02-30T00:00:00Z', '2030-01-01T00:00Z', '2030-01-01'],
    ...['2030-06-30T23:59:60Z', '2030-01-01T00:00:00+23:59', '2030-01-01t00:00:00z'],
    ...['2030-01-01T00:00:00.123456789Z', '', 'tomorrow'],
  ),
);

/** Of headlines that there are; JavaScript and paths have a meaning of their own for some. */
export const ID_POOL = [
  ...['__proto__', 'constructor', 'toString', '...', '~', '-'],
  ...Array.from({ length: 24 }, (_, n) => `item-${n}`),
];
const id = fc.oneof(
  weighted(4, fc.constantFrom(...ID_POOL)),
  weighted(4, fc.uuid()),
  fc.constantFrom('.', '..', '', 'a/b', 'خبر', 'a'.repeat(128), 'a'.repeat(129), 'a b', 'a%2Fb'),
);

const urgency = fc.oneof(
  weighted(8, fc.integer({ min: 1, max: 9 })),
  fc.constantFrom(0, 10, -1, 1.5, 1e308, '1', true, 2 ** 53, -0, null),
);

/** Most of the time what it should be, or hardly anything would be published. */
const mostly = <Right, Wrong>(right: fc.Arbitrary<Right>, wrong: fc.Arbitrary<Wrong>) =>
  fc.oneof(weighted(3, right), weighted(1, wrong));
const soon = fc
  .integer({ min: 2, max: 400 })
  .map((days) => new Date(Date.now() + days * 86_400_000));

export const FIELDS = {
  headline: text,
  id,
  language: mostly(fc.constantFrom('ar', 'en', 'fa', 'AR-eg'), language),
  urgency,
  pinned: mostly(fc.boolean(), fc.constantFrom('true', 1, null)),
  rank: mostly(
    fc.double({ min: -(2 ** 53), max: 2 ** 53, noNaN: true }),
    fc.constantFrom(2 ** 53 + 2, -1e308, '1', true, null),
  ),
  url: mostly(fc.constantFrom('https://news.example/1', 'http://أخبار.example/خبر?q=1#x'), url),
  summary: mostly(words, text),
  source: mostly(words, text),
  by: mostly(words, text),
  expires: mostly(
    soon.map((time) => time.toISOString()),
    expires,
  ),
  edNote: mostly(words, text),
} as const;

const junk = fc.jsonValue({ maxDepth: 3 });
const NAMES = [
  ...['headline', 'id', 'url', 'expires', 'language', 'version', 'seq', 'epoch', 'pubStatus'],
  ...['__proto__', 'constructor', 'toString', 'firstCreated', 'edNote', '', 'خبر'],
];

/** JSON, with one field that is anything; `__proto__` is a field like any other in it. */
function spoiled(base: fc.Arbitrary<object>): fc.Arbitrary<string> {
  return fc.tuple(base, fc.constantFrom(...NAMES), junk).map(([value, name, anything]) => {
    const kept = Object.entries(value).filter(([key]) => key !== name);
    return jsonOf([...kept, [name, anything]]);
  });
}

function jsonOf(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`;
}

const { headline, edNote, ...optional } = FIELDS;
const draft = fc
  .tuple(words, fc.record({ ...optional, headline }, { requiredKeys: [] }))
  .map(([plain, fields]) => ({ headline: plain, ...fields }));
/** At most two optional fields: with all of them it would hardly ever be right. */
const some = (names: readonly string[], all: object) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
const chosen = fc.oneof(
  weighted(2, fc.subarray(Object.keys(optional), { maxLength: 2 })),
  weighted(1, fc.constant<string[]>(['id'])),
  weighted(1, fc.constant<string[]>(['pinned', 'rank'])),
);
const nearlyRight = fc
  .tuple(draft, chosen)
  .map(([all, names]) => some(['headline', ...names], all));

const { id: _, ...correctable } = FIELDS;
const REMOVABLE = ['rank', 'url', 'summary', 'source', 'by', 'expires', 'edNote'];
const correction = fc
  .tuple(
    fc.record(correctable),
    fc.subarray(Object.keys(correctable), { minLength: 1, maxLength: 2 }),
    fc.subarray(REMOVABLE, { maxLength: 1 }),
  )
  .map(([all, names, removed]) => ({
    ...some(names, all),
    ...Object.fromEntries(removed.map((name) => [name, null])),
  }));

const ninjsText = fc.record(
  {
    role: fc.constantFrom('main', 'short'),
    contentType: fc.constantFrom('text/plain', 'text/html'),
    value: text,
  },
  { requiredKeys: ['value'] },
);
const ninjs = fc.record(
  {
    uri: fc.oneof(text, fc.webUrl(), fc.constantFrom(...ID_POOL)),
    headlines: fc.array(ninjsText, { maxLength: 3 }),
    descriptions: fc.array(ninjsText, { maxLength: 2 }),
    pubStatus: fc.constantFrom('usable', 'withheld', 'canceled'),
    infoSources: fc.array(fc.record({ name: text }, { requiredKeys: [] }), { maxLength: 2 }),
    renditions: fc.array(fc.record({ name: fc.constantFrom('web', 'x'), href: url }), {
      maxLength: 2,
    }),
    urgency,
    expires,
    embargoedUntil: expires,
  },
  { requiredKeys: ['uri', 'headlines'] },
);

const written = (value: fc.Arbitrary<unknown>) => value.map((one) => JSON.stringify(one));
const item = fc.oneof(
  { weight: 6, arbitrary: written(nearlyRight) },
  { weight: 2, arbitrary: spoiled(nearlyRight) },
  { weight: 1, arbitrary: written(ninjs) },
  { weight: 1, arbitrary: spoiled(ninjs) },
);
const many = fc.oneof(
  fc.array(item, { maxLength: 6 }),
  fc
    .tuple(item, fc.constantFrom(99, 100, 101))
    .map(([one, count]) => Array<string>(count).fill(one)),
);

/** The text of a body. */
export const anyDraft: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: item },
  { weight: 2, arbitrary: many.map((items) => `[${items.join()}]`) },
  { weight: 1, arbitrary: written(junk) },
);
export const anyCorrection: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: written(correction) },
  { weight: 2, arbitrary: spoiled(correction) },
  { weight: 1, arbitrary: written(junk) },
);
export const anyWithdrawal: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: written(fc.record({ edNote })) },
  { weight: 1, arbitrary: spoiled(fc.record({ edNote })) },
);
