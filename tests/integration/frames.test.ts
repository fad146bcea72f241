import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAttackedHub, type AttackedHub } from '../support/attacked-hub.ts';
import { endHubs } from '../support/hub-process.ts';
import {
  ENGINE_PATH,
  frameOf,
  openConnection,
  openLink,
  openUpgraded,
  type Frame,
} from '../support/raw-link.ts';
import { until } from '../support/until.ts';

// What a stranger may send below Socket.IO's packets: WebSocket frames, polling, upgrades.

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let hub: AttackedHub;
beforeAll(async () => {
  hub = leftovers.adopt(await openAttackedHub(), (one) => one.close());
}, 60_000);

const text = (value: string) => new TextEncoder().encode(value);

describe('WebSocket frames', () => {
  it.each<[string, Frame[]]>([
    ['without a mask', [{ opcode: 1, payload: text('40'), masked: false }]],
    ['of a reserved kind', [{ opcode: 3, payload: text('40') }]],
    ['of a reserved kind of control', [{ opcode: 11 }]],
    ['with reserved bits', [{ opcode: 1, payload: text('40'), reserved: 7 }]],
    ['that say they are compressed', [{ opcode: 1, payload: text('40'), reserved: 4 }]],
    ['with invalid UTF-8', [{ opcode: 1, payload: new Uint8Array([0x34, 0xc3, 0x28]) }]],
    ['with half a surrogate', [{ opcode: 1, payload: new Uint8Array([0x34, 0xed, 0xa0, 0x80]) }]],
    ['that continue nothing', [{ opcode: 0, payload: text('40') }]],
    ['that begin anew in the middle', [{ opcode: 1, final: false }, { opcode: 1 }]],
    ['with a ping in pieces', [{ opcode: 9, final: false }]],
    ['with a ping that is too long', [{ opcode: 9, payload: text('a'.repeat(126)) }]],
    ['with a farewell that makes no sense', [{ opcode: 8, payload: new Uint8Array([0, 1]) }]],
    ['with half a reason', [{ opcode: 8, payload: new Uint8Array([3]) }]],
    ['over the limit', [{ opcode: 1, announced: 70_000n }]],
    ['of all the memory there is', [{ opcode: 2, announced: 2n ** 53n - 1n }]],
    ['of more than a number holds', [{ opcode: 2, announced: 2n ** 64n - 1n }]],
    [
      'over the limit in pieces',
      [
        { opcode: 1, payload: text('a'.repeat(40_000)), final: false },
        { opcode: 0, payload: text('a'.repeat(40_000)) },
      ],
    ],
  ])('H2 P4 %s end their own connection and no other', async (_, frames) => {
    const connection = await openUpgraded(hub.url);
    for (const frame of frames) connection.write(frameOf(frame));
    await until(() => connection.closed, 'the hub to hang up');
    await hub.expectWell();
  });

  it('H2 P4 broken off by a lost network end their own connection and no other', async () => {
    const whole = frameOf({ opcode: 1, payload: text('42["subscribe",{"channel":"breaking"}]') });
    for (const length of [1, 2, 5, 20, whole.length - 1, whole.length]) {
      const connection = await openUpgraded(hub.url);
      connection.write(whole.subarray(0, length));
      await connection.reset();
    }
    await hub.expectWell();
  });

  it('H2 P4 in a thousand empty pieces harm nobody', async () => {
    const connection = await openUpgraded(hub.url);
    connection.write(frameOf({ opcode: 1, final: false }));
    for (let n = 0; n < 1_000; n += 1) connection.write(frameOf({ opcode: 0, final: false }));
    await hub.expectWell();
    await connection.reset();
    await hub.expectWell();
  });
});

