/**
 * A copy of the data folder's database, taken while the hub runs, and its way back:
 * `node server/sqlite/backup.ts DATA_DIR FILE` and `node server/sqlite/backup.ts --restore FILE DATA_DIR`.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';

const DATABASE = 'ajil.db';
const USAGE =
  'node server/sqlite/backup.ts DATA_DIR FILE, or node server/sqlite/backup.ts --restore FILE DATA_DIR';

/** All that was acknowledged before it began. Throws where `file` exists, or there is no database. */
function takeBackup(folder: string, file: string): void {
  const source = join(folder, DATABASE);
  refuseIf(existsSync(file), `${file} exists`);
  refuseIf(!existsSync(source), `${source} does not exist`);
  const database = new DatabaseSync(source, { readOnly: true });
  complete(file, (unfinished) => {
    try {
      // One transaction: what is published meanwhile waits for nothing and is not in it.
      database.prepare('VACUUM INTO ?').run(unfinished);
    } finally {
      database.close();
    }
  });
}

/**
 * Makes a data folder of a backup. Its log ends where the backup did, and will use sequences that the log
 * before had used for something else: so every channel gets a new epoch, by which viewers know (W2).
 */
function restoreBackup(file: string, folder: string, newEpoch: () => string = randomUUID): void {
  // Beside a database lies what was not written into it yet; the restored one would swallow that.
  for (const name of [DATABASE, `${DATABASE}-wal`, `${DATABASE}-shm`]) {
    refuseIf(existsSync(join(folder, name)), `${join(folder, name)} exists: move it away first`);
  }
  mkdirSync(folder, { recursive: true });
  complete(join(folder, DATABASE), (unfinished) => {
    copyFileSync(file, unfinished);
    const database = new DatabaseSync(unfinished);
    try {
      const verdict = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
      refuseIf(verdict !== 'ok', `${file} is damaged: ${String(verdict)}`);
      const renew = database.prepare('UPDATE head SET epoch = ? WHERE channel = ?');
      for (const { channel } of database.prepare('SELECT channel FROM head').all()) {
        renew.run(newEpoch(), String(channel));
      }
    } finally {
      database.close();
    }
  });
}

/** The file has its name once it is whole and on the disk, and not before. */
function complete(file: string, make: (unfinished: string) => void): void {
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    make(unfinished);
    flush(unfinished);
    renameSync(unfinished, file);
    flush(dirname(file));
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function flush(path: string): void {
  const open = openSync(path, 'r');
  fsyncSync(open);
  closeSync(open);
}

function refuseIf(isSo: boolean, why: string): void {
  if (isSo) throw new Error(why);
}

if (import.meta.main) {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { restore: { type: 'boolean', default: false } },
    });
    const [from, to, more] = positionals;
    if (from === undefined || to === undefined || more !== undefined) throw new Error(USAGE);
    if (values.restore) restoreBackup(from, to);
    else takeBackup(from, to);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
