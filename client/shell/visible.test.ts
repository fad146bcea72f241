import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleJson } from './visible.ts';

const HARMFUL = [
  ...['\u001b]0;owned\u0007', '\u009b2J', '\u0000', '\r', '\n', '\u007f', '\u0085', '\u2028'],
  ...['\u202E', '\u2066', '\u2069', '\uD800'],
];
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\p{Cs}]/u;

describe('what may reach a terminal', () => {
  it('S3 every harmful character is shown as its number', () => {
    for (const one of HARMFUL) expect(visible(`a${one}b`)).not.toMatch(CONTROL);
    expect(visible('\u001b[2Jعاجل')).toBe('<U+001B>[2Jعاجل');
  });

  it('S3 what Arabic, Hebrew and emoji need stays as it is', () => {
    for (const one of ['می‌خواهم', 'مُحَمَّد', 'סוף ‏(a)', '👩‍🚀 في الفضاء', 'x\u200Ey']) {
      expect(visible(one)).toBe(one);
    }
  });

  it('S3 JSON says the same without a harmful character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...HARMFUL), (text, harm) => {
        const value = { [`${text}${harm}`]: `${harm}${text}` };
        const json = visibleJson(value);
        expect(json).not.toMatch(CONTROL);
        expect(JSON.parse(json)).toEqual(value);
      }),
    );
  });
});
