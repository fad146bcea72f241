import * as theirEngine from 'engine.io-parser';
import fc from 'fast-check';
import * as theirs from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import * as ourEngine from './engine-parser.ts';
import * as ours from './socket-parser.ts';

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const message = fc.oneof(fc.string(), fc.dictionary(fc.string(), json));
const call = fc.tuple(fc.string(), json, json);
const namespace = fc.constantFrom('/', '/sport');
const id = fc.option(fc.nat(), { nil: undefined });

const packet = fc.oneof(
  fc.record({ type: fc.constant(0), nsp: namespace, data: fc.dictionary(fc.string(), json) }),
  fc.record({ type: fc.constant(1), nsp: namespace }),
  fc.record({ type: fc.constant(2), nsp: namespace, id, data: call }),
  fc.record({ type: fc.constant(3), nsp: namespace, id, data: fc.array(json) }),
  fc.record({ type: fc.constant(4), nsp: namespace, data: message }),
);
/** Nearly packets: what a broken proxy, or a hub that means harm, might send. */
const rubbish = fc.stringMatching(/^[0-6/,[\]{}":acnot]+$/);

interface Reader {
  on(event: 'decoded', listener: (packet: unknown) => void): unknown;
  add(text: string): void;
}

/** `undefined` where it throws, which ends the connection. */
function read(decoder: Reader, text: string): unknown {
  let decoded: unknown;
  decoder.on('decoded', (found) => (decoded = found));
  try {
    decoder.add(text);
  } catch {
    return undefined;
  }
  return decoded;
}

describe('the parsers of the ticker', () => {
  it('G1 write what the library writes', () => {
    fc.assert(
      fc.property(packet, (one) => {
        const expected = new theirs.Encoder().encode(one as unknown as theirs.Packet) as unknown;
        expect(new ours.Encoder().encode(one)).toEqual(expected);
      }),
    );
  });

  it('G1 read what the library reads, and refuse what it refuses', () => {
    const written = packet.map((one) => new ours.Encoder().encode(one)[0]);
    fc.assert(
      fc.property(fc.oneof(written, rubbish), (text) => {
        // Binary packets are what they leave out.
        const expected = /^[56]/.test(text) ? undefined : read(new theirs.Decoder(), text);
        expect(read(new ours.Decoder(), text)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('G1 frame packets as the library does', () => {
    const type = fc.constantFrom(
      ...(['open', 'close', 'ping', 'pong', 'message', 'noop'] as const),
    );
    const framed = fc.record({ type, data: fc.option(fc.string(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(framed, { minLength: 1 }), (frames) => {
        let expected = '';
        theirEngine.encodePayload(frames, (text) => (expected = text));
        let written = '';
        ourEngine.encodePayload(frames, (text) => (written = text));
        expect(written).toBe(expected);
        expect(ourEngine.decodePayload(written)).toEqual(theirEngine.decodePayload(written));
      }),
    );
  });

  it('G1 take apart any text as the library does, binary frames apart', () => {
    const text = fc.stringMatching(/^[\x1e0-9 ax]*$/);
    fc.assert(
      fc.property(text, (payload) => {
        expect(ourEngine.decodePayload(payload)).toEqual(theirEngine.decodePayload(payload));
      }),
    );
    const binary = new ArrayBuffer(2) as unknown as string;
    expect(ourEngine.decodePacket(binary).type).toBe('error');
  });
});
