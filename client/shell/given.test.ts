import { describe, expect, it } from 'vitest';
import { wordsOf } from './catalogues.ts';
import { readGiven } from './given.ts';

const WORDS = wordsOf('en');
const read = (...typed: string[]) =>
  readGiven(typed, ['channel', 'urgency', 'pinned', 'rank', 'remove', 'json'], 1, WORDS);

describe('a command line', () => {
  it('S6 is read: options in any order, texts with a dash after --', () => {
    const given = read('--urgency', '2', '--pinned', '--channel=-x', '--', '--json');
    expect(given.operands).toEqual(['--json']);
    expect(given.whole('urgency')).toBe(2);
    expect(given.text('channel')).toBe('-x');
    expect([given.has('pinned'), given.has('json')]).toEqual([true, false]);
    expect(read('--remove', 'url, by').list('remove')).toEqual(['url', 'by']);
  });

  it.each([
    [['--urgancy', '2'], '--urgancy'],
    [['--url', 'x'], '--url'],
    [['-u', '2'], '-u'],
    [['--no-pinned'], '--no-pinned'],
    [['--urgency'], '--urgency'],
    [['--urgency', '--pinned'], '--urgency'],
    [['--pinned=1'], '--pinned'],
    [['--channel', 'a', '--channel', 'b'], '--channel'],
    [['one', 'two'], '«two»'],
    [['--__proto__', 'x'], '--__proto__'],
  ])('S6 %j is refused, and the message names %s', (typed, name) => {
    expect(() => read(...typed)).toThrow(name);
  });

  it('S6 a number is whole, or nothing is sent', () => {
    for (const value of ['1.5', 'two', '', '1e3', '0x1', '99999999999']) {
      expect(() => read(`--urgency=${value}`).whole('urgency'), value).toThrow('--urgency');
    }
  });

  it('S6 a rank is a number with a point or a sign, or nothing is sent', () => {
    for (const value of ['12', '-0.5', '9007199254740992']) {
      expect(read(`--rank=${value}`).number('rank')).toBe(Number(value));
    }
    for (const value of ['1e3', 'top', '', '.5', '1,5', 'Infinity']) {
      expect(() => read(`--rank=${value}`).number('rank'), value).toThrow('--rank');
    }
    expect(read().number('rank')).toBeUndefined();
  });

  it('S2 a key in the line is refused, and not repeated', () => {
    for (const typed of [
      ['--key', 'ajil_secret'],
      ['--key=ajil_secret'],
      ['--token=ajil_secret'],
    ]) {
      expect(() => read(...typed)).toThrow(/AJIL_KEY/);
      expect(() => read(...typed)).not.toThrow(/ajil_secret/);
    }
  });
});
