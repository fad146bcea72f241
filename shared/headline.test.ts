import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originFault } from './channel.ts';
import {
  canonicalLanguage,
  countCharacters,
  directionOf,
  ID_PATTERN,
  textFault,
  urlFault,
} from './headline.ts';

describe('what a headline may be', () => {
  it('P4 counts characters as a reader does', () => {
    for (const [text, count] of [
      ['لِلّٰهِ', 3],
      ['👩‍👩‍👧‍👦', 1],
      ['é', 1],
      ['عاجل', 4],
      ['🇪🇬', 1],
    ] as const) {
      expect(countCharacters(text), text).toBe(count);
    }
    expect(textFault('👩‍👩‍👧'.repeat(10), 10)).toBeUndefined();
    expect(textFault('ع'.repeat(281), 280)).toMatch(/longer than 280/);
  });

  it('P4 refuses controls, overrides, half characters, books and emptiness', () => {
    for (const bad of [
      '',
      ' \u00A0',
      '\u200F\u200E',
      'a\nb',
      'a\u0000b',
      'a\u0085b',
      'a\u2028b',
      ...Array.from('\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069', (c) => `a${c}b`),
      'a\uD800b',
      `e${'\u0301'.repeat(3_000)}`,
    ]) {
      expect(textFault(bad, 280), JSON.stringify(bad.slice(0, 20))).toBeDefined();
    }
  });

  it('P4 takes what Arabic, Hebrew and emoji need: marks, joiners, tatweel, direction marks', () => {
    for (const good of ['می‌خواهم', 'مُحَمَّد', 'عـــاجل', 'סוף ‏(a)', '👩‍🚀 في الفضاء', '<b>"&amp;']) {
      expect(textFault(good, 280), good).toBeUndefined();
    }
  });

  it('P4 never throws on any text, and what it takes is one visible line', () => {
    const unit = fc.constantFrom(
      ...['ع', 'a', ' ', '\u00A0', '\n', '\r', '\u202E', '\uD800', '\uDC00', '😀', '\u0301'],
      ...['\u2028', '\u200F', '\u200D', '\u0000', '<', '٣'],
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300, size: 'max' }), (text) => {
        if (textFault(text, 280) !== undefined) return;
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/[\n\r\u2028\u202E\u2066]/);
        expect(countCharacters(text)).toBeLessThanOrEqual(280);
      }),
    );
  });

  it('P4 takes links that open a page and nothing that runs', () => {
    for (const bad of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,<script>',
      'vbscript:x',
      'file:///etc/passwd',
      'ftp://a.example/x',
      '//a.example/x',
      '/x',
      'https://user:password@a.example/',
      `https://a.example/${'x'.repeat(2_000)}`,
      'https://',
      'https:a.example',
      'https:\\\\a.example',
      ' https://a.example/',
      'https://a.example/\n',
      'https://a.example/a b',
      'https://a.example/\ud800',
      'https://a.example/\u202e',
    ]) {
      expect(urlFault(bad), bad).toBeDefined();
    }
    for (const good of ['https://a.example/', 'http://a.example:8080/أخبار?q=1#x']) {
      expect(urlFault(good), good).toBeUndefined();
    }
  });

  it('P4 ids fit into a path as they are', () => {
    for (const id of ['a', 'A-b_c.d~1', 'x'.repeat(128)]) expect(id).toMatch(ID_PATTERN);
    for (const id of ['', '.', '..', 'a/b', 'a b', 'ع', 'x'.repeat(129), 'a%2Fb', '../x']) {
      expect(id).not.toMatch(ID_PATTERN);
    }
  });

  it('H2 the direction comes from the language, never from the first letter', () => {
    for (const [tag, direction] of [
      ['ar', 'rtl'],
      ['ar-EG', 'rtl'],
      ['fa', 'rtl'],
      ['ur', 'rtl'],
      ['he', 'rtl'],
      ['az-Arab', 'rtl'],
      ['en', 'ltr'],
      ['tr', 'ltr'],
      ['ar-Latn', 'ltr'],
      ['no tag', 'ltr'],
    ] as const) {
      expect(directionOf(tag), tag).toBe(direction);
    }
    expect(canonicalLanguage('AR-eg')).toBe('ar-EG');
    expect(canonicalLanguage('not_a tag')).toBeUndefined();
    expect(canonicalLanguage(`en-x${'-abcdefgh'.repeat(7)}`)).toBeUndefined();
  });

  it('P4 an allowed origin is one exactly as browsers send it', () => {
    for (const good of ['https://news.example', 'http://127.0.0.1:8080']) {
      expect(originFault(good), good).toBeUndefined();
    }
    for (const bad of [
      'https://news.example/',
      'news.example',
      '*',
      'https://NEWS.example',
      'null',
    ]) {
      expect(originFault(bad), bad).toBeDefined();
    }
  });
});
