import { describe, expect, test } from 'vitest';
import { ageFormat, ageOf } from './age.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const ago = (ms: number): string => new Date(NOW - ms).toISOString();

describe('the age of a headline', () => {
  test.each([
    ['ar', undefined, 30_000, 'الآن'],
    ['ar', undefined, 2 * 60_000, 'قبل دقيقتين'],
    ['ar', undefined, 11 * 60_000, 'قبل 11 دقيقة'],
    ['ar', 'arab', 11 * 60_000, 'قبل ١١ دقيقة'],
    ['en', undefined, 59_999, 'now'],
    ['en', undefined, 3 * 3_600_000, '3 hr. ago'],
    ['en', undefined, 26 * 3_600_000, 'yesterday'],
    // The page's clock may be behind: nothing is said to come from the future.
    ['en', undefined, -90_000, 'now'],
  ])('G3 in %s with digits %s, after %i ms: %s', (language, digits, age, said) => {
    expect(ageOf(ago(age), NOW, ageFormat(language, digits))).toBe(said);
  });

  test('G5 a language or a date that makes no sense throws nothing', () => {
    const format = ageFormat('not a language', undefined);
    expect(ageOf(ago(0), NOW, format)).not.toBe('');
    expect(ageOf('no date', NOW, format)).not.toBe('');
  });
});
