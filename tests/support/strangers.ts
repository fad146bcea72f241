/** Those who come to a hub and want nothing good, at random; `visit.ts` lets them in. */
import fc from 'fast-check';
import { anyArgument, anyPacket } from './packets.ts';
import { CONNECT, type Frame, type RawPacket } from './raw-link.ts';
import { anyRequest } from './stray-requests.ts';

/** How a connection ends: as a client ends it, as a viewer does, or as a lost network does. */
const FAREWELLS = ['close', 'leave', 'vanish'] as const;
export type Farewell = (typeof FAREWELLS)[number];

/** How far an upgrade from polling gets, and what is wrong with it. */
const UPGRADES = [
  ...['opened', 'probed', 'garbled', 'hurried', 'finished'],
  ...['twice at once', 'twice in turn', 'of a stranger', 'while polling'],
] as const;
export type UpgradeKind = (typeof UPGRADES)[number];

export interface Question {
  readonly event: 'subscribe' | 'unsubscribe';
  /** JSON. */
  readonly argument: string;
}

export type Stranger =
  | {
      readonly kind: 'talks';
      readonly isViewer: boolean;
      readonly packets: readonly RawPacket[];
      readonly farewell: Farewell;
    }
  | { readonly kind: 'asks'; readonly questions: readonly Question[] }
  | {
      readonly kind: 'breaks frames';
      readonly isViewer: boolean;
      readonly frames: readonly Frame[];
    }
  | {
      readonly kind: 'polls';
      readonly bodies: readonly string[];
      readonly atOnce: number;
      readonly farewell: Farewell;
    }
  | {
      readonly kind: 'upgrades';
      readonly upgrade: UpgradeKind;
      readonly isViewer: boolean;
      readonly farewell: Farewell;
    }
  | { readonly kind: 'requests'; readonly request: string };

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const kind = <Kind extends string>(name: Kind) => fc.constant(name);
const farewell = fc.constantFrom(...FAREWELLS);

/** Bytes that the hub takes in one packet. */
const LIMIT = 64 * 1024;
const around = fc.constantFrom(LIMIT - 1, LIMIT, LIMIT + 1, LIMIT / 2, 2 * LIMIT);
const subscribeTo = (size: number): string => {
  const [head, tail] = ['421["subscribe",{"channel":"', '"}]'] as const;
  return head + 'a'.repeat(Math.max(0, size - head.length - tail.length)) + tail;
};
const big: fc.Arbitrary<RawPacket> = fc
  .tuple(fc.constantFrom('text', 'bytes', 'auth', 'spaces'), around)
  .map(([what, size]) => {
    if (what === 'bytes') return new Uint8Array(size);
    if (what === 'text') return subscribeTo(size);
    return what === 'auth'
      ? `40{"channels":{"${'a'.repeat(size - 26)}":null}}`
      : `4${' '.repeat(size)}`;
  });
const manyChannels = fc
  .integer({ min: 1, max: 2_000 })
  .map((count) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`c-${n}`, null])))
  .map((channels) => `40${JSON.stringify({ channels })}`);
/** Right in themselves, at the wrong time. */
const proper = fc.constantFrom<RawPacket>(
  ...[CONNECT, '41', '40{"channels":{}}', '42["subscribe",{"channel":"breaking"}]', '2', '3', '1'],
  ...[
    '421["unsubscribe",{"channel":"breaking"}]',
    '40/nowhere,',
    '41/nowhere,',
    '437[{}]',
    '5',
    '6',
  ],
  ...[
    '451-["subscribe",{"_placeholder":true,"num":0}]',
    '459-["a"]',
    '461-3[{"_placeholder":true,"num":0}]',
  ],
);
export const packet: fc.Arbitrary<RawPacket> = fc.oneof(
  weighted(8, anyPacket),
  weighted(6, proper),
  weighted(1, fc.oneof(big, manyChannels)),
);

const names = fc.oneof(
  weighted(
    8,
    fc.integer({ min: 1, max: 60 }).map((n) => `c-${n}`),
  ),
  weighted(1, fc.constantFrom('breaking', 'nowhere', '', 'c-1/1', '__proto__', 'a'.repeat(5_000))),
);
const asked = names.map((channel) => JSON.stringify({ channel }));
const question = fc.record<Question>({
  event: fc.constantFrom('subscribe', 'subscribe', 'subscribe', 'unsubscribe'),
  argument: fc.oneof(weighted(6, asked), weighted(2, anyArgument)),
});
const greedy = fc.integer({ min: 100, max: 2_000 }).map((count) =>
  Array.from({ length: count }, (_, n): Question => {
    return { event: 'subscribe', argument: `{"channel":"c-${n % 70}"}` };
  }),
);

const frame: fc.Arbitrary<Frame> = fc.record(
  {
    opcode: fc.oneof(weighted(4, fc.constantFrom(0, 1, 2, 8, 9, 10)), weighted(1, fc.nat(15))),
    payload: fc.oneof(
      packet.map((one) => (typeof one === 'string' ? Buffer.from(one) : one)),
      fc.uint8Array({ maxLength: 130 }),
    ),
    final: fc.boolean(),
    masked: fc.oneof(weighted(6, fc.constant(true)), weighted(1, fc.constant(false))),
    reserved: fc.oneof(weighted(6, fc.constant(0)), weighted(1, fc.nat(7))),
    announced: fc.oneof(
      fc.bigInt({ min: 0n, max: 200n }),
      fc.constantFrom(65_536n, 65_537n, 2n ** 63n),
    ),
  },
  { requiredKeys: ['opcode'] },
);

const polled = fc.oneof(
  weighted(
    6,
    packet.map((one) =>
      typeof one === 'string' ? one : `b${Buffer.from(one).toString('base64')}`,
    ),
  ),
  weighted(1, fc.string({ unit: 'binary' })),
);
const body = fc.array(polled, { maxLength: 6 }).map((packets) => packets.join('\x1e'));

export const anyStranger: fc.Arbitrary<Stranger> = fc.oneof(
  weighted(
    6,
    fc.record({
      kind: kind('talks'),
      isViewer: fc.boolean(),
      packets: fc.array(packet, { minLength: 1, maxLength: 10 }),
      farewell,
    }),
  ),
  weighted(4, fc.record({ kind: kind('asks'), questions: fc.array(question, { maxLength: 80 }) })),
  weighted(1, fc.record({ kind: kind('asks'), questions: greedy })),
  weighted(
    4,
    fc.record({
      kind: kind('breaks frames'),
      isViewer: fc.boolean(),
      frames: fc.array(frame, { minLength: 1, maxLength: 6 }),
    }),
  ),
  weighted(
    4,
    fc.record({
      kind: kind('polls'),
      bodies: fc.array(body, { maxLength: 4 }),
      atOnce: fc.nat(3),
      farewell,
    }),
  ),
  weighted(
    4,
    fc.record({
      kind: kind('upgrades'),
      upgrade: fc.constantFrom(...UPGRADES),
      isViewer: fc.boolean(),
      farewell,
    }),
  ),
  weighted(4, fc.record({ kind: kind('requests'), request: anyRequest })),
);
