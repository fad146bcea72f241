/** Requests to the API as clients get them wrong: each part is right often enough for the next to be read. */
import fc from 'fast-check';
import { ADMIN_KEY } from '../support/hub-process.ts';
import { anyCorrection, anyDraft, anyWithdrawal, FIELDS, ID_POOL, text } from './drafts.ts';
import type { Ask } from '../support/exchange.ts';

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

/** Bytes that are no JSON any more, or JSON of another kind. */
const spoil = fc.constantFrom<(body: Buffer) => Uint8Array>(
  (body) => body.subarray(0, Math.floor(body.length / 2)),
  (body) => Buffer.concat([Buffer.from('\ufeff'), body]),
  (body) => Buffer.concat([body, Buffer.from('}')]),
  (body) => Buffer.from(body.toString(), 'utf16le'),
  // In the middle of a text, most often: an overlong form, half a character, half a surrogate, no UTF-8 at all.
  ...[[0xc0, 0xaf], [0xd8], [0xed, 0xa0, 0x80], [0xff], [0xf4, 0x90, 0x80, 0x80]].map(
    (bytes) => (body: Buffer) => {
      const at = body.indexOf('":"') + 3;
      return Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)]);
    },
  ),
  (body) => Buffer.from(body.toString().replaceAll(/:(\d+)/g, ':1e999')),
  (body) => Buffer.from(`${'['.repeat(30_000)}${body.toString()}`),
  (body) => Buffer.from(`${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}${' '.repeat(body.length)}`),
  (body) => Buffer.concat([body, Buffer.alloc(64 * 1024, ' ')]),
  () => new Uint8Array(),
);
const bytes = fc.oneof(
  weighted(
    9,
    fc.constant((body: Buffer): Uint8Array => body),
  ),
  weighted(1, spoil),
);

type Header = readonly [name: string, value: string];
const header = (name: string, ...values: readonly string[]): fc.Arbitrary<readonly Header[]> =>
  fc.constantFrom(...values).map((value) => [[name, value]]);
const without = fc.constant<readonly Header[]>([]);

const authorization = fc.oneof(
  weighted(16, header('Authorization', `Bearer ${ADMIN_KEY}`)),
  weighted(
    1,
    header(
      'Authorization',
      '',
      'Bearer',
      'Bearer x',
      `bearer   ${ADMIN_KEY}`,
      `Basic ${ADMIN_KEY}`,
    ),
  ),
  weighted(
    1,
    header('Authorization', `Bearer ajil_${'a'.repeat(36)}`, `Bearer ${'\xff'.repeat(50)}`),
  ),
  weighted(1, without),
);
const ifMatch = fc.oneof(
  weighted(8, header('If-Match', '"1"', '"2"', '"3"')),
  weighted(1, header('If-Match', '1', '*', 'W/"1"', '"0"', '"999999999"', '"1", "2"', '', '"1"\t')),
  weighted(1, without),
);
const KEYS = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k8'];
const idempotency = fc.oneof(
  weighted(12, without),
  weighted(4, header('Idempotency-Key', ...KEYS)),
  weighted(
    1,
    header('Idempotency-Key', '', 'a b', '\xe9', 'x'.repeat(200), 'x'.repeat(201), '__proto__'),
  ),
);
const contentType = fc.oneof(
  weighted(12, header('Content-Type', 'application/json', 'application/json; charset=utf-8')),
  weighted(
    1,
    header('Content-Type', 'application/vnd.iptc.ninjs+json', 'application/problem+json'),
  ),
  weighted(
    1,
    header('Content-Type', 'text/plain', 'application/jsonp', '', ';', 'multipart/form-data'),
  ),
  weighted(1, without),
);
const others = fc.oneof(
  weighted(12, without),
  weighted(
    1,
    fc.oneof(
      header(
        'Accept',
        'application/vnd.iptc.ninjs+json',
        '*/*',
        'text/html',
        ',;q=',
        'x'.repeat(2_000),
      ),
      header('If-None-Match', '"1"', '*', ''),
      header('Host', 'news.example', '', 'a b', 'news.example/x', '[::1]', 'x'.repeat(300), '\xff'),
      header('Upgrade', 'h2c', 'websocket'),
      header('Expect', '100-continue', 'the unexpected'),
      header('Cookie', '__proto__=1'),
      header('Origin', 'https://evil.example', 'null'),
      header('X-Forwarded-Host', 'evil.example'),
      header('X-Long', 'x'.repeat(20_000)),
      header('Content-Encoding', 'gzip', 'br'),
    ),
  ),
);
const headers = fc
  .tuple(authorization, ifMatch, idempotency, contentType, others)
  .map((all) => all.flat());

export const anyAsk: fc.Arbitrary<Ask> = fc
  .tuple(
    fc.oneof(weighted(12, rightMethod), weighted(1, anyMethod)),
    headers,
    bytes,
    fc.constantFrom('length', 'length', 'length', 'chunks'),
  )
  .map(([{ method, path, body }, given, change, framing]) => {
    const changed = Buffer.from(change(Buffer.from(body))).toString('latin1');
    return { method, path, headers: given, body: changed, framing };
  });

/** What breaks the frame of a request: the hub must not take it for something else. */
export const crookedFrames = fc.constantFrom<(request: string) => string>(
  (request) =>
    request.replace(/Content-Length: (\d+)/, (_, n) => `Content-Length: ${Number(n) + 40}`),
  (request) =>
    request.replace(/Content-Length: (\d+)/, (_, n) => `Content-Length: ${Number(n) >> 1}`),
  (request) => request.replace(/(Content-Length: \d+)/, '$1\r\n$1'),
  (request) => request.replace(/(Content-Length: )(\d+)/, '$1$2\r\n$11'),
  (request) => request.replace(/Content-Length: \d+/, 'Content-Length: -1'),
  (request) => request.replace(/Content-Length: \d+/, 'Content-Length: 9007199254740993'),
  (request) => request.replace(/(Content-Length: \d+)/, '$1\r\nTransfer-Encoding: chunked'),
  (request) => request.replace(/Content-Length: \d+/, 'Transfer-Encoding: xchunked'),
  (request) => request.replace(/Content-Length: \d+/, 'Transfer-Encoding: gzip, chunked'),
  (request) => request.replace(/Content-Length: \d+/, 'Transfer-Encoding : chunked'),
  (request) => request.replaceAll('\r\n', '\n'),
  (request) => request.replace(/ HTTP\/1\.1/, ' HTTP/1.0'),
  (request) => request.replace(/ HTTP\/1\.1/, ' HTTP/2.0'),
  (request) => request.replace(/ HTTP\/1\.1/, ''),
  (request) => request.replace(/\r\n/, '\r\n folded: x\r\n'),
  (request) => request.replace(/\r\nHost: [^\r]*/, ''),
  (request) => request.replace(/\r\nHost/, '\r\nHost: evil.example\r\nHost'),
  (request) => request.replace(/ \//, ' http://evil.example/'),
  (request) => request.slice(0, request.length >> 1),
  (request) => `\0${request}`,
  (request) => request.replace('\r\n\r\n', '\r\n\0: x\r\n\r\n'),
);
