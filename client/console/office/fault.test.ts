import { describe, expect, it } from 'vitest';
import { passwordFault } from '../../../shared/person.ts';
import type { Refusal } from '../hub.ts';
import { faultAt, faultWords } from './fault.ts';

const refusal = (...errors: Refusal['errors']): Refusal => ({
  ...{ code: 'invalid', detail: '', retryable: false },
  errors,
});

describe('what is wrong with a field', () => {
  it('C10 is said in Arabic, whatever is wrong with a password', () => {
    const faults = ['short', 'x'.repeat(201), 'mona@news.example', 'a name of many words'].map(
      (password) =>
        passwordFault(password, { email: 'mona@news.example', name: 'a name of many words' }),
    );
    expect(faults.map((one) => faultWords(one ?? '', 'ar'))).toEqual([
      '12 حرفًا على الأقل.',
      '200 حرفًا على الأكثر.',
      'لا تكن كلمة المرور هي البريد.',
      'لا تكن كلمة المرور هي الاسم.',
    ]);
  });

  it('C10 is a sentence in English, and something in Arabic though it be new', () => {
    expect(faultWords('is in the past', 'en')).toBe('Is in the past.');
    expect(faultWords('is of tomorrow’s hub', 'ar')).toBe('قيمة لا تصلح هنا.');
    expect(faultWords('must be an integer from 1 to 100', 'ar')).toBe('عدد صحيح بين 1 و100.');
  });

  it('C10 stands at its own field, also where it is of a part of it', () => {
    const given = refusal({ field: 'roles.sport', detail: 'is missing' });
    expect(faultAt(given, 'roles', 'ar')).toBe('لا بد من ملء هذا الحقل.');
    expect(faultAt(given, 'role', 'ar')).toBeUndefined();
    expect(faultAt(undefined, 'roles', 'ar')).toBeUndefined();
  });
});
