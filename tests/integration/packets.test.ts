import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAttackedHub, type AttackedHub } from '../support/attacked-hub.ts';
import { limit, runs } from '../support/fuzz.ts';
import { endHubs } from '../support/hub-process.ts';
import { anyPacket } from '../support/packets.ts';
import { CONNECT, openLink, type RawPacket } from '../support/raw-link.ts';

// What a stranger may send in whole WebSocket messages; broken frames are in frames.test.ts.

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let hub: AttackedHub;
beforeAll(async () => {
  hub = leftovers.adopt(await openAttackedHub(), (one) => one.close());
}, 60_000);

/** Before it has joined as a viewer does, or after; gives what the hub said. */
async function send(
  when: 'before CONNECT' | 'after CONNECT',
  packets: readonly RawPacket[],
): Promise<readonly string[]> {
  const link = await openLink(hub.url);
  if (when === 'after CONNECT') await link.join();
  for (const packet of packets) link.send(packet);
  await link.settle();
  link.close();
  return link.heard;
}

const bytes = (...values: number[]) => new Uint8Array(values);
const subscribe = (rest: string, id = '1') => `42${id}["subscribe"${rest}]`;
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('packets before CONNECT', () => {
  it.each<[string, RawPacket[]]>([
    ['an event', [subscribe(',{"channel":"breaking"}')]],
    ['an event right behind it', [CONNECT, subscribe(',{"channel":"breaking"}')]],
    ['an answer', ['431[]']],
    ['a DISCONNECT', ['41']],
    ['bytes', [bytes(1, 2, 3)]],
    ['an attachment that never comes', ['451-["subscribe",{"_placeholder":true,"num":0}]']],
    ['an unknown namespace', ['40/nowhere,{}']],
    ['a namespace named __proto__', ['40/__proto__,{}', '42/__proto__,["subscribe"]']],
    ['no engine packet', ['x']],
    ['an empty message', ['', '4', CONNECT]],
    ['a second greeting', ['0{"sid":"mine"}']],
    ['a pong that nobody asked for', ['3', '3', CONNECT]],
    ['a ping from the wrong side', ['2', CONNECT]],
    ['an upgrade of what is a WebSocket already', ['2probe', '5', CONNECT]],
    ['huge nesting in auth', [`40{"channels":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_001)}`]],
    ['a greeting a thousand times', Array<string>(1_000).fill(CONNECT)],
  ])('H2 P4 %s harms nobody', async (_, packets) => {
    await send('before CONNECT', packets);
    await hub.expectWell();
  });

  it.each([
    ...['"text"', '[]', '[{"channels":{}}]', '7', 'null', 'true', '', '{"channels":'],
    ...[
      '{"channels":[]}',
      '{"channels":"breaking"}',
      '{"channels":null}',
      '{"channels":{"":null}}',
    ],
    ...['{"__proto__":{"channels":{"breaking":null}}}', '{"constructor":{"prototype":{}}}'],
    ...['{"channels":{"__proto__":null}}', '{"channels":{"constructor":null}}'],
    ...['{"channels":{"toString":{"epoch":"e","seq":1}}}', '{"channels":{"breaking":[]}}'],
    ...['{"channels":{"breaking":{"epoch":{},"seq":1e999}}}', '{"channels":{"breaking":-0}}'],
    ...['{"channels":{"breaking":{"__proto__":{"epoch":"e","seq":1}}}}'],
  ])('H2 P4 auth that is %s harms nobody', async (auth) => {
    await send('before CONNECT', [`40${auth}`]);
    await hub.expectWell();
  });
});

