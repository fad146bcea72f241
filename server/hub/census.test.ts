import { describe, expect, it } from 'vitest';
import { createCensus, elsewhere, largest } from './census.ts';

describe('a census', () => {
  it('N15 tells the largest origins apart, the same on every node, and counts everybody', () => {
    expect(largest(Object.entries({ b: 2, c: 2, a: 1, d: 9 }), 2)).toEqual({ d: 9, b: 2 });
    const sites = [
      'https://a.example',
      'https://a.example',
      undefined,
      `https://${'x'.repeat(300)}`,
    ];
    const censusOf = createCensus(() => sites);
    const census = censusOf('breaking', 1);
    expect(census).toEqual({ count: 4, byOrigin: { 'https://a.example': 2 } });
    expect(elsewhere(census)).toBe(2);
    expect(censusOf('breaking', 9).byOrigin).toEqual({ 'https://a.example': 2, '': 1 });
  });
});
