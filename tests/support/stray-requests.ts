/** HTTP requests to the place of Socket.IO, with one part or another that does not belong there. */
import fc from 'fast-check';
import { ADMIN_KEY } from './hub-process.ts';
import { CONNECT, ENGINE_PATH } from './raw-link.ts';

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const text = fc.oneof(fc.constantFrom(CONNECT, '2', '1', `${CONNECT}\x1e41`), fc.string());

const chosen = (name: string, ...values: readonly string[]) =>
  fc.oneof(
    weighted(3, fc.constant(`${name}=${values[0] ?? ''}`)),
    weighted(1, fc.constantFrom('', ...values.map((value) => `${name}=${value}`))),
  );
const query = fc
  .tuple(
    chosen('EIO', '4', '3', '', '5', '4&EIO=3', '__proto__'),
    chosen(
      'transport',
      'polling',
      'websocket',
      'x',
      '',
      'webtransport',
      '__proto__',
      'constructor',
    ),
    fc.constantFrom(
      '',
      '',
      '',
      'sid=',
      'sid=nobody',
      'sid=__proto__',
      `sid=${'x'.repeat(9_000)}`,
      'sid=a&sid=b',
    ),
    fc.constantFrom('', '', 't=1', 'j=0', 'b64=1', '%', 'sid%3D', '\xff'),
  )
  .map((parts) => parts.filter((part) => part !== '').join('&'));
const path = fc.oneof(
  weighted(6, fc.constant('/socket.io/')),
  weighted(
    1,
    fc.constantFrom(
      '/socket.io',
      '/socket.io//',
      '/socket.io/%2e%2e/',
      '/socket.io/../',
      '//socket.io/',
    ),
  ),
);
const UPGRADE = [
  ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
const headers = fc.constantFrom<readonly string[]>(
  ...[
    [],
    [],
    ['Connection: close'],
    UPGRADE,
    UPGRADE,
    UPGRADE.slice(0, 3),
    ['Connection: Upgrade'],
  ],
  ['Connection: Upgrade', 'Upgrade: h2c'],
  ['Origin: https://evil.example', 'Access-Control-Request-Headers: x'],
  ['Transfer-Encoding: chunked'],
  ['Content-Length: 9', 'Transfer-Encoding: chunked'],
  ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99', ...UPGRADE],
  ['Sec-WebSocket-Protocol: \xff', ...UPGRADE],
);
const request = fc
  .tuple(
    fc.constantFrom('GET', 'GET', 'GET', 'POST', 'OPTIONS', 'PUT', 'HEAD', 'DELETE', 'TRACE', 'X'),
    path,
    query,
    headers,
    fc.oneof(weighted(2, fc.constant('')), weighted(1, text)),
  )
  .map(([method, where, asking, more, body]) => {
    const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
    const lines = [`${method} ${where}?${asking} HTTP/1.1`, 'Host: hub', ...more, ...length];
    return `${lines.join('\r\n')}\r\n\r\n${Buffer.from(body).toString('latin1')}`;
  });
/** A second request in the body of the first, which must never be answered. */
const smuggled = fc
  .constantFrom(
    `POST ${ENGINE_PATH} HTTP/1.1\r\nHost: hub\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `GET ${ENGINE_PATH} HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: xchunked\r\n\r\n`,
    `POST ${ENGINE_PATH} HTTP/1.1\r\nHost: hub\r\nContent-Length: 0\r\nContent-Length: 90\r\n\r\n`,
  )
  .map((head) => {
    const inner = `DELETE /api/channels/c-60 HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer ${ADMIN_KEY}\r\n\r\n`;
    return head + inner;
  });

/** Latin-1, whole or not. */
export const anyRequest: fc.Arbitrary<string> = fc.oneof(
  weighted(8, request),
  weighted(1, smuggled),
);
