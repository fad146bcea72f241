/** The answer 503 to a viewer who may not come in, polling or not. */
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Refusal } from './gate.ts';

/** To an upgrade Node answers nothing of its own, and Engine.IO's `response` writes nothing. */
export function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  { problem, retryAfter }: Refusal,
): void {
  const body = JSON.stringify(problem.toDocument());
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Retry-After': String(retryAfter),
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
  return [`HTTP/1.1 ${status} Service Unavailable`, ...lines, '', body].join('\r\n');
}
