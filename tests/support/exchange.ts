/** One HTTP request, byte for byte as the test wants it, over a connection of its own, and what came back. */
import { connect } from 'node:net';
import type { Answer } from './request.ts';

export interface Ask {
  readonly method: string;
  /** With its query; Latin-1, as all of a head is. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Latin-1: a character a byte. */
  readonly body: string;
  readonly framing: 'length' | 'chunks';
}

/** ms: the hub answers or hangs up. */
const PATIENCE = 10_000;
/** Bytes of one chunk; some bodies come in several. */
const CHUNK = 1_000;

/** The bytes as a Latin-1 text, in which anything can be changed. */
export function written({ method, path, headers, body, framing }: Ask): string {
  const hasHost = headers.some(([name]) => name === 'Host');
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(hasHost ? [] : ['Host: 127.0.0.1']),
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    framing === 'length' ? `Content-Length: ${body.length}` : 'Transfer-Encoding: chunked',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${framing === 'length' ? body : inChunks(body)}`;
}

function inChunks(text: string): string {
  const count = Math.ceil(text.length / CHUNK);
  const chunks = Array.from({ length: count }, (_, n) => text.slice(n * CHUNK, (n + 1) * CHUNK));
  return [...chunks, ''].map((one) => `${one.length.toString(16)}\r\n${one}\r\n`).join('');
}

/** All that came until the hub hung up. `isLast`: this end says that nothing more will come. */
export function exchange(hub: string, request: string, isLast = false): Promise<string> {
  const { hostname, port } = new URL(hub);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let heard = '';
  const timer = setTimeout(() => {
    reject(new Error(`No end of the answer after ${PATIENCE} ms: ${heard.slice(0, 500)}`));
    socket.destroy();
  }, PATIENCE);
  socket.on('data', (data) => (heard += data.toString('latin1')));
  // The hub may hang up while more is being written to it.
  socket.on('error', () => undefined);
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    clearTimeout(timer);
    resolve(heard);
  });
  socket.write(Buffer.from(request, 'latin1'));
  if (isLast) socket.end();
  return promise;
}

/** The first answer among the bytes; undefined where there is none. */
export function parseAnswer(heard: string, method: string): Answer | undefined {
  const end = heard.indexOf('\r\n\r\n');
  const [first = '', ...lines] = heard.slice(0, Math.max(0, end)).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  if (Number.isNaN(status)) return undefined;
  const rest = heard.slice(end + 4);
  // «Go on» is no answer yet.
  if (status === 100) return parseAnswer(rest, method);
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const raw = headers.has('transfer-encoding') ? unchunked(rest) : rest;
  const text = Buffer.from(raw, 'latin1').toString();
  const isJson = headers.get('content-type')?.includes('json') === true && method !== 'HEAD';
  const body: unknown = text === '' ? undefined : isJson ? JSON.parse(text) : text;
  return { status, headers, body };
}

function unchunked(text: string): string {
  const size = Number.parseInt(text, 16);
  if (!(size > 0)) return '';
  const start = text.indexOf('\r\n') + 2;
  return text.slice(start, start + size) + unchunked(text.slice(start + size + 2));
}
