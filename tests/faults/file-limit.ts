/** RLIMIT_FSIZE of a process that runs, which Linux lets its owner change. */
import { spawnSync } from 'node:child_process';

/** It can write to no file beyond so many bytes from now on. Nothing happens where it has ended. */
export function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  // Only the soft limit: raising the hard one again would take root.
  const words = ['--pid', String(pid), `--fsize=${bytes}:`];
  const { status, stderr, error } = spawnSync('prlimit', words, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0 && !stderr.includes('No such process')) throw new Error(stderr);
}
