/** The data folder of the embedded default: one database file, and a lock that one hub holds. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartFault } from '../start-fault.ts';

export interface DataFolder {
  readonly database: DatabaseSync;
  close(): void;
}

export function openDataFolder(folder: string): DataFolder {
  try {
    makeFolder(resolve(folder));
    const lock = lockFolder(folder);
    const database = new DatabaseSync(join(folder, 'ajil.db'));
    // FULL: what was acknowledged survives a power cut, not just a crash (W3).
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    return {
      database,
      close() {
        database.close();
        lock.close();
      },
    };
  } catch (cause) {
    if (cause instanceof StartFault) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartFault([`DATA_DIR ${folder} cannot be used: ${why}`]);
  }
}

/** Node's own recursive mkdir never returns where a file system answers ENOENT, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** The operating system frees this lock when the process ends, however it ends: no stale pid files. */
function lockFolder(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    return lock;
  } catch (cause) {
    lock.close();
    if (cause instanceof Error && cause.message.includes('locked')) {
      throw new StartFault([
        `DATA_DIR ${folder} is in use by another hub: give each its own folder`,
      ]);
    }
    throw cause;
  }
}
