import { describe, expect, it } from 'vitest';
import { AR } from '../channel/messages-ar.ts';
import { FIELD_MESSAGES } from '../field-messages.ts';
import { OFFICE_MESSAGES } from '../office/messages.ts';
import { changesOf, headlineOf } from './difference.ts';
import { VALUE_MESSAGES } from './value-messages.ts';
import { placeWords, valueWords, type Speech } from './values.ts';

const SPEECH: Speech = {
  ...{ words: VALUE_MESSAGES.ar, names: FIELD_MESSAGES.ar, roles: OFFICE_MESSAGES.ar.roles },
  ...{ urgencies: AR.urgencies, everyChannel: OFFICE_MESSAGES.ar.everyChannel },
  channelTitle: (name) => (name === 'sport' ? 'رياضة' : name),
  languageName: (tag) => (tag === 'ar' ? 'العربية' : tag),
  number: String,
  moment: (instant) => `<${instant.slice(0, 10)}>`,
};
/** Each field that changed, as `name: new words`. */
function told(after: unknown, before?: unknown): string[] {
  const say = (field: string, value: unknown) => valueWords(field, value, SPEECH);
  return changesOf(before, after, say).map(
    ({ field, parts }) =>
      `${placeWords(field, SPEECH)}: ${parts
        .filter(({ kind }) => kind !== 'gone')
        .map(({ text }) => text)
        .join('')}`,
  );
}

describe('the values of a line of the audit log', () => {
  it('C14 are the reader’s words: times, urgency, state, language, on and off', () => {
    const headline = { headline: '2026-01-01T00:00:00Z', urgency: 1, language: 'ar' };
    const times = { firstCreated: '2026-01-01T00:00:00.000Z', expires: '2026-01-02T00:00:00Z' };
    expect(told({ ...headline, ...times, pubStatus: 'withheld', pinned: true })).toEqual([
      // Somebody's own words, whatever they look like.
      'الخبر: 2026-01-01T00:00:00Z',
      'الأهمية: 1 · عاجل',
      'اللغة: العربية',
      'أول نشر: <2026-01-01>',
      'ينتهي: <2026-01-02>',
      'الحالة: قيد التحقق',
      'مثبّت: نعم',
    ]);
  });

  it('C14 name roles by their channel, and what a null means', () => {
    expect(told({ roles: { '*': 'chief', sport: 'editor' } })).toEqual([
      'الأدوار · كل القنوات: رئيس تحرير',
      'الأدوار · رياضة: محرر',
    ]);
    const all = { channels: null, allowedOrigins: null, defaultTtl: null, revoked: null };
    expect(told(all)).toEqual([
      'القنوات: كل القنوات',
      'المواقع المسموحة: كل المواقع',
      'مدة البقاء (ث): بلا نهاية',
    ]);
    expect(told({ channels: ['sport', 'world'], role: 'admin' })).toEqual([
      'القنوات: رياضة · world',
      'الدور: مشرف',
    ]);
  });

  it('C14 are those of a sending by its own fields, and it is known by its headline', () => {
    const correction = { headline: 'خبر', url: null, urgency: 2 };
    const sending = { what: 'correct', item: 'a', version: 3, correction };
    expect(told(sending)).toEqual([
      ...['نوع الإرسال: تصحيح', 'معرّف الخبر: a', 'النسخة: 3'],
      ...['الخبر: خبر', 'الرابط: يُحذف', 'الأهمية: 2 · مهم جدًا'],
    ]);
    expect(headlineOf(sending)).toBe('خبر');
    expect(headlineOf({ what: 'publish', draft: { headline: 'جديد' } })).toBe('جديد');
    expect(headlineOf({ title: 'x' })).toBeUndefined();
  });

  it('C14 have no JSON and no code of the hub in them', () => {
    const secrets = [{ hint: 'ajil_ab', created: '2026-01-01T00:00:00.000Z' }];
    expect(told({ secrets, isTest: false })).toEqual([
      'الأسرار: ajil_ab <2026-01-01>',
      'للتجربة: لا',
    ]);
  });
});
