/** The trails in the embedded database: one table for all of them. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { TrailPage } from './trail.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS trail (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, line TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS trail_name ON trail (name, cursor);
`;

const row = z.object({ cursor: z.number(), line: z.string() });
const CURSOR = /^\d{1,15}$/;

export interface SqliteTrail {
  /** Within the transaction of what it tells of. */
  add(line: string): void;
  /** Newest first. */
  read(page: TrailPage): { cursor: string; line: string }[];
}

export function openSqliteTrails(database: DatabaseSync): (name: string) => SqliteTrail {
  database.exec(SCHEMA);
  const add = database.prepare('INSERT INTO trail (name, line) VALUES (?, ?)');
  const read = database.prepare(
    'SELECT cursor, line FROM trail WHERE name = ? AND cursor < ? ORDER BY cursor DESC LIMIT ?',
  );
  return (name) => ({
    add(line) {
      add.run(name, line);
    },
    read({ before, limit }) {
      // Nothing is older than what is no cursor.
      if (before !== undefined && !CURSOR.test(before)) return [];
      const end = before === undefined ? Number.MAX_SAFE_INTEGER : Number(before);
      return read.all(name, end, limit).map((one) => {
        const { cursor, line } = row.parse(one);
        return { cursor: String(cursor), line };
      });
    },
  });
}