describe('handshakes', () => {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
  const get = (path: string, headers: string) =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`;

  it.each([
    ['no HTTP', '\0\xff\xfe garbage\r\n\r\n'],
    ['without a key', get(ENGINE_PATH, upgrade)],
    ['with a key of the wrong form', get(ENGINE_PATH, `${upgrade}Sec-WebSocket-Key: x\r\n`)],
    ['to another protocol', get(ENGINE_PATH, 'Connection: Upgrade\r\nUpgrade: h2c\r\n')],
    ['of a session that is not there', get(`${ENGINE_PATH}&sid=nobody`, upgrade + key)],
    ['of a session named __proto__', get(`${ENGINE_PATH}&sid=__proto__`, upgrade + key)],
    ['of an older protocol', get(ENGINE_PATH.replace('EIO=4', 'EIO=3'), upgrade + key)],
    ['of no protocol', get('/socket.io/?transport=websocket', upgrade + key)],
    ['by an unknown transport', get('/socket.io/?EIO=4&transport=pigeon', upgrade + key)],
    ['by a transport named twice', get(`${ENGINE_PATH}&transport=polling`, upgrade + key)],
    ['with a broken query', get('/socket.io/?EIO=4&transport=%E0%A4%A', upgrade + key)],
    ['with two sessions', get(`${ENGINE_PATH}&sid=a&sid=b`, upgrade + key)],
    ['at another place', get('/elsewhere', upgrade + key)],
    ['with a broken path', get('/%E0%A4%A', upgrade + key)],
  ])('H2 P4 %s harm nobody', async (_, request) => {
    const connection = await openConnection(hub.url);
    connection.write(Buffer.from(request, 'latin1'));
    await until(() => connection.heard !== '' || connection.closed, 'the hub to say no');
    expect(connection.heard).not.toContain('"sid"');
    await connection.reset();
    await hub.expectWell();
  });
});

describe('polling', () => {
  const poll = () => `${hub.url}/socket.io/?EIO=4&transport=polling`;

  async function openSession(): Promise<string> {
    const greeting = await (await fetch(poll())).text();
    const { sid } = z.object({ sid: z.string() }).parse(JSON.parse(greeting.slice(1)));
    return `${poll()}&sid=${sid}`;
  }

  it.each<[string, RequestInit]>([
    ['garbage', { body: '\0\u0001 garbage' }],
    ['nothing', { body: '' }],
    ['an answer to nothing', { body: '431[]' }],
    ['half a packet', { body: '40{"channels":' }],
    ['sixty thousand empty packets', { body: '\x1e'.repeat(60_000) }],
    ['ten thousand greetings', { body: Array<string>(10_000).fill('40').join('\x1e') }],
    ['bytes that nobody announced', { body: '40\x1ebAAAA\x1eb====' }],
    ['a close and more behind it', { body: '1\x1e40\x1e42["subscribe"]' }],
    ['an over-long body', { body: 'a'.repeat(70_000) }],
    ['invalid UTF-8', { body: new Uint8Array([0x34, 0x32, 0xc3, 0x28, 0xff]) }],
    ['bytes', { body: '40', headers: { 'content-type': 'application/octet-stream' } }],
    ['JSON', { body: '{}', headers: { 'content-type': 'application/json' } }],
    ['a form', { body: 'd=40', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a PUT', { method: 'PUT', body: '40' }],
    ['a DELETE', { method: 'DELETE' }],
  ])('H2 P4 %s harms nobody', async (_, request) => {
    const session = await openSession();
    // An answer of any kind, or a connection cut short: all that counts is that the hub lives.
    await fetch(session, { method: 'POST', ...request }).catch(() => undefined);
    await hub.expectWell();
    await fetch(poll(), { method: 'POST', ...request }).catch(() => undefined);
    await fetch(`${poll()}&sid=__proto__`, { method: 'POST', ...request }).catch(() => undefined);
    await hub.expectWell();
  });

  it('H2 P4 two polls of one session at once harm nobody', async () => {
    const session = await openSession();
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await fetch(session).catch(() => undefined))?.status),
    );
    expect(statuses).toContain(400);
    await hub.expectWell();
  });

  it('H2 P4 a post that a lost network breaks off harms nobody', async () => {
    const { pathname, search } = new URL(await openSession());
    const connection = await openConnection(hub.url);
    const head = `POST ${pathname}${search} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n`;
    connection.write(`${head}\r\n40{"channels"`);
    await hub.expectWell();
    await connection.reset();
    await hub.expectWell();
  });

  it('H2 P4 an upgrade that is never finished harms nobody', async () => {
    const { search } = new URL(await openSession());
    const link = await openLink(hub.url, `/socket.io/${search.replace('polling', 'websocket')}`);
    link.send('2probe');
    await until(() => link.heard.includes('3probe'), 'the answer to the probe');
    await hub.expectWell();
    // Neither is one that turns into something else.
    link.send('4garbage');
    await hub.expectWell();
    link.close();
    await hub.expectWell();
  });
});
