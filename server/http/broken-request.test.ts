import { once } from 'node:events';
import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { refuse, refuseBroken } from './broken-request.ts';

const leftovers: (() => void)[] = [];
afterEach(() => {
  for (const close of leftovers.splice(0)) close();
});

/** What a server says to these bytes, until it hangs up. */
async function say(text: string, answer: RequestListener, options: ServerOptions = {}) {
  const server = createServer(options, answer).on('clientError', refuseBroken);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = connect({ port: typeof address === 'object' ? (address?.port ?? 0) : 0 });
  leftovers.push(
    () => socket.destroy(),
    () => server.close(),
  );
  let heard = '';
  socket.on('data', (data) => (heard += data.toString()));
  socket.write(text);
  await once(socket, 'close');
  return heard;
}

const nothing: RequestListener = () => undefined;

describe('requests that are no proper HTTP', () => {
  it('P4 that never become whole are refused in time', async () => {
    const patience = { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 20 };
    const heard = await say('GET / HTTP/1.1\r\nHost', nothing, patience);
    expect(heard).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json.*"request_timeout"/s);
  });

  it('P4 with too much about a chunk, or in their headers, are too large', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunk = `1;${'x'.repeat(20_000)}\r\n`;
    expect(await say(head + chunk, (request) => request.resume())).toMatch(
      / 413 .*"body_too_large"/s,
    );
    const long = `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await say(long, nothing)).toMatch(/ 431 .*"headers_too_large"/s);
  });

  it('P4 behind a good one are refused by an end, and not in the middle of its answer', async () => {
    const heard = await say('GET / HTTP/1.1\r\nHost: hub\r\n\r\n\0\0\r\n\r\n', (_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half');
    });
    expect(heard).not.toContain(' 400 ');
  });

  it('P4 of which no Request can be made are refused; a failure of ours says nothing of itself', async () => {
    const theirs = refuse(
      Object.assign(new Error('Invalid host header'), { name: 'RequestError' }),
    );
    expect(await theirs.json()).toMatchObject({ code: 'malformed_request', status: theirs.status });
    const ours = refuse(new Error('secret'));
    expect(ours.status).toBe(500);
    expect(await ours.text()).not.toContain('secret');
  });
});
