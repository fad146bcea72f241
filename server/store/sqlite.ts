/** The embedded store, in the same file as the embedded wire. */
import type { DatabaseSync } from 'node:sqlite';
import type { Channel } from '../../shared/channel.ts';
import { refusalOf } from '../sqlite/refusal.ts';
import type { ApiKey, Store } from './store.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS seeded (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;
  CREATE TABLE IF NOT EXISTS channel (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS api_key (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, json TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS script (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
`;

export function openSqliteStore(database: DatabaseSync): Store {
  database.exec(SCHEMA);
  const sql = {
    seeded: database.prepare('INSERT OR IGNORE INTO seeded (one) VALUES (1)'),
    channels: database.prepare('SELECT json FROM channel ORDER BY name'),
    create: database.prepare('INSERT OR IGNORE INTO channel (json, name) VALUES (?, ?)'),
    change: database.prepare('UPDATE channel SET json = ? WHERE name = ?'),
    remove: database.prepare('DELETE FROM channel WHERE name = ?'),
    keys: database.prepare('SELECT json FROM api_key ORDER BY id'),
    key: database.prepare('SELECT json FROM api_key WHERE hash = ?'),
    keepScript: database.prepare('INSERT OR IGNORE INTO script (hash, text) VALUES (?, ?)'),
    script: database.prepare('SELECT text FROM script WHERE hash = ?'),
    putKey: database.prepare('INSERT OR REPLACE INTO api_key (id, hash, json) VALUES (?, ?, ?)'),
  };
  const write = (key: ApiKey): void => {
    sql.putKey.run(key.id, key.hash, JSON.stringify(key));
  };

  function seed(channels: readonly Channel[], keys: readonly ApiKey[]): boolean {
    database.exec('BEGIN IMMEDIATE');
    try {
      const isFirst = sql.seeded.run().changes > 0;
      if (isFirst) {
        for (const channel of channels) sql.create.run(JSON.stringify(channel), channel.name);
        keys.forEach(write);
      }
      database.exec('COMMIT');
      return isFirst;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  const watchers: (() => void)[] = [];
  /** Tells the watchers when something was changed; passes the answer on. */
  const told = (changed: boolean): boolean => {
    if (changed) for (const watcher of watchers) watcher();
    return changed;
  };

  const asked = <T>(act: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      try {
        resolve(act());
      } catch (cause) {
        reject(refusalOf('The store cannot be used', cause));
      }
    });

  return {
    seed: (channels, keys) => asked(() => seed(channels, keys)),
    channels: () => asked(() => sql.channels.all().map((row) => decode<Channel>(row['json']))),
    createChannel: (channel) =>
      asked(() => told(sql.create.run(JSON.stringify(channel), channel.name).changes > 0)),
    changeChannel: (channel) =>
      asked(() => told(sql.change.run(JSON.stringify(channel), channel.name).changes > 0)),
    deleteChannel: (name) => asked(() => told(sql.remove.run(name).changes > 0)),
    keys: () => asked(() => sql.keys.all().map((row) => decode<ApiKey>(row['json']))),
    findKey: (hash) =>
      asked(() => {
        const row = sql.key.get(hash);
        return row && decode<ApiKey>(row['json']);
      }),
    putKey: (key) =>
      asked(() => {
        write(key);
      }),
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

/** Only this file writes these rows. */
function decode<T>(json: unknown): T {
  return JSON.parse(String(json)) as T;
}
