/**
 * Requests that never reach the app, because they are no proper HTTP: Node or its adapter would refuse them
 * without a word. They too get a problem document (P4).
 */
import { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, type ProblemCode } from '../../shared/problem.ts';

/** Node's codes; all others are those of its parser. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};
const TYPE = { 'Content-Type': 'application/problem+json' };

/** For what cannot be made a `Request` of: a host or a path that is none. */
export function refuse(error: unknown): Response {
  const isTheirs = error instanceof Error && error.name === 'RequestError';
  const problem = isTheirs
    ? new Problem('malformed_request', error.message)
    : new Problem('internal', 'The hub failed');
  const body = JSON.stringify(problem.toDocument());
  return new Response(body, { status: problem.status, headers: TYPE });
}

/** For the event `clientError`: nothing that comes over this connection can be understood any more. */
export function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || isBeingAnswered(socket)) {
    socket.destroy();
    return;
  }
  const { code = '', message } = error;
  const problem = new Problem(CODES[code] ?? 'malformed_request', message);
  const body = JSON.stringify(problem.toDocument());
  const lines = [
    `HTTP/1.1 ${problem.status} Refused`,
    ...Object.entries(TYPE).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end([...lines, '', body].join('\r\n'), () => socket.destroy());
}

/** What is written now would stand in the middle of that answer. Node itself looks at this mark. */
function isBeingAnswered(socket: Duplex): boolean {
  if (!('_httpMessage' in socket)) return false;
  const { _httpMessage: answer } = socket;
  return answer instanceof ServerResponse && answer.headersSent;
}
