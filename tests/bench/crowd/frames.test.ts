import { describe, expect, it } from 'vitest';
import { createFrameReader, frameOf, maskedFrameOf, OPCODE, type FrameListener } from './frames.ts';

/** A short one, one with a 16-bit length, one with a 64-bit length, and one without a payload. */
const LONG = 'خبر عاجل '.repeat(40);
const ENORMOUS = 'x'.repeat(70_000);
const NOTHING = Buffer.from([0x80 | OPCODE.ping, 0]);

function enormousFrame(): Buffer {
  const header = Buffer.alloc(10);
  header[0] = 0x80 | OPCODE.text;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(ENORMOUS.length), 2);
  return Buffer.concat([header, Buffer.from(ENORMOUS)]);
}

function collector() {
  const heard: [number, string][] = [];
  const listen: FrameListener = (opcode, bytes, start, end) => {
    heard.push([opcode, bytes.toString('utf8', start, end)]);
  };
  return { heard, reader: createFrameReader(listen) };
}

describe('the reader of frames', () => {
  it('reads the same wherever the stream is cut', () => {
    const stream = Buffer.concat([frameOf('2'), NOTHING, frameOf(LONG), frameOf('')]);
    const expected = [
      [OPCODE.text, '2'],
      [OPCODE.ping, ''],
      [OPCODE.text, LONG],
      [OPCODE.text, ''],
    ];
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const { heard, reader } = collector();
      reader.read(stream, 0, cut);
      reader.read(stream, cut, stream.length);
      expect(heard, `cut at ${cut}`).toEqual(expected);
    }
  });

  it('reads byte by byte out of one buffer that is used again and again', () => {
    const { heard, reader } = collector();
    const shared = Buffer.alloc(1);
    for (const byte of Buffer.concat([frameOf(LONG), frameOf('3')])) {
      shared[0] = byte;
      reader.read(shared, 0, 1);
    }
    expect(heard).toEqual([
      [OPCODE.text, LONG],
      [OPCODE.text, '3'],
    ]);
  });

  it('reads a frame of more than 64 KiB in chunks', () => {
    const { heard, reader } = collector();
    const stream = enormousFrame();
    for (let at = 0; at < stream.length; at += 16_384) {
      reader.read(stream, at, Math.min(at + 16_384, stream.length));
    }
    expect(heard).toEqual([[OPCODE.text, ENORMOUS]]);
  });

  it.each([
    ['in pieces', Buffer.from([OPCODE.text, 0])],
    ['compressed', Buffer.from([0xc0 | OPCODE.text, 0])],
    ['masked', maskedFrameOf('2')],
  ])('refuses a frame that comes %s', (_, frame) => {
    const { reader } = collector();
    expect(() => {
      reader.read(frame, 0, frame.length);
    }).toThrow('frame');
  });
});

describe('a masked frame', () => {
  it('says what it was made of, to whoever takes the mask off', () => {
    const frame = maskedFrameOf(LONG);
    expect([frame[0], frame[1]]).toEqual([0x81, 0x80 | 126]);
    const mask = frame.subarray(4, 8);
    const payload = frame.subarray(8).map((byte, n) => byte ^ (mask[n % 4] ?? 0));
    expect(frame.readUInt16BE(2)).toBe(payload.length);
    expect(Buffer.from(payload).toString()).toBe(LONG);
  });
});
