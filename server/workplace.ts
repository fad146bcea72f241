/** A place among the workers that is kept filled: whoever dies is replaced. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { reportSchema, type Ready, type Seat } from './seat.ts';
import { StartFault } from './start-fault.ts';
import type { Log } from './telemetry/log.ts';

export interface Workplace {
  /** The first worker is ready. Problem: a `StartFault`, and nobody replaces it. */
  readonly ready: Promise<Ready>;
  /** Tells the worker to end once its viewers have left, and waits for it. */
  drain(): Promise<void>;
  /** Lets go of the worker, which ends at once, and waits for it. */
  close(): Promise<void>;
}

export interface WorkplacePorts {
  readonly seat: Seat;
  /** ms that its viewers have to leave. */
  readonly drainMs: number;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
}

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
/** ms before a worker is replaced: at first, and at most where one after another dies. */
const DELAY = { least: 100, most: 5_000 };
/** ms that a worker must have lived for its end to count as a first one. */
const STEADY = 30_000;
/** ms for a worker to end by itself, its viewers' time aside. */
const PATIENCE = 10_000;

export function openWorkplace(ports: WorkplacePorts): Workplace {
  const { seat, drainMs, log, now, random } = ports;
  let worker: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosing = false;
  let deaths = 0;

  function occupy(): Promise<Ready> {
    const since = now();
    const child = fork(WORKER, [JSON.stringify(seat)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    worker = child;
    return new Promise((resolve, reject) => {
      let isReady = false;
      let fault: StartFault | undefined;
      child.on('message', (message) => {
        const report = reportSchema.parse(message);
        if (report.kind === 'ready') {
          isReady = true;
          resolve(report);
        } else {
          fault = new StartFault(report.lines);
          child.disconnect();
        }
      });
      const ended = (how: string): void => {
        worker = undefined;
        if (now() - since > STEADY) deaths = 0;
        if (isReady) replace(how);
        else reject(fault ?? new StartFault([`A worker ended before it was ready (${how})`]));
      };
      child.once('exit', (code, signal) => {
        ended(signal ?? `exit code ${String(code)}`);
      });
      // Without a process there is no exit.
      child.on('error', (error) => {
        if (child.pid === undefined) ended(error.message);
      });
    });
  }

  function replace(how: string): void {
    if (isClosing) return;
    // Jittered, so that workers that died of one cause don't come back as one.
    const delay = Math.min(DELAY.most, DELAY.least * 2 ** deaths) * (0.5 + random() / 2);
    deaths += 1;
    log.warn(
      { worker: seat.number, how, delay: Math.round(delay) },
      'a worker ended and is replaced',
    );
    timer = setTimeout(() => {
      occupy().catch((error: unknown) => {
        replace(error instanceof Error ? error.message : String(error));
      });
    }, delay);
  }

  async function dismiss(tell: (child: ChildProcess) => void, patience: number): Promise<void> {
    isClosing = true;
    clearTimeout(timer);
    const child = worker;
    if (child === undefined) return;
    const ended = once(child, 'exit');
    const impatience = setTimeout(() => child.kill('SIGKILL'), patience);
    tell(child);
    await ended;
    clearTimeout(impatience);
  }

  return {
    ready: occupy(),
    drain: () => dismiss((child) => child.kill('SIGTERM'), drainMs + PATIENCE),
    close() {
      const letGo = (child: ChildProcess): void => {
        if (child.connected) child.disconnect();
      };
      return dismiss(letGo, PATIENCE);
    },
  };
}
