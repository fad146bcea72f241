/**
 * The hub that Socket.IO's documentation describes for more than one node: its server with its Redis
 * adapter, a room, an emit to the room; every option at its default. POST / publishes the body.
 * Run as `node docs-hub.ts <port> <redis url>`; says a line when it listens.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { z } from 'zod';

const [port, redisUrl] = z
  .tuple([z.coerce.number().int().positive(), z.string()])
  .parse(process.argv.slice(2));

const publishing = createClient({ url: redisUrl });
const listening = publishing.duplicate();
await Promise.all([publishing.connect(), listening.connect()]);

const server = createServer();
const io = new Server(server, { adapter: createAdapter(publishing, listening) });
io.on('connection', (viewer) => {
  void viewer.join('breaking');
});
server.on('request', (request, response) => {
  // Socket.IO's own requests come past here as well.
  if (request.method !== 'POST' || request.url !== '/') return;
  void text(request).then((body) => {
    const entries: unknown = JSON.parse(body);
    io.to('breaking').emit('entries', entries);
    response.writeHead(201).end();
  });
});
server.listen(port, '127.0.0.1', () => {
  process.stdout.write('listening\n');
});
