import { describe, expect, it } from 'vitest';
import { columns, createScreen, type Line } from './screen.ts';
import { widthOf } from './width.ts';

function said(line: Line, { isTerminal = true, hasColours = true, isJson = false } = {}): string {
  let text = '';
  const out = { isTerminal, write: (piece: string) => void (text += piece) };
  createScreen({ out, err: out, isJson, hasColours }).show({ line }, [line]);
  return text;
}

const ARABIC = { quote: 'iPhone يصل', language: 'ar' };

describe('the screen', () => {
  it('S3 on a terminal a text stands in an isolate of its own direction, and nowhere else', () => {
    expect(said(['id ', ARABIC])).toBe('id \u2067iPhone يصل\u2069\n');
    expect(said([{ quote: 'قال', language: 'en' }])).toBe('\u2066قال\u2069\n');
    expect(said(['id ', ARABIC], { isTerminal: false })).toBe('id iPhone يصل\n');
  });

  it('S3 no part gets past: neither out of its isolate nor through a colour or an id', () => {
    const escape = '\u2069\u001b[31m';
    expect(said([{ quote: escape, language: 'ar' }])).toBe('\u2067<U+2069><U+001B>[31m\u2069\n');
    expect(said([escape])).toBe('<U+2069><U+001B>[31m\n');
    expect(said([{ mark: escape, colour: 'red' }], { hasColours: false })).not.toContain('\u001b');
    expect(said([escape], { isJson: true })).not.toMatch(/[\u001b\u2069]/);
  });

  it('S3 colours are on a terminal that wants them alone', () => {
    const mark: Line = [{ mark: '+ new', colour: 'green' }];
    expect(said(mark)).toBe('\u001b[32m+ new\u001b[39m\n');
    expect(said(mark, { hasColours: false })).toBe('+ new\n');
    expect(said(mark, { isTerminal: false })).toBe('+ new\n');
  });

  it('S3 columns stand below each other by the cells that a text takes', () => {
    const rows = columns([
      ['المعرّف', 'x'],
      ['速報', 'y'],
      ['🇪🇬👩‍🚀', 'z'],
      ['abcdefgh', 'w'],
      ['مُحَمَّد', 'v'],
    ]).map((row) => row.map(String).slice(0, -1).join(''));
    expect(rows.map(widthOf)).toEqual([10, 10, 10, 10, 10]);
    expect(['مُحَمَّد', '速報', '👩‍🚀', 'ｱ', 'é', '\u200F'].map(widthOf)).toEqual([4, 4, 2, 1, 1, 0]);
  });
});
