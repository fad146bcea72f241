/** The answer to a viewer who may not come in, polling or not. */
import { ServerResponse, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Problem } from '../../shared/problem.ts';

/** Seconds, where the problem does not say. */
const AWAY = 5;

/** To an upgrade Node answers nothing of its own, and Engine.IO's `response` writes nothing. */
export function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
): void {
  const body = JSON.stringify(problem.toDocument());
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Retry-After': String(problem.retryAfter ?? AWAY),
    Connection: 'close',
  };
  if (response instanceof ServerResponse) {
    response.writeHead(problem.status, headers).end(body);
    return;
  }
  const { socket } = request;
  socket.write(rawAnswer(problem.status, headers, body));
  // Not only this end of it: who never ends the other would hold an open file of the hub.
  socket.destroySoon();
}

function rawAnswer(status: number, headers: Record<string, string>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n');
}
