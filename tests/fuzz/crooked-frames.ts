import fc from 'fast-check';

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
