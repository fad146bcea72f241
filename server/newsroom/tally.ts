/** What became of all that publishers sent: for whoever counts it and whoever writes it down. */
import type { By } from '../../shared/audit.ts';
import type { Problem } from '../../shared/problem.ts';
import type { Appended } from '../wire/wire.ts';

export const ACTS = ['publish', 'correct', 'withdraw'] as const;
export type Act = (typeof ACTS)[number];

export interface Attempt {
  readonly act: Act;
  /** As it was asked for: there may be none of this name. */
  readonly channel: string;
  /** The same of a headline that is to be changed. */
  readonly id: string | undefined;
  /** Who asked; undefined where that is not known. */
  readonly by: By | undefined;
  /** From the request to the outcome. */
  readonly seconds: number;
}

/** One call for each headline. It answers at once and never throws. */
export interface NewsroomTally {
  /** Published, corrected, withdrawn; or `replayed`, and then nothing has happened this time. */
  taken(attempt: Attempt, appended: Appended): void;
  refused(attempt: Attempt, problem: Problem): void;
}
