import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../tests/support/until.ts';
import { textFrame } from './frame.ts';

// A WebSocket of Node's own reads what we write: it breaks off at the first wrong byte.

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

let server: Server;
let url: string;
let stream: Duplex | undefined;
beforeAll(async () => {
  server = createServer();
  server.on('upgrade', (request, socket) => {
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    stream = socket;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => {
  stream?.destroy();
  server.close();
});

it('H2 texts of every length arrive as they are', async () => {
  const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 300_000];
  const texts = lengths.flatMap((length) => ['a'.repeat(length), 'ع'.repeat(length / 2)]);
  const heard: unknown[] = [];
  const websocket = new WebSocket(url);
  websocket.addEventListener('message', ({ data }) => heard.push(data));
  await until(() => websocket.readyState === WebSocket.OPEN, 'the WebSocket to open');
  for (const text of texts) stream?.write(textFrame(text));
  await until(
    () => heard.length === texts.length || websocket.readyState !== WebSocket.OPEN,
    'all texts',
  );
  expect(heard).toEqual(texts);
  websocket.close();
});

it('H3 the length takes as few bytes as the protocol asks for', () => {
  const heads = [0, 125, 126, 65_535, 65_536].map((length) => {
    const frame = textFrame('ع'.repeat(length >> 1) + 'a'.repeat(length & 1));
    return [...frame.subarray(0, frame.length - length)];
  });
  expect(heads).toEqual([
    [0x81, 0],
    [0x81, 125],
    [0x81, 126, 0, 126],
    [0x81, 126, 255, 255],
    [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0],
  ]);
});
