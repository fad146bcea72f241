/** How an entry is written down: one line of JSON, the same in both logs and in the bell. */
import { z } from 'zod';
import type { Headline } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import type { Appended, EntryTrace } from './wire.ts';

export function encodeHeadline(headline: Headline): string {
  return JSON.stringify(headline);
}

/** What stands in the log was validated before it was appended: this end trusts it. */
export function decodeHeadline(json: string): Headline {
  return JSON.parse(json) as Headline;
}

/** Reads `epoch seq headline`, the form of the bell and of idempotency records. */
export function decodeRecord(record: string, replayed: boolean): Appended {
  const [, epoch, seq, json] = /^(\S+) (\d+) (.*)$/s.exec(record) ?? [];
  if (epoch === undefined || seq === undefined || json === undefined) {
    throw new Error(`Not a record of the wire: ${record.slice(0, 80)}`);
  }
  return { epoch, seq: Number(seq), headline: decodeHeadline(json), replayed };
}

/** A line of a trail with the entry that it tells of; `json` is the headline's. */
export function encodeTrace(text: string, seq: number, json: string): string {
  return JSON.stringify([text, seq, json]);
}

const traceForm = z.tuple([z.string(), z.number(), z.string()]);

export function decodeTrace(line: string): Omit<EntryTrace, 'cursor'> {
  const [text, seq, json] = traceForm.parse(JSON.parse(line));
  return { text, seq, headline: decodeHeadline(json) };
}

/** The refusal when an item does not stand at the version expected of it. */
export function versionProblem(id: string, expected: number, current: number): Problem {
  if (expected === 0) {
    return new Problem('id_taken', `A headline with the id ${id} was published before`, [
      { field: 'id', detail: 'is taken: correct that headline, or choose another id' },
    ]);
  }
  return new Problem(
    'version_stale',
    `The headline stands at version ${current}, not ${expected}`,
    [
      {
        field: 'header If-Match',
        detail: `names version ${expected}; the headline has ${current}`,
      },
    ],
  );
}

export function idempotencyProblem(): Problem {
  return new Problem(
    'idempotency_conflict',
    'The Idempotency-Key was used with another body; nothing was published this time',
    [{ field: 'header Idempotency-Key', detail: 'was used for another request' }],
  );
}
