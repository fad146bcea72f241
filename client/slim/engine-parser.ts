/** Engine.IO protocol 4 without its binary half: a packet is a digit and a text. */
export interface EnginePacket {
  readonly type: string;
  readonly data?: string | undefined;
}

export const protocol = 4;

const TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'];
/** ASCII's record separator, between the packets of one poll. */
const SEPARATOR = '\x1e';

function encode({ type, data = '' }: EnginePacket): string {
  return `${TYPES.indexOf(type)}${data}`;
}

export function encodePacket(
  packet: EnginePacket,
  _supportsBinary: boolean,
  done: (encoded: string) => void,
): void {
  done(encode(packet));
}

export function encodePayload(
  packets: readonly EnginePacket[],
  done: (encoded: string) => void,
): void {
  done(packets.map(encode).join(SEPARATOR));
}

/** A binary frame has no first character and is as wrong as an unknown one. */
export function decodePacket(encoded: string): EnginePacket {
  const type = TYPES.find((_, digit) => String(digit) === encoded[0]);
  if (type === undefined) return { type: 'error', data: 'parser error' };
  return encoded.length > 1 ? { type, data: encoded.slice(1) } : { type };
}

export function decodePayload(encoded: string): EnginePacket[] {
  const packets = encoded.split(SEPARATOR).map(decodePacket);
  const wrong = packets.findIndex(({ type }) => type === 'error');
  return wrong < 0 ? packets : packets.slice(0, wrong + 1);
}

// For WebTransport, which is left out.
export const createPacketEncoderStream = undefined;
export const createPacketDecoderStream = undefined;
