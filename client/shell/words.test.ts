import { describe, expect, it } from 'vitest';
import { wordsOf } from './catalogues.ts';
import { COMMANDS } from './commands.ts';
import { languageOf } from './language.ts';
import { OPTIONS } from './options.ts';

/** Each word with its place; those with a gap are filled. */
function wordsIn(value: unknown, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') return [[place, String(Reflect.apply(value, null, [1, 2]))]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => wordsIn(one, `${place}.${name}`));
}

describe('the words', () => {
  it('S6 Arabic says all that English says, in Arabic', () => {
    const english = wordsIn(wordsOf('en'));
    const arabic = wordsIn(wordsOf('ar'));
    expect(arabic.map(([place]) => place)).toEqual(english.map(([place]) => place));
    for (const [place, word] of arabic) expect(word, place).toMatch(/\p{Script=Arabic}/u);
    for (const [place, word] of english) expect(word, place).toMatch(/^[^\p{Script=Arabic}]+$/u);
  });

  it('S6 every command and every option has its words, and no option is there for nothing', () => {
    const { commands } = wordsOf('en');
    expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(Object.keys(commands).toSorted());
    const used = COMMANDS.flatMap(({ options }) => options);
    const everywhere = ['hub', 'wait', 'json', 'lang', 'help'];
    expect(new Set([...used, ...everywhere])).toEqual(new Set(Object.keys(OPTIONS)));
    for (const { needed = [], options } of COMMANDS)
      expect(options).toEqual(expect.arrayContaining([...needed]));
  });

  it.each([
    [{ LC_ALL: 'ar_EG.UTF-8', LANG: 'en_US.UTF-8' }, 'ar'],
    [{ LC_MESSAGES: 'en_US.UTF-8', LANG: 'ar_EG.UTF-8' }, 'en'],
    [{ LC_ALL: '', LANG: 'ar' }, 'ar'],
    [{ LANG: 'arn_CL' }, 'en'],
    [{ LANG: 'C' }, 'en'],
    [{}, 'en'],
  ])('S6 the language of %j is %s', (environment, language) => {
    expect(languageOf(environment)).toBe(language);
  });
});
