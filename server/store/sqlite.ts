/** The embedded store, in the same file as the embedded wire. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { refusalOf } from '../sqlite/refusal.ts';
import { openSqliteTrails } from '../trail/sqlite.ts';
import type { Change, Kind, Store } from './store.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS store_state (
    one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL, seeded INTEGER NOT NULL
  ) STRICT;
  INSERT OR IGNORE INTO store_state (one, revision, seeded) VALUES (1, 0, 0);
  CREATE TABLE IF NOT EXISTS record (
    kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS script (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
`;

const kept = z.object({ id: z.string(), revision: z.number(), json: z.string() });
const counted = z.object({ revision: z.number() });

const OUT_OF_USE = 'The store cannot be used';

/** Problem: `wire_unavailable`, as where the folder is read-only. */
export function openSqliteStore(database: DatabaseSync): Store {
  try {
    database.exec(SCHEMA);
  } catch (cause) {
    throw refusalOf(OUT_OF_USE, cause);
  }
  const trail = openSqliteTrails(database)('store');
  const sql = {
    seeded: database.prepare('UPDATE store_state SET seeded = 1 WHERE seeded = 0'),
    count: database.prepare('UPDATE store_state SET revision = revision + 1 RETURNING revision'),
    all: database.prepare('SELECT id, revision, json FROM record WHERE kind = ? ORDER BY id'),
    find: database.prepare('SELECT id, revision, json FROM record WHERE kind = ? AND id = ?'),
    put: database.prepare(
      'INSERT OR REPLACE INTO record (kind, id, revision, json) VALUES (?, ?, ?, ?)',
    ),
    remove: database.prepare('DELETE FROM record WHERE kind = ? AND id = ?'),
    keepScript: database.prepare('INSERT OR IGNORE INTO script (hash, text) VALUES (?, ?)'),
    script: database.prepare('SELECT text FROM script WHERE hash = ?'),
  };

  function isExpected({ kind, id, expected }: Change): boolean {
    if (expected === undefined) return true;
    const row = sql.find.get(kind, id);
    if (expected === 'known') return row !== undefined;
    return expected === (row ? kept.parse(row).revision : 0);
  }

  function apply(changes: readonly Change[]): void {
    const { revision } = counted.parse(sql.count.get());
    for (const { kind, id, json } of changes) {
      if (json === null) sql.remove.run(kind, id);
      else sql.put.run(kind, id, revision, json);
    }
  }

  /** All of it or nothing; false undoes it too. */
  function atomically(act: () => boolean): boolean {
    database.exec('BEGIN IMMEDIATE');
    try {
      const done = act();
      database.exec(done ? 'COMMIT' : 'ROLLBACK');
      return done;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  const watchers: ((kinds: readonly Kind[]) => void)[] = [];
  function tell(changes: readonly Change[]): void {
    const kinds = [...new Set(changes.map(({ kind }) => kind))];
    for (const watcher of watchers) watcher(kinds);
  }

  const asked = <T>(act: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      try {
        resolve(act());
      } catch (cause) {
        reject(refusalOf(OUT_OF_USE, cause));
      }
    });

  return {
    seed: (changes) =>
      asked(() =>
        atomically(() => {
          const isFirst = sql.seeded.run().changes > 0;
          if (isFirst) apply(changes);
          return isFirst;
        }),
      ),
    all: (kind) => asked(() => sql.all.all(kind).map((row) => kept.parse(row))),
    find: (kind, id) =>
      asked(() => {
        const row = sql.find.get(kind, id);
        return row && kept.parse(row);
      }),
    write: (changes, trace) =>
      asked(() => {
        const done = atomically(() => {
          if (!changes.every(isExpected)) return false;
          if (changes.length > 0) apply(changes);
          if (trace !== undefined) trail.add(trace);
          return true;
        });
        if (done && changes.length > 0) tell(changes);
        return done;
      }),
    trail: (page) =>
      asked(() => trail.read(page).map(({ cursor, line }) => ({ cursor, text: line }))),
    keepScript: (hash, text) =>
      asked(() => {
        sql.keepScript.run(hash, text);
      }),
    script: (hash) =>
      asked(() => {
        const row = sql.script.get(hash);
        return row && String(row['text']);
      }),
    watch(changed) {
      watchers.push(changed);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
