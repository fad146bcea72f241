/** Requests to the API as clients get them wrong: each part is right often enough for the next to be read. */
import fc from 'fast-check';
import type { Ask } from '../support/exchange.ts';
import { ADMIN_KEY } from '../support/hub-process.ts';
import { anyRoute } from './routes.ts';

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

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
  .tuple(anyRoute, headers, bytes, fc.constantFrom('length', 'length', 'length', 'chunks'))
  .map(([{ method, path, body }, given, change, framing]) => {
    const changed = Buffer.from(change(Buffer.from(body))).toString('latin1');
    return { method, path, headers: given, body: changed, framing };
  });
