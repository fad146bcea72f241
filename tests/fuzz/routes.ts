/** What the API is asked for, nearly right: a method, a path and a body that belong together, most often. */
import fc from 'fast-check';
import { anyCorrection, anyDraft, anyWithdrawal, FIELDS, ID_POOL, text } from './drafts.ts';

/** Headlines are written to these; others come and go. */
export const CHANNELS = ['breaking', 'sport'] as const;
export const SCRATCH = ['scratch-1', 'scratch-2'] as const;

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const written = (value: fc.Arbitrary<unknown>) => value.map((one) => JSON.stringify(one));

const odd = fc.oneof(
  fc.constantFrom(
    '%2F',
    '%2e%2e',
    '..',
    '.',
    '%00',
    '%',
    '%E0%A4%A',
    '%C3%28',
    '',
    '*',
    ':',
    '__proto__',
  ),
  fc.constantFrom(
    'a'.repeat(300),
    'a'.repeat(9_000),
    'breaking%20',
    'BREAKING',
    ';',
    '\\',
    '%5C',
    '{channel}',
  ),
  text.map((value) => encodeURIComponent(value.toWellFormed())),
  text.map((value) => Buffer.from(value.replaceAll(/[\0-\x20?#\x7f]/g, '')).toString('latin1')),
);
const channel = fc.oneof(weighted(12, fc.constantFrom(...CHANNELS)), weighted(1, odd));
const itemId = fc.oneof(weighted(8, fc.constantFrom(...ID_POOL)), weighted(1, odd));
const scratch = fc.oneof(weighted(6, fc.constantFrom(...SCRATCH)), weighted(1, odd));

const settings = fc.record(
  {
    title: text,
    language: FIELDS.language,
    boardSize: fc.oneof(fc.integer({ min: -1, max: 102 }), fc.double()),
    defaultTtl: fc.oneof(fc.constant(null), fc.integer({ min: 9, max: 40_000_000 })),
    allowedOrigins: fc.oneof(
      fc.constant(null),
      fc.array(
        fc.constantFrom('https://a.example', 'https://a.example/', 'null', '*', 'HTTP://A', ''),
      ),
    ),
    retention: fc.oneof(fc.integer({ min: 99, max: 100_001 }), fc.constant('100')),
    __proto__: fc.constant({}),
  },
  { requiredKeys: [] },
);
const newChannel = fc
  .tuple(fc.oneof(fc.constantFrom(...SCRATCH), text), text, settings)
  .map(([name, title, more]) => ({ name, title, ...more }));
const newKey = fc.record(
  {
    name: text,
    role: fc.constantFrom('editor', 'admin', 'owner', null),
    channels: fc.oneof(
      fc.constant(null),
      fc.array(fc.oneof(fc.constantFrom(...CHANNELS), text), { maxLength: 3 }),
      fc.constant(Array<string>(101).fill('sport')),
    ),
  },
  { requiredKeys: ['name', 'role'] },
);

interface Route {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}
const route = (method: string, path: fc.Arbitrary<string>, body: fc.Arbitrary<string>) =>
  fc.record({ method: fc.constant(method), path, body });
const nothing = fc.constant('');
const headlines = channel.map((name) => `/api/channels/${name}/headlines`);
const item = fc.tuple(headlines, itemId).map(([list, id]) => `${list}/${id}`);
const ofScratch = scratch.map((name) => `/api/channels/${name}`);

/** `{epoch}` stands for the epoch of the first channel. */
const after = fc.oneof(
  fc.integer({ min: -2, max: 2_000 }).map((seq) => `{epoch}:${seq}`),
  fc.constantFrom(
    '',
    ':',
    '{epoch}:',
    ':1',
    '{epoch}:01',
    '{epoch}:1e3',
    '{epoch}:9007199254740993',
  ),
  fc.constantFrom('nowhere:1', '{epoch}:1&after={epoch}:2', '{epoch}:1%00', `${'a'.repeat(65)}:1`),
  text.map((value) => encodeURIComponent(value.toWellFormed())),
);
const reading = fc.tuple(headlines, after).map(([path, position]) => `${path}?after=${position}`);
const elsewhere = fc.constantFrom(
  ...[
    '/api',
    '/api/',
    '/api//channels',
    '/api/channels/',
    '/api/openapi.json',
    '/api/docs',
    '/healthz',
  ],
  ...[
    '/readyz',
    '/api/nothing',
    '//api/channels',
    '/API/channels',
    '/api/channels?x=%',
    '/api/keys/',
  ],
);

const rightMethod: fc.Arbitrary<Route> = fc.oneof(
  weighted(8, route('POST', headlines, anyDraft)),
  weighted(6, route('PATCH', item, anyCorrection)),
  weighted(3, route('DELETE', item, anyWithdrawal)),
  weighted(3, route('GET', reading, nothing)),
  weighted(1, route('GET', headlines, nothing)),
  weighted(2, route('GET', item, nothing)),
  weighted(2, route('POST', fc.constant('/api/channels'), written(newChannel))),
  weighted(2, route('PATCH', ofScratch, written(settings))),
  weighted(1, route('DELETE', ofScratch, nothing)),
  weighted(2, route('POST', fc.constant('/api/keys'), written(newKey))),
  weighted(
    1,
    route(
      'DELETE',
      itemId.map((id) => `/api/keys/${id}`),
      nothing,
    ),
  ),
  weighted(1, route('GET', elsewhere, nothing)),
);
// Without DELETE: it must not take away a channel that others write to.
const METHODS = [
  'GET',
  'HEAD',
  'OPTIONS',
  'PUT',
  'POST',
  'PATCH',
  'TRACE',
  'PURGE',
  'QUERY',
  'LOCK',
];
const anyMethod: fc.Arbitrary<Route> = fc
  .tuple(rightMethod, fc.constantFrom(...METHODS))
  .map(([right, method]) => ({ ...right, method }));

/** The method is hardly ever another one. */
export const anyRoute: fc.Arbitrary<Route> = fc.oneof(
  weighted(12, rightMethod),
  weighted(1, anyMethod),
);
