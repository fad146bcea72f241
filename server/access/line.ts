/** Lines of the store's trail about accounts and keys. What they tell of before and after has no secret in it. */
import type { AuditLine, Author, PeopleAct } from '../../shared/audit.ts';

export interface Done {
  readonly act: PeopleAct;
  /** The id of the account, the session, the invitation or the key. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** `author` may know more than a line tells. */
export function lineOf({ by, from }: Author, done: Done, now: number): string {
  const line: AuditLine = { at: new Date(now).toISOString(), by, from, ...done };
  return JSON.stringify(line);
}
