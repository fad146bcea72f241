import { describe, expect, it } from 'vitest';
import { bodyOf, EMPTY } from './draft.ts';
import { readKept, readKeptEdit } from './kept.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const TIME = '2026-03-01T12:00:00.000Z';
const writing = { ...EMPTY, headline: 'خبر', urgency: 2 as const };

describe('what the browser has kept', () => {
  it('C2 comes back as it was kept, and nothing else does', () => {
    const attempt = { id: 'one', writing, body: bodyOf(writing, 'Europe/Berlin', NOW) };
    expect(readKept(JSON.stringify({ writing, attempt }))).toEqual({ writing, attempt });
    expect(readKept(JSON.stringify({ writing }))).toEqual({ writing });
    for (const text of [null, '', '{', '[]', '{"writing":{"headline":1}}', '{"writing":null}']) {
      expect(readKept(text)).toBeUndefined();
    }
  });

  it('C2 comes back also where an older version of the console knew fewer fields', () => {
    const { by: _, summary: __, pinned: ___, ...older } = writing;
    expect(readKept(JSON.stringify({ writing: older }))).toEqual({ writing });
    expect(readKept(JSON.stringify({ writing: { ...older, urgency: '2' } }))).toBeUndefined();
  });

  it('C23 has the words over a row with what they were written over, or is nothing', () => {
    const item = { id: 'a', version: 1, pubStatus: 'usable', headline: 'خبر', language: 'ar' };
    const base = { ...item, urgency: 5, pinned: false, firstCreated: TIME, versionCreated: TIME };
    const edit = { row: 'a', base, before: writing, writing, note: 'سبب' };
    expect(readKeptEdit(JSON.stringify(edit))).toEqual(edit);
    const gone = { ...base, pubStatus: 'canceled' };
    for (const part of [{ base: gone }, { base: undefined }, { row: 1 }, { before: {} }]) {
      expect(readKeptEdit(JSON.stringify({ ...edit, ...part }))).toBeUndefined();
    }
    expect(readKeptEdit(null)).toBeUndefined();
  });
});
