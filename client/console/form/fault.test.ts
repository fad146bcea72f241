import { describe, expect, it } from 'vitest';
import { textFault, urlFault } from '../../../shared/headline.ts';
import { passwordFault } from '../../../shared/person.ts';
import { silentFault } from '../../../shared/typo.ts';
import type { Refusal } from '../hub.ts';
import { faultAt, faultWords } from './fault.ts';

const refusal = (...errors: Refusal['errors']): Refusal => ({
  ...{ code: 'invalid', detail: '', retryable: false },
  errors,
});
const arabic = (detail: string | undefined): string => faultWords(detail ?? '', 'ar');

describe('what is wrong with a field', () => {
  it('C10 is said in Arabic, whatever is wrong with a password', () => {
    const faults = ['short', 'x'.repeat(201), 'mona@news.example', 'a name of many words'].map(
      (password) =>
        passwordFault(password, { email: 'mona@news.example', name: 'a name of many words' }),
    );
    expect(faults.map(arabic)).toEqual([
      '12 حرفًا على الأقل.',
      '200 حرفًا على الأكثر.',
      'لا تكن كلمة المرور هي البريد.',
      'لا تكن كلمة المرور هي الاسم.',
    ]);
  });

  it('C21 is said in Arabic, whatever is wrong with a text, a link or a silent fix', () => {
    const headline = { headline: 'اجتماع', language: 'ar', urgency: 5, pinned: false } as const;
    const time = '2026-01-01T00:00:00.000Z';
    const item = { id: 'a', version: 1, pubStatus: 'usable', ...headline } as const;
    const up = { ...item, firstCreated: time, versionCreated: time };
    const soon = Date.parse(time) + 1_000;
    const details = [
      ...['\ud800', 'a\nb', 'a\u202eb', ' ', 'x'.repeat(11)].map((one) => textFault(one, 10)),
      ...['x'.repeat(2_001), 'https://a b', 'https://\u202ea', '/path', 'ftp://a.example'].map(
        urlFault,
      ),
      urlFault('https://me:secret@a.example'),
      silentFault(up, { url: null }, soon),
      silentFault(up, { headline: 'اجتماغ' }, soon + 120_000),
      silentFault(up, { headline: 'شيء آخر تمامًا' }, soon),
    ];
    expect(details).not.toContain(undefined);
    const said = details.map(arabic);
    expect(said.filter((one) => /[A-Za-z]{3}/.test(one.replaceAll(/https?:/g, '')))).toEqual([]);
    expect(new Set(said).size).toBeGreaterThanOrEqual(said.length - 1);
  });

  it('C10 is a sentence in English, and something in Arabic though it be new', () => {
    expect(faultWords('is in the past', 'en')).toBe('Is in the past.');
    expect(arabic('is of tomorrow’s hub')).toBe(
      'قيمة لا تصلح هنا: \u2068is of tomorrow’s hub\u2069.',
    );
    expect(arabic('must be an integer from 1 to 100')).toBe('عدد صحيح بين 1 و100.');
    expect(arabic('must be an integer from 1 (highest) to 9')).toBe('عدد صحيح بين 1 و9.');
  });

  it('C10 C21 stands at its own field, also where it is of a part of it or within a sending', () => {
    const given = refusal({ field: 'roles.sport', detail: 'is missing' });
    expect(faultAt(given, 'roles', 'ar')).toBe('لا بد من ملء هذا الحقل.');
    expect(faultAt(given, 'role', 'ar')).toBeUndefined();
    expect(faultAt(undefined, 'roles', 'ar')).toBeUndefined();
    for (const field of ['draft.url', 'correct.correction.url', 'url']) {
      expect(faultAt(refusal({ field, detail: 'is in the past' }), 'url', 'ar')).toBe('وقت مضى.');
    }
  });
});
