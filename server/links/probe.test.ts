import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublic } from './public-address.ts';
import { openProbe } from './probe.ts';

describe('addresses', () => {
  it.each([
    ...['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '192.167.1.1', '2606:4700::1111'],
    ...['2a00:1450:4001::64', '2001:4860:4860::8888'],
  ])('N11 %s is of the world', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '169.254.169.254', '100.64.0.1', '100.127.255.255', '192.0.2.1'],
    ...['198.18.0.1', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', 'fc00::1'],
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1'],
    ...['2001::1', 'ff02::1', 'fec0::1', 'localhost', ''],
  ])('N11 %s is not', (address) => {
    expect(isPublic(address)).toBe(false);
  });
});

describe('the look at a link', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  const asked: string[] = [];
  async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
    const server = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      listener(request, response);
    });
    servers.push(server.listen(0, host));
    await once(server, 'listening');
    const address = server.address();
    return `http://${host}:${typeof address === 'object' && address ? address.port : 0}`;
  }
  /** This machine's own address counts as the world, and every other does not. */
  const probe = openProbe({ allows: (address) => address === '127.0.0.1' });

  it('N11 an answer is alive, a refusal is dead, and who is shy says nothing', async () => {
    const url = await serve((request, response) => {
      const status = Number(request.url?.slice(1));
      response.writeHead(status).end();
    });
    expect(await probe.look(`${url}/200`)).toEqual({ state: 'alive', status: 200 });
    expect(await probe.look(`${url}/404`)).toEqual({ state: 'dead', status: 404 });
    expect(await probe.look(`${url}/410`)).toEqual({ state: 'dead', status: 410 });
    expect(await probe.look(`${url}/403`)).toEqual({ state: 'unknown', status: 403 });
    expect(await probe.look('http://127.0.0.1:1/')).toEqual({ state: 'dead' });
    expect(await probe.look('http://no-such-host.invalid/')).toEqual({ state: 'dead' });
  });

  it('N11 who knows no HEAD is asked by GET, and no more is read than a little', async () => {
    let sent = 0;
    const url = await serve((request, response) => {
      if (request.method === 'HEAD') response.writeHead(405).end();
      else {
        response.writeHead(200);
        const more = (): void => {
          sent += 1;
          if (response.write('x'.repeat(64 * 1024))) setImmediate(more);
          else response.once('drain', more);
        };
        response.once('close', () => (sent = Math.min(sent, 1_000)));
        more();
      }
    });
    expect(await probe.look(`${url}/endless`)).toEqual({ state: 'alive', status: 200 });
    expect(asked.slice(-2)).toEqual(['HEAD /endless', 'GET /endless']);
    expect(sent).toBeLessThan(100);
  });

  it('N11 redirects are followed three times, and no further', async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.writeHead(200).end();
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await probe.look(`${url}/3`)).toEqual({ state: 'alive', status: 200 });
    expect(await probe.look(`${url}/4`)).toEqual({ state: 'unknown' });
  });

  it.each([
    ['another address', 'http://127.0.0.2:'],
    ['an address in another form', 'http://0x7f000002:'],
    ['an address of IPv6', 'http://[::1]:'],
    ['a mapped address', 'http://[::ffff:127.0.0.2]:'],
    ['another protocol', 'file:///etc/hostname?'],
  ])('N11 a redirect to %s is not followed', async (_, target) => {
    const inside = await serve(
      (_request, response) => response.writeHead(200).end('inside'),
      '127.0.0.2',
    );
    const port = new URL(inside).port;
    const before = asked.length;
    const url = await serve((_request, response) =>
      response.writeHead(302, { location: `${target}${port}/secret` }).end(),
    );
    expect(await probe.look(`${url}/out`)).toEqual({ state: 'dead' });
    expect(asked.slice(before).filter((one) => one.includes('secret'))).toEqual([]);
  });

  it('N11 a name is asked where all that it stands for is allowed, and at that address', async () => {
    const url = new URL(await serve((_request, response) => response.writeHead(200).end()));
    const named = `http://localhost:${url.port}/named`;
    const known = new Set(['127.0.0.1', '::1']);
    expect(await openProbe({ allows: (one) => known.has(one) }).look(named)).toMatchObject({
      state: 'alive',
    });
    const before = asked.length;
    expect(await openProbe({ allows: isPublic }).look(named)).toEqual({ state: 'dead' });
    expect(await openProbe({ allows: isPublic }).look(url.href)).toEqual({ state: 'dead' });
    expect(asked).toHaveLength(before);
  });

  it('N11 who never answers is given up after three seconds, and others are not kept by it', async () => {
    const url = await serve(() => undefined);
    const since = performance.now();
    const many = await Promise.all(Array.from({ length: 12 }, () => probe.look(url)));
    expect(performance.now() - since).toBeLessThan(4_000);
    expect(many.filter(({ state }) => state === 'dead')).toHaveLength(8);
    expect(many.filter(({ state }) => state === 'unknown')).toHaveLength(4);
    expect(asked.filter((one) => one === 'HEAD /').length).toBeLessThanOrEqual(8);
  });
});
