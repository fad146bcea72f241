import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('a line of CSV', () => {
  it('N12 quotes what would break it, and writes what is no text as JSON', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', undefined, null, 5, { h: 1 }])).toBe(
      'a,"b,c","d""e","f\ng",,,5,"{""h"":1}"\r\n',
    );
    expect(csvLine(['خبر عاجل'])).toBe('خبر عاجل\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\u200f=1', '\u200b@x'])(
    'N12 makes no formula of %j',
    (text) => {
      expect(csvLine([text])).toMatch(/^"'/);
    },
  );
});
