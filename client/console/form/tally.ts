/** How long a text is, as a reader counts, of how long it may be. */
import { countCharacters } from '../../../shared/headline.ts';

export interface Tally {
  readonly count: number;
  readonly limit: number;
  readonly isNear: boolean;
  readonly isOver: boolean;
}

/** `near`: from how many characters on it is worth a look; unset: nine tenths. The ends are not sent, so not counted. */
export function tallyOf(text: string, limit: number, near = limit * 0.9): Tally {
  const count = countCharacters(text.trim());
  return { count, limit, isNear: count > near, isOver: count > limit };
}
