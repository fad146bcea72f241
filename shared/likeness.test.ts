import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALIKE, likeness, plain } from './likeness.ts';

describe('the likeness of headlines', () => {
  it.each([
    ['hamza and alef', 'أعلن إعلام آخر ٱلنبأ', 'اعلن اعلام اخر النبا'],
    ['ya and alef maqsura', 'مستشفى المدينة', 'مستشفي المدينه'],
    ['diacritics and tatweel', 'الـــرَّئِيسُ', 'الرئيس'],
    ['hamza on its seat', 'مسؤول شؤون الرئيس', 'مسوول شوون الرييس'],
    ['Persian letters', 'کتاب یک', 'كتاب يك'],
    ['digits', 'مقتل ١٢ و۳۴', 'مقتل 12 و34'],
    ['case and punctuation', '“BREAKING”: Deal — signed!', 'breaking deal signed'],
    ['presentation forms', 'ﺍﻟﺴﻼﻡ', 'السلام'],
  ])('N11 does not see %s', (_, one, other) => {
    expect(plain(one)).toBe(plain(other));
    expect(likeness(one, other)).toBe(1);
  });

  it('N11 tells the same news with another word from other news', () => {
    const news = 'وزير الخارجية الأردني يصل إلى القاهرة في زيارة رسمية تستمر يومين';
    expect(likeness(news, news.replace('رسمية', 'رسميه!'))).toBe(1);
    expect(likeness(news, news.replace('يومين', 'ثلاثة'))).toBeGreaterThanOrEqual(ALIKE);
    expect(likeness(news, 'وزير الخارجية المصري يصل إلى عمّان')).toBeLessThan(ALIKE);
    expect(likeness('النفط يرتفع', 'الذهب ينخفض')).toBeLessThan(0.5);
    expect(likeness('!!!', '???')).toBe(0);
  });

  it('N11 is the same both ways, and from 0 to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(likeness(a, b)).toBeCloseTo(likeness(b, a), 10);
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
