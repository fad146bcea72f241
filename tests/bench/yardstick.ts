/** What this machine can do at best, measured in the same minute: its disk, and HTTP without a hub. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/redis.ts';
import { startPeer } from './processes/peer.ts';

const BLOCK = 512;
const BARE_SERVER = new URL('peers/bare-post.ts', import.meta.url).pathname;

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

export async function startBareServer(): Promise<BareServer> {
  const port = await freePort();
  const { stop } = await startPeer([process.execPath, BARE_SERVER, String(port)]);
  return { url: `http://127.0.0.1:${port}`, stop };
}
