import { describe, expect, it } from 'vitest';
import type { UsableHeadline } from './headline.ts';
import { isTypo, silentFault } from './typo.ts';

const T0 = Date.UTC(2026, 10, 24, 12);
const created = new Date(T0).toISOString();
const BEFORE: UsableHeadline = {
  ...{ id: 'x', version: 1, pubStatus: 'usable', language: 'ar', urgency: 1, pinned: false },
  ...{ headline: 'رئيس الوزراء يصل الى بيروت', firstCreated: created, versionCreated: created },
};

describe('a typing error', () => {
  it.each([
    ['one letter', 'رئيس الوزراء يصل الى بيروت', 'رئيس الوزراء يصل إلى بيروت'],
    ['two swapped letters', 'Presidnet arrives', 'President arrives'],
    ['a letter with its marks', 'وصول الوفد', 'وصولُ الوفد'],
    ['three letters', 'The goverment fell', 'The Government fell.'],
    ['an emoji of many code points', 'فوز 👨‍👩‍👧 كبير جدا', 'فوز كبير جدا'],
  ])('N6 is %s', (_, before, after) => {
    expect(isTypo(before, after)).toBe(true);
    expect(isTypo(after, before)).toBe(true);
  });

  it.each([
    ['four letters', 'وصول الوفد الأول', 'وصول الوفد'],
    ['a digit', 'مقتل 5 أشخاص', 'مقتل 6 أشخاص'],
    ['an Arabic digit', 'مقتل ٥ أشخاص', 'مقتل ٥٠ أشخاص'],
    ['a decimal point', 'ارتفاع 1.5 بالمئة', 'ارتفاع 15 بالمئة'],
    ['a sign', 'انخفاض -5 درجات', 'انخفاض 5 درجات'],
    ['«لا»', 'الرئيس لا يستقيل', 'الرئيس يستقيل'],
    ['«ولم» with its clitic', 'وصل ولم يتكلم', 'وصل ولا يتكلم'],
    ['not that was now', 'He is now out', 'He is not out'],
    ["a contraction's not", "He didn't go", 'He did go'],
    ['no', 'There is no deal', 'There is a deal'],
    ['kein', 'Das ist kein Sieg', 'Das ist ein Sieg'],
  ])('N6 is not %s', (_, before, after) => {
    expect(isTypo(before, after)).toBe(false);
    expect(isTypo(after, before)).toBe(false);
  });

  it('N6 is put right silently within two minutes, in the headline and nothing else', () => {
    const headline = 'رئيس الوزراء يصل إلى بيروت';
    expect(silentFault(BEFORE, { headline }, T0 + 120_000)).toBeUndefined();
    expect(silentFault(BEFORE, { headline }, T0 + 120_001)).toMatch('two minutes');
    expect(silentFault(BEFORE, { headline, urgency: 5 }, T0)).toMatch('nothing else');
    expect(silentFault(BEFORE, { urgency: 5 }, T0)).toMatch('nothing else');
    expect(silentFault(BEFORE, { headline: 'خبر آخر تماما' }, T0)).toMatch('typing error');
  });
});
