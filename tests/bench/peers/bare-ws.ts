/**
 * The least that a WebSocket server in Node does for a broadcast: `ws` alone, and one frame made once
 * and handed to every connection by the library's own sender. POST / publishes the body as it is.
 * Run as `node bare-ws.ts <port>`; says a line when it listens.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { frameOf } from '../crowd/frames.ts';

/** Not among the library's types, yet what its authors name for a frame that is ready-made. */
interface Sender {
  sendFrame(list: readonly Buffer[]): void;
}

const [port] = z.tuple([z.coerce.number().int().positive()]).parse(process.argv.slice(2));
const senders = new Set<Sender>();

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const list = [frameOf(body)];
    for (const sender of senders) sender.sendFrame(list);
    response.writeHead(201).end();
  });
});
new WebSocketServer({ server }).on('connection', (client) => {
  if (!hasSender(client)) throw new Error('This version of ws has no such sender');
  const { _sender: sender } = client;
  senders.add(sender);
  // Without a listener the RST of a viewer would end the process.
  client.on('error', () => undefined);
  client.on('close', () => senders.delete(sender));
});
server.listen(port, '127.0.0.1', () => {
  process.stdout.write('listening\n');
});

function hasSender(client: object): client is { readonly _sender: Sender } {
  const sender = '_sender' in client ? client._sender : undefined;
  return typeof sender === 'object' && sender !== null && 'sendFrame' in sender;
}