describe('packets after CONNECT', () => {
  it.each<[string, RawPacket[]]>([
    ['a second CONNECT', [CONNECT]],
    ['a CONNECT_ERROR from the wrong side', ['44{"message":"no"}']],
    ['no JSON', ['42{[']],
    ['half an event', ['42["subscribe",{"channel":"brea']],
    ['an event that is an object', ['42{"0":"subscribe"}']],
    ['an event without a name', ['42[]']],
    ['an event whose name is a number', ['42[7]', '421[7]']],
    ['an event whose name is null', ['42[null]']],
    ['an unknown event', ['421["unheard-of",{}]']],
    ['an event named __proto__', ['421["__proto__",{}]']],
    ['an answer to no question', ['4399[{}]', '43["x"]']],
    ['an event behind a DISCONNECT', ['41', subscribe(',{"channel":"breaking"}')]],
    ['huge nesting within the limit', [subscribe(`,${nested(30_000)}`)]],
    ['huge nesting beyond the limit', [subscribe(`,${nested(100_000)}`)]],
    ['huge nesting that never ends', [`42["subscribe",${'['.repeat(60_000)}`]],
    ['an over-long packet', [subscribe(`,"${'a'.repeat(70_000)}"`)]],
    ['an over-long packet of bytes', [new Uint8Array(70_000)]],
    ['a channel of many characters', [subscribe(`,{"channel":"${'\u{1F4A9}'.repeat(9_000)}"}`)]],
  ])('H2 P4 %s harms nobody', async (_, packets) => {
    await send('after CONNECT', packets);
    await hub.expectWell();
  });

  it.each([
    ['a number', '7'],
    ['a list', '[["breaking"]]'],
    ['null', 'null'],
    ['a channel that is a number', '{"channel":7}'],
    ['a channel named __proto__', '{"channel":"__proto__"}'],
    ['a channel named constructor', '{"channel":"constructor","position":null}'],
    ['a polluted object', '{"__proto__":{"channel":"breaking"}}'],
    ['a position that is a list', '{"channel":"breaking","position":[1]}'],
    ['an infinite position', '{"channel":"breaking","position":{"epoch":"e","seq":1e999}}'],
  ])('P4 subscribe with %s is refused with a problem', async (_, asked) => {
    const heard = await send('after CONNECT', [subscribe(`,${asked}`)]);
    expect(heard).toContainEqual(expect.stringMatching(/^431\[\{"problem":\{"type":"urn:ajil:/));
    await hub.expectWell();
  });

  it.each<[string, RawPacket[]]>([
    ['without an argument', [subscribe(''), subscribe('', '')]],
    ['with a thousand arguments', [subscribe(',0'.repeat(1_000))]],
    ['without an acknowledgement', [subscribe(',{"channel":"breaking"}', '')]],
    ['with an acknowledgement that is data', [subscribe(',{"channel":"breaking"},"ack"', '')]],
    ['with a giant acknowledgement id', [subscribe(',{"channel":"breaking"}', '9'.repeat(400))]],
    ['a thousand times', Array<string>(1_000).fill(subscribe(',{"channel":"breaking"}'))],
    ['with an attachment', ['451-1["subscribe",{"_placeholder":true,"num":0}]', bytes(0)]],
  ])('H2 P4 subscribe %s harms nobody', async (_, packets) => {
    await send('after CONNECT', packets);
    await hub.expectWell();
  });

  it.each([
    ...['disconnect', 'disconnecting', 'error', 'connect', 'connect_error', 'newListener'],
    ...['removeListener', 'unsubscribe', 'snapshot', 'connection'],
  ])('H2 P4 an event named %s harms nobody', async (name) => {
    await send('after CONNECT', [`42["${name}"]`]);
    await send('after CONNECT', [`427["${name}",{"message":"x"},null]`]);
    await hub.expectWell();
  });

  it.each<[string, RawPacket[]]>([
    ['announced and never sent', ['451-["subscribe",{"_placeholder":true,"num":0}]']],
    ['announced in masses', ['45999999999-["subscribe"]']],
    ['announced in no number', ['45x-["subscribe"]', '45-["subscribe"]', '450-[]']],
    ['sent and never announced', [bytes(4, 2)]],
    ['that stand at an unknown place', ['451-["a",{"_placeholder":true,"num":9}]', bytes(1)]],
    ['that stand at __proto__', ['451-["a",{"_placeholder":true,"num":"__proto__"}]', bytes(1)]],
    ['of an answer', ['461-7[{"_placeholder":true,"num":0}]', bytes(1)]],
    ['broken off by a text', ['452-["a",{"_placeholder":true,"num":0}]', bytes(1), '42["a"]']],
  ])('H2 P4 attachments %s harm nobody', async (_, packets) => {
    await send('after CONNECT', packets);
    await hub.expectWell();
  });
});

describe('any packets', () => {
  it(
    'H2 P4 harm nobody',
    async () => {
      const property = fc.asyncProperty(
        fc.constantFrom('before CONNECT', 'after CONNECT'),
        fc.array(anyPacket, { minLength: 1, maxLength: 8 }),
        async (when, packets) => {
          await hub.revive();
          await send(when, packets);
          await hub.expectWell();
        },
      );
      await fc.assert(property, runs(200));
    },
    limit(60),
  );
});
