/**
 * A small disk of its own for a hub: a file system in memory, mounted where only its own processes see
 * it, so that nothing is left behind whatever happens. Root is not needed where Linux lets anybody
 * make a user namespace.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, rmSync, statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.ts';
import { limitFiles } from './file-limit.ts';

export interface SmallDisk {
  /** How it becomes full, for those who read the figures. */
  readonly kind: string;
  /** The folder, as the hub sees it. */
  readonly folder: string;
  /** What runs a program that sees it. */
  readonly command: readonly string[];
  /** To the last byte; the hub is a process that has files on it. */
  fill(hub: number): void;
  free(hub: number): void;
  /** Nothing can be written to it; gives what runs a program then. No file may be open for writing. */
  lock(): readonly string[];
  unlock(): void;
  close(): Promise<void>;
}

const SIZE = '24m';
const IS_ROOT = process.getuid?.() === 0;
const AS_ROOT = IS_ROOT ? [] : ['--user', '--map-root-user'];
/** What `nsenter` needs to go to the place of a process; with a user namespace, as the same user as there. */
const inside = (pid: number): string[] => [
  ...['--target', String(pid), '--mount'],
  ...(IS_ROOT ? [] : ['--user', '--preserve-credentials']),
];
/** Mounts, says so, and then waits for the end of our own process, which closes its input. */
const KEEPER = `mount -t tmpfs -o size=${SIZE} tmpfs "$0" && echo mounted && exec cat`;

/** Where Linux gives a process no file system of its own (as in most containers), a limit on files. */
export async function openSmallDisk(): Promise<SmallDisk> {
  return openMountedDisk().catch(() => openLimitedDisk());
}

async function openMountedDisk(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'ajil-disk-'));
  const keeper = spawn('unshare', ['--mount', ...AS_ROOT, 'sh', '-c', KEEPER, folder]);
  const pid = await mounted(keeper).catch(async (error: unknown) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  /** The same folder, as seen from here. */
  const outside = `/proc/${pid}/root${folder}`;
  const filler = join(outside, 'filler');
  const command = ['nsenter', ...inside(pid), '--', process.execPath];
  const remount = (how: string): void => {
    const words = [...inside(pid), 'mount', '-o', `remount,${how}`, folder];
    const { status, stderr } = spawnSync('nsenter', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`It was not mounted ${how}: ${stderr}`);
  };
  return {
    kind: 'a file system of its own',
    folder,
    command,
    fill() {
      for (let bytes = 1 << 20; bytes > 0; bytes >>= 1) fillBy(filler, bytes);
      if (statfsSync(outside).bavail > 0) throw new Error('The disk has not become full');
    },
    free: () => rmSync(filler, { force: true }),
    lock() {
      remount('ro');
      return command;
    },
    unlock: () => remount('rw'),
    async close() {
      const ended = once(keeper, 'exit');
      keeper.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function mounted(keeper: ChildProcess): Promise<number> {
  const said = { out: '', err: '' };
  keeper.on('error', ({ message }) => (said.err += message));
  keeper.stdout?.on('data', (data: Buffer) => (said.out += data.toString()));
  keeper.stderr?.on('data', (data: Buffer) => (said.err += data.toString()));
  await until(() => said.out !== '' || said.err !== '', 'the small disk to be mounted');
  if (said.err !== '' || keeper.pid === undefined) throw new Error(`No small disk: ${said.err}`);
  return keeper.pid;
}

function fillBy(file: string, bytes: number): void {
  const piece = Buffer.alloc(bytes);
  try {
    for (;;) appendFileSync(file, piece);
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    if (!isFull) throw error;
  }
}

async function openLimitedDisk(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'ajil-disk-'));
  return {
    kind: 'a limit on files',
    folder,
    command: [process.execPath],
    fill: (hub) => limitFiles(hub, 0),
    free: (hub) => limitFiles(hub, 'unlimited'),
    lock: () => ['prlimit', '--fsize=0:', process.execPath],
    unlock: () => undefined,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
