/** What differs between two texts, word by word. */
import { diffWordsWithSpace } from 'diff';

export interface Part {
  readonly text: string;
  readonly kind: 'same' | 'added' | 'removed';
}

export function differences(before: string, after: string): Part[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }));
}
