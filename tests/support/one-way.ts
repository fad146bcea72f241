/** One direction of a connection that passes through a test: at full speed, slowly, or not at all. */
import type { Socket } from 'node:net';

export interface OneWay {
  /** undefined: as fast as the network. What waits goes on at the new rate. */
  limit(bytesPerSecond: number | undefined): void;
  /** From now on all that comes goes nowhere, also what waits here; its end is not told either. */
  stop(): void;
}

export interface OneWayOptions {
  readonly from: Socket;
  readonly to: Socket;
  /** Sees what comes before it goes on; false: it does not go on. */
  readonly passes?: (bytes: Buffer) => boolean;
}

/** So many times in a second a slow line passes something on. */
const TICKS = 20;
/** Bytes that wait in a slow line; whoever sends more feels that it is slow. */
const MOST_WAITING = 16 * 1024;

export function openOneWay({ from, to, passes = () => true }: OneWayOptions): OneWay {
  let rate: number | undefined;
  let waiting: Buffer = Buffer.alloc(0);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isEnded = false;

  function write(bytes: Buffer): void {
    if (to.writable && bytes.length > 0 && !to.write(bytes)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  }

  function pass(bytes: number): void {
    write(waiting.subarray(0, bytes));
    waiting = waiting.subarray(bytes);
    if (waiting.length < MOST_WAITING) from.resume();
    if (waiting.length > 0) return;
    clearInterval(timer);
    timer = undefined;
    if (isEnded) to.end();
  }

  function tick(): void {
    pass(rate === undefined ? waiting.length : Math.ceil(rate / TICKS));
  }

  function stop(): void {
    isStopped = true;
    clearInterval(timer);
    waiting = Buffer.alloc(0);
    from.resume();
  }

  from.on('data', (bytes: Buffer) => {
    if (isStopped || !passes(bytes)) return;
    if (rate === undefined && waiting.length === 0) {
      write(bytes);
      return;
    }
    waiting = Buffer.concat([waiting, bytes]);
    if (waiting.length >= MOST_WAITING) from.pause();
    timer ??= setInterval(tick, 1_000 / TICKS);
  });
  from.once('end', () => {
    isEnded = true;
    if (!isStopped && waiting.length === 0) to.end();
  });
  // Without an end, as by a reset: the other side learns it at once.
  from.once('close', () => {
    if (!isStopped && !isEnded) to.destroy();
    if (isEnded) return;
    clearInterval(timer);
  });
  return {
    limit(bytesPerSecond) {
      rate = bytesPerSecond;
      if (rate === undefined) tick();
    },
    stop,
  };
}
