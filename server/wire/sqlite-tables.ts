/** The embedded wire's tables, and every statement on them. */
import type { DatabaseSync } from 'node:sqlite';
import type { Headline } from '../../shared/headline.ts';
import type { Position } from '../../shared/protocol.ts';
import type { Idempotency } from './wire.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS head (
    channel TEXT PRIMARY KEY, epoch TEXT NOT NULL, seq INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log (
    channel TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (channel, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS item (
    channel TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (channel, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS idempotency (
    channel TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, record TEXT NOT NULL,
    expires INTEGER NOT NULL, PRIMARY KEY (channel, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS idempotency_expires ON idempotency (expires);
`;

/** Entries trimmed by one append: a retention cut from 100,000 to 100 must not stop the hub. */
const TRIM_BATCH = 64;

export type Tables = ReturnType<typeof openTables>;

export function openTables(database: DatabaseSync) {
  database.exec(SCHEMA);
  const sql = {
    head: database.prepare('SELECT epoch, seq FROM head WHERE channel = ?'),
    setHead: database.prepare('INSERT OR REPLACE INTO head (channel, epoch, seq) VALUES (?, ?, ?)'),
    insert: database.prepare('INSERT INTO log (channel, seq, id, json) VALUES (?, ?, ?, ?)'),
    setItem: database.prepare(
      'INSERT OR REPLACE INTO item (channel, id, version, seq) VALUES (?, ?, ?, ?)',
    ),
    item: database.prepare(
      'SELECT version, seq, json FROM item JOIN log USING (channel, seq) WHERE item.channel = ? AND item.id = ?',
    ),
    oldest: database.prepare('SELECT min(seq) AS seq FROM log WHERE channel = ?'),
    entries: database.prepare(
      'SELECT seq, json FROM log WHERE channel = ? AND seq > ? ORDER BY seq LIMIT ?',
    ),
    old: database.prepare(
      'SELECT seq, id FROM log WHERE channel = ? AND seq <= ? ORDER BY seq LIMIT ?',
    ),
    dropItem: database.prepare('DELETE FROM item WHERE channel = ? AND id = ? AND seq = ?'),
    dropEntry: database.prepare('DELETE FROM log WHERE channel = ? AND seq = ?'),
    remember: database.prepare(
      'INSERT OR REPLACE INTO idempotency (channel, key, fingerprint, record, expires) VALUES (?, ?, ?, ?, ?)',
    ),
    remembered: database.prepare(
      'SELECT fingerprint, record FROM idempotency WHERE channel = ? AND key = ? AND expires > ?',
    ),
    forget: database.prepare('DELETE FROM idempotency WHERE expires <= ?'),
    erase: ['head', 'log', 'item', 'idempotency'].map((table) =>
      database.prepare(`DELETE FROM ${table} WHERE channel = ?`),
    ),
  };

  function transaction(act: () => void): void {
    database.exec('BEGIN IMMEDIATE');
    try {
      act();
      database.exec('COMMIT');
    } catch (error) {
      // A failed COMMIT (disk full) may have rolled back by itself.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    transaction,
    head(channel: string): Position | undefined {
      const row = sql.head.get(channel);
      return row && { epoch: String(row['epoch']), seq: Number(row['seq']) };
    },
    setHead(channel: string, { epoch, seq }: Position) {
      sql.setHead.run(channel, epoch, seq);
    },
    insert(channel: string, seq: number, { id, version }: Headline, json: string) {
      sql.insert.run(channel, seq, id, json);
      sql.setItem.run(channel, id, version, seq);
    },
    item(channel: string, id: string) {
      const row = sql.item.get(channel, id);
      return (
        row && {
          version: Number(row['version']),
          seq: Number(row['seq']),
          json: String(row['json']),
        }
      );
    },
    oldest(channel: string): number | undefined {
      const seq = sql.oldest.get(channel)?.['seq'];
      return typeof seq === 'number' ? seq : undefined;
    },
    entries(channel: string, after: number, limit: number) {
      return sql.entries
        .all(channel, after, limit)
        .map((row) => ({ seq: Number(row['seq']), json: String(row['json']) }));
    },
    /** Drops what is at or below `floor`; an item goes with its last entry. */
    trim(channel: string, floor: number) {
      if (floor <= 0) return;
      for (const row of sql.old.all(channel, floor, TRIM_BATCH)) {
        const seq = Number(row['seq']);
        sql.dropItem.run(channel, String(row['id']), seq);
        sql.dropEntry.run(channel, seq);
      }
    },
    remember(channel: string, { key, fingerprint }: Idempotency, record: string, expires: number) {
      sql.remember.run(channel, key, fingerprint, record, expires);
    },
    remembered(channel: string, key: string, now: number) {
      const row = sql.remembered.get(channel, key, now);
      return row && { fingerprint: String(row['fingerprint']), record: String(row['record']) };
    },
    forgetIdempotency(now: number) {
      sql.forget.run(now);
    },
    erase(channel: string) {
      transaction(() => {
        for (const statement of sql.erase) statement.run(channel);
      });
    },
  };
}
