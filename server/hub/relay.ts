/**
 * Hands what came to one worker over to another, on whose Unix socket the same HTTP is spoken, and
 * carries the answer back. The other worker trusts it no more than it trusts any stranger: whatever
 * can be smuggled in here can be sent to the port as well.
 */
import { request as send, type Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { pipeline } from 'node:stream';

export interface Relayed {
  readonly request: IncomingMessage;
  /** The other worker's Unix socket. */
  readonly path: string;
  /** It was not there, and nothing was answered yet. */
  readonly failed: () => void;
}

/** They describe one connection, and each of the two has its own; the rest passes as it is. */
const OF_CONNECTION = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Polling; gives what cuts it off. */
export function relayRequest(
  { request, path, failed }: Relayed,
  response: ServerResponse,
  agent: Agent,
): () => void {
  const onward = send({
    socketPath: path,
    agent,
    method: request.method,
    path: request.url,
    headers: passedOn(request.rawHeaders),
  });
  let isOver = false;

  onward.once('response', (answer) => {
    isOver = true;
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.rawHeaders));
    // Ends the viewer's request as abruptly as the neighbour ended its answer.
    pipeline(answer, response, () => undefined);
  });
  onward.on('error', () => {
    if (isOver || response.destroyed) return;
    isOver = true;
    failed();
  });
  // What is left of a body that nobody reads any more must not hold the viewer's connection.
  onward.once('close', () => {
    request.unpipe(onward);
    request.resume();
  });
  response.once('close', () => {
    isOver = true;
    onward.destroy();
  });
  // A body without a declared length goes on in chunks, as it came.
  if (request.method === 'POST') request.pipe(onward);
  else onward.end();
  return () => response.destroy();
}

/** A WebSocket, for as long as it lives; gives what cuts it off. */
export function relayUpgrade({ request, path, failed }: Relayed, head: Uint8Array): () => void {
  const viewer = request.socket;
  const onward = connect({ path });
  let isReached = false;

  onward.once('connect', () => {
    isReached = true;
    // One write: a neighbour may refuse and close before a second one.
    onward.write(Buffer.concat([Buffer.from(headOf(request), 'latin1'), head]));
    viewer.pipe(onward);
    onward.pipe(viewer);
  });
  onward.on('error', () => {
    if (!isReached && !viewer.destroyed) failed();
  });
  viewer.on('error', () => undefined);
  // An end is passed on by the pipes, after what was sent before it; a viewer that does not end its
  // own side would hold the connection.
  onward.once('close', () => {
    if (isReached) viewer.destroySoon();
  });
  viewer.once('close', () => {
    onward.destroySoon();
  });
  return () => viewer.destroy();
}

function passedOn(rawHeaders: readonly string[]): string[] {
  return pairsOf(rawHeaders).flatMap(([name, value]) =>
    OF_CONNECTION.has(name.toLowerCase()) ? [] : [name, value],
  );
}

/** The request as it came: Node reads a head as Latin-1, so written as such it is the same bytes. */
function headOf({ method = 'GET', url = '/', rawHeaders }: IncomingMessage): string {
  const fields = pairsOf(rawHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${url} HTTP/1.1\r\n${fields.join('')}\r\n`;
}

function pairsOf(rawHeaders: readonly string[]): [string, string][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, n) => [
    rawHeaders[2 * n] ?? '',
    rawHeaders[2 * n + 1] ?? '',
  ]);
}
