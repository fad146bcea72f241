/**
 * The end of an append-only file, as a power cut takes it: what the kernel had not yet written. A
 * process that is only killed leaves it to the kernel and loses nothing, so a test takes it away.
 *
 * Any byte may be the last one: Redis itself drops a command or transaction that is not whole
 * (`aof-load-truncated`), which is what makes an append that was lost be lost altogether (W1).
 */
import { readdirSync, statSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { RedisProcess } from '../support/redis.ts';
import type { Chance } from './rounds.ts';

export interface Tail {
  /** Takes away some of what was written since the last look, when Redis does not run. */
  lose(chance: Chance): Promise<void>;
}

/** Bytes that stay of what has come: the channel that was made, and its first headlines. */
const KEPT = 10_000;
/** Bytes that go at least: a few appends. */
const LEAST = 6_000;

export function openTail({ folder }: RedisProcess): Tail {
  const before = sizeOf(folder);
  return {
    async lose({ between }) {
      const now = sizeOf(folder);
      const most = now.size - before.size - KEPT;
      if (most < LEAST) throw new Error(`Only ${now.size - before.size} bytes were written`);
      await truncate(now.path, now.size - between(LEAST, most));
    },
  };
}

/** The file that Redis appends to. */
function sizeOf(folder: string): { path: string; size: number } {
  const files = join(folder, 'appendonlydir');
  const name = readdirSync(files).findLast((file) => file.endsWith('.incr.aof'));
  if (name === undefined) throw new Error(`There is no append-only file in ${files}`);
  const path = join(files, name);
  return { path, size: statSync(path).size };
}
