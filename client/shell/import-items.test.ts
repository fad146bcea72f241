import { describe, expect, it } from 'vitest';
import { wordsOf } from './catalogues.ts';
import { readItems } from './import-items.ts';

const words = wordsOf('en');
const read = (text: string, channel = 'breaking') => readItems(text, channel, words);
const keysOf = (text: string, channel?: string) => read(text, channel).map(({ key }) => key);

const A = '{"headline":"a"}';
const B = '{"headline":"b"}';

describe('what is imported', () => {
  it('S5 lines and an array are the same, empty lines are none', () => {
    const lines = read(`${A}\r\n\n${B}\n`);
    expect(lines.map(({ line }) => line)).toEqual([1, 3]);
    expect(keysOf(` [${A},${B}]`)).toEqual(lines.map(({ key }) => key));
    expect(read('')).toEqual([]);
  });

  it('S5 a key comes from what a line says, not from where it stands', () => {
    const [a, b] = keysOf(`${A}\n${B}`);
    expect(keysOf(`${B}\n{"headline":"c"}\n${A}`)).toEqual(expect.arrayContaining([a, b]));
    expect(keysOf(`{ "headline" : "a" }`)).toEqual([a]);
    expect(new Set(keysOf(`${A}\n${A}\n${B}`)).size).toBe(3);
    expect(keysOf(`${A}\n${A}`)[0]).toBe(a);
    expect(keysOf(A, 'sport')).not.toEqual([a]);
    for (const key of [a, b]) expect(key).toMatch(/^[\x21-\x7e]{1,200}$/);
  });

  it('S5 what the hub gives is left aside, a ninjs document stays as it is', () => {
    const item = { headline: 'a', id: 'x', version: 2, pubStatus: 'usable', seq: 1, edNote: 'n' };
    expect(read(JSON.stringify(item))[0]?.body).toEqual({ headline: 'a', id: 'x' });
    const ninjs = { uri: 'urn:x', headlines: [], version: '1', pubStatus: 'usable' };
    expect(read(JSON.stringify(ninjs))[0]?.body).toEqual(ninjs);
  });

  it('S5 one bad line stops it before anything is sent, and is named', () => {
    expect(() => read(`${A}\n{"headline":`)).toThrow('Line 2');
    for (const bad of ['7', 'null', '{"pubStatus":"canceled"}']) {
      expect(() => read(`${A}\n${bad}`), bad).toThrow('Item 2');
    }
  });
});
