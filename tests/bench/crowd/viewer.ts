/**
 * One of ten thousand viewers: a TCP connection that speaks just enough WebSocket, Engine.IO and
 * Socket.IO to be let in and to stay. It keeps no text; all viewers read into one buffer.
 */
import { connect } from 'node:net';
import { z } from 'zod';
import { createFrameReader, maskedFrameOf, OPCODE } from './frames.ts';
import type { Target } from './orders.ts';

export interface Viewer {
  /** Ends without a farewell (RST): nothing of it stays behind in the kernel. */
  drop(): void;
}

export interface ViewerEvents {
  ready(): void;
  delivered(bytes: number): void;
  /** Once, however it ended; `drop` is no fault and reports none. */
  failed(why: string): void;
  gone(): void;
}

const shared = Buffer.alloc(64 * 1024);
const HEAD_END = '\r\n\r\n';
const PING = '2'.charCodeAt(0);
const OPEN = '0'.charCodeAt(0);
const PONG_PACKET = maskedFrameOf('3');
const PONG_FRAME = maskedFrameOf('', OPCODE.pong);

/** What all viewers of one target share, made once. */
export interface Lines {
  readonly target: Target;
  readonly handshake: string;
  readonly hello: Buffer | undefined;
  readonly welcome: Buffer;
  readonly delivery: Buffer;
  /** Looked into once; whoever gets the same bytes got the same. */
  approved: Buffer | undefined;
}

export function linesOf(target: Target): Lines {
  return {
    target,
    handshake: handshakeOf(target),
    hello: target.hello === null ? undefined : maskedFrameOf(target.hello),
    welcome: Buffer.from(target.welcome),
    delivery: Buffer.from(target.delivery),
    approved: undefined,
  };
}

export function openViewer(lines: Lines, events: ViewerEvents): Viewer {
  let stage: 'handshake' | 'hello' | 'ready' | 'over' = 'handshake';
  let head = '';

  function fail(why: string): void {
    if (stage === 'over') return;
    stage = 'over';
    socket.destroy();
    events.failed(why);
  }

  function becomeReady(): void {
    stage = 'ready';
    events.ready();
  }

  function hear(bytes: Buffer, start: number, end: number): void {
    if (stage === 'ready') {
      if (begins(bytes, start, end, lines.delivery)) events.delivered(end - start);
    } else if (lines.hello !== undefined && bytes[start] === OPEN) {
      socket.write(lines.hello);
    } else if (begins(bytes, start, end, lines.welcome)) {
      const fault = faultOf(lines, bytes, start, end);
      if (fault === undefined) becomeReady();
      else fail(fault);
    } else if (bytes.toString('latin1', start, start + 2) === '44') {
      fail('refused by the server');
    }
  }

  const frames = createFrameReader((opcode, bytes, start, end) => {
    if (opcode === OPCODE.text) {
      // Only Engine.IO's own ping is one byte long.
      if (end - start === 1 && bytes[start] === PING) socket.write(PONG_PACKET);
      else hear(bytes, start, end);
    } else if (opcode === OPCODE.ping) socket.write(PONG_FRAME);
    else fail(`a frame of kind ${opcode}`);
  });

  /** Gives where the first frame begins, once the whole head of the answer has come. */
  function readHead(length: number): number | undefined {
    const before = head.length;
    head += shared.toString('latin1', 0, length);
    const end = head.indexOf(HEAD_END);
    if (end < 0) return undefined;
    if (!head.startsWith('HTTP/1.1 101')) {
      fail(`the handshake was answered ${head.slice(9, 12)}`);
      return undefined;
    }
    head = '';
    stage = 'hello';
    if (lines.hello === undefined) becomeReady();
    return end + HEAD_END.length - before;
  }

  function read(length: number): void {
    const start = stage === 'handshake' ? readHead(length) : 0;
    if (start !== undefined && stage !== 'over') frames.read(shared, start, length);
  }

  const socket = connect({
    port: lines.target.port,
    host: '127.0.0.1',
    onread: {
      buffer: shared,
      callback(length) {
        try {
          read(length);
        } catch (error) {
          fail(error instanceof Error ? error.message : String(error));
        }
        return true;
      },
    },
  });
  socket.once('connect', () => {
    socket.write(lines.handshake);
  });
  socket.once('error', (error: NodeJS.ErrnoException) => {
    fail(error.code ?? error.message);
  });
  socket.once('close', () => {
    fail('hung up by the server');
    events.gone();
  });
  return {
    drop() {
      stage = 'over';
      socket.resetAndDestroy();
    },
  };
}

/** As a browser words it: a server reads, and may keep, every header that comes. */
function handshakeOf({ port, path }: Target): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Pragma: no-cache',
    'Cache-Control: no-cache',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Upgrade: websocket',
    'Origin: https://news.example',
    'Accept-Encoding: gzip, deflate, br, zstd',
    'Accept-Language: ar,en;q=0.9',
    'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
    // Nobody checks what the server makes of it, so that one key does for all.
    `Sec-WebSocket-Key: ${Buffer.from('a key for everyone').subarray(0, 16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n');
}

function begins(bytes: Buffer, start: number, end: number, beginning: Buffer): boolean {
  if (end - start < beginning.length) return false;
  for (let n = 0; n < beginning.length; n += 1) {
    if (bytes[start + n] !== beginning[n]) return false;
  }
  return true;
}

const resumeSchema = z.tuple([
  z.literal('entries'),
  z.object({ entries: z.array(z.object({ seq: z.number() })) }),
]);

/** What a welcome lacks. */
function faultOf(lines: Lines, bytes: Buffer, start: number, end: number): string | undefined {
  const { missed, welcomeBytes } = lines.target;
  if (end - start < welcomeBytes) return `a welcome of ${end - start} bytes`;
  if (missed === null) return undefined;
  if (lines.approved?.equals(bytes.subarray(start, end))) return undefined;
  const [, { entries }] = resumeSchema.parse(JSON.parse(bytes.toString('utf8', start + 2, end)));
  const got = entries.map(({ seq }) => seq).join();
  if (got !== missed.join()) return `it missed ${missed.join()} and got ${got}`;
  lines.approved = Buffer.from(bytes.subarray(start, end));
  return undefined;
}
