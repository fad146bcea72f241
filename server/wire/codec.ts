/** How an entry is written down: one line of JSON, the same in both logs and in the bell. */
import type { Headline } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import type { Appended } from './wire.ts';

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
