/** What differs between two texts, word by word, in whichever script. */
import { diffArrays } from 'diff';

export interface Part {
  readonly text: string;
  readonly kind: 'same' | 'added' | 'removed';
}

// The library's own words are those of Latin letters: it would cut «أربعة» before its end.
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
const words = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

export function differences(before: string, after: string): Part[] {
  return diffArrays(words(before), words(after)).map(({ value, added, removed }) => ({
    text: value.join(''),
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }));
}
