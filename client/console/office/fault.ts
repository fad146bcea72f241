/** What is wrong with a field, in the reader's language. The hub says it in English, as the end of a sentence. */
import type { Language } from '../../../shared/person.ts';
import type { Refusal } from '../hub.ts';

type Say = (found: RegExpExecArray) => string;

const AR: readonly (readonly [RegExp, Say])[] = [
  [/^must have at least (\d+) characters/, ([, n]) => `${n} حرفًا على الأقل.`],
  [/^(?:may have|must have) at most (\d+) characters/, ([, n]) => `${n} حرفًا على الأكثر.`],
  [/^may not be the e-mail/, () => 'لا تكن كلمة المرور هي البريد.'],
  [/^may not be the name/, () => 'لا تكن كلمة المرور هي الاسم.'],
  [/^is not the present one/, () => 'ليست كلمة المرور الحالية.'],
  [/^must have six digits/, () => 'ستة أرقام.'],
  [/^is not the code of this moment/, () => 'ليس رمز هذه اللحظة. انظر في التطبيق ثانيةً.'],
  [/^is missing|^is empty|^may not be empty/, () => 'لا بد من ملء هذا الحقل.'],
  [/^is no e-mail address/, () => 'ليس عنوان بريد.'],
  [/^has an account/, () => 'لهذا البريد حساب.'],
  [/^is in the past/, () => 'وقت مضى.'],
  [/^must be an integer from (\d+) to (\d+)/, ([, a, b]) => `عدد صحيح بين ${a} و${b}.`],
  [
    /^is not an origin/,
    () => 'ليس أصل موقع، ومثاله https://news.example بلا مسار ولا شرطة في آخره.',
  ],
  [/^names no channel/, () => 'اختر قناة واحدة على الأقل.'],
  [/^must name (\d+) to (\d+) channels/, () => 'اختر دورًا في قناة واحدة على الأقل.'],
  [
    /^may have a–z/,
    () => 'حروف لاتينية صغيرة وأرقام و - و _ فقط، ٦٤ على الأكثر، ولا يبدأ ولا ينتهي بهما.',
  ],
  [/^must be true where the name begins/, () => 'اسم قناة التجربة وحدها يبدأ بـ test-.'],
];

export function faultWords(detail: string, language: Language): string {
  if (language === 'en') return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
  for (const [form, say] of AR) {
    const found = form.exec(detail);
    if (found) return say(found);
  }
  return 'قيمة لا تصلح هنا.';
}

/** Of `field`, or of a part of it such as `roles.sport`; undefined: nothing is wrong there. */
export function faultAt(
  refusal: Refusal | undefined,
  field: string,
  language: Language,
): string | undefined {
  const found = refusal?.errors.find(
    (one) => one.field === field || one.field.startsWith(`${field}.`),
  );
  return found && faultWords(found.detail, language);
}
