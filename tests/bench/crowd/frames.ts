/**
 * As much of WebSocket (RFC 6455, 5.2) as a crowd needs: frames of a server are read where they lie
 * in the buffer, frames to it are masked. Whatever no contender sends is a fault, not a feature.
 */
import { randomBytes } from 'node:crypto';

export const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The payload is `bytes` from `start` to before `end`, and valid only during the call. */
export type FrameListener = (opcode: number, bytes: Buffer, start: number, end: number) => void;

export interface FrameReader {
  /** What came next on the connection; the buffer may be another's again afterwards. */
  read(bytes: Buffer, start: number, end: number): void;
}

const FINAL = 0x80;
const MASKED = 0x80;
const SHORT = 125;
const LENGTH_16 = 126;

export function createFrameReader(each: FrameListener): FrameReader {
  /** The beginning of a frame whose rest is still to come; almost always none. */
  let carried: Buffer | undefined;
  return {
    read(bytes, start, end) {
      let [from, to, all] = [start, end, bytes];
      if (carried !== undefined) {
        all = Buffer.concat([carried, bytes.subarray(start, end)]);
        [from, to] = [0, all.length];
        carried = undefined;
      }
      const rest = readWhole(all, from, to, each);
      if (rest < to) carried = Buffer.from(all.subarray(rest, to));
    },
  };
}

/** Gives where the first frame begins that does not end here. */
function readWhole(bytes: Buffer, from: number, to: number, each: FrameListener): number {
  let at = from;
  while (to - at >= 2) {
    const first = bytes.readUInt8(at);
    const second = bytes.readUInt8(at + 1);
    if ((first & 0xf0) !== FINAL) throw new Error('A frame in pieces, or compressed');
    if ((second & MASKED) !== 0) throw new Error('A masked frame from a server');
    const header = headerSize(second);
    if (to - at < header) break;
    const start = at + header;
    const end = start + payloadSize(bytes, at, second);
    if (end > to) break;
    each(first & 0x0f, bytes, start, end);
    at = end;
  }
  return at;
}

function headerSize(second: number): number {
  if (second <= SHORT) return 2;
  return second === LENGTH_16 ? 4 : 10;
}

function payloadSize(bytes: Buffer, at: number, second: number): number {
  if (second <= SHORT) return second;
  if (second === LENGTH_16) return bytes.readUInt16BE(at + 2);
  if (bytes.readUInt32BE(at + 2) !== 0) throw new Error('A frame of more than 4 GiB');
  return bytes.readUInt32BE(at + 6);
}

/** A frame as a server sends it. */
export function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([headerOf(OPCODE.text, payload.length, 0), payload]);
}

/** A frame as a client sends it. */
export function maskedFrameOf(text: string, opcode: number = OPCODE.text): Buffer {
  const mask = randomBytes(4);
  const payload = Buffer.from(text);
  for (const [n, byte] of payload.entries()) payload[n] = byte ^ mask.readUInt8(n % 4);
  return Buffer.concat([headerOf(opcode, payload.length, MASKED), mask, payload]);
}

function headerOf(opcode: number, length: number, mask: number): Buffer {
  if (length <= SHORT) return Buffer.from([FINAL | opcode, mask | length]);
  if (length > 0xffff) throw new Error('The bench sends no frame of 64 KiB or more');
  return Buffer.from([FINAL | opcode, mask | LENGTH_16, length >> 8, length & 0xff]);
}
