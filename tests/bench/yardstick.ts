/** What this machine can do at best, measured in the same minute: its disk, and HTTP without a hub. */
import { spawn } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/redis.ts';
import { until } from '../support/until.ts';

const BLOCK = 512;
const BARE_SERVER = new URL('bare-server.ts', import.meta.url).pathname;

/** Flushes of a small write per second, one after another: the rate of a hub that shares none. */
export function measureFlushes(folder: string, seconds: number): number {
  const file = openSync(join(folder, 'flushes'), 'w');
  const block = Buffer.alloc(BLOCK, 'x');
  let count = 0;
  const started = performance.now();
  try {
    while (performance.now() - started < seconds * 1_000) {
      writeSync(file, block);
      fdatasyncSync(file);
      count += 1;
    }
    return count / ((performance.now() - started) / 1_000);
  } finally {
    closeSync(file);
  }
}

export interface BareServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** In a process of its own, as the hub is. */
export async function startBareServer(): Promise<BareServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [BARE_SERVER, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', end);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      process.off('exit', end);
      resolve();
    });
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  const isListening = (): boolean => said !== '';
  await until(() => isListening() || child.exitCode !== null, 'the bare server to start', 30_000);
  if (!isListening()) throw new Error('The bare server did not start');
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      end();
      return ended;
    },
  };
}
