/** What the hub finds wrong with fields, in Arabic: by the English in which it says it. */

type Say = (found: RegExpExecArray) => string;

const REQUIRED = 'لا بد من ملء هذا الحقل.';

const TEXTS: readonly (readonly [RegExp, Say])[] = [
  [
    /^(?:is longer than|may have at most|must have at most) (\d+) characters/,
    ([, n]) => `${n} حرفًا على الأكثر.`,
  ],
  [/^must have at least (\d+) characters/, ([, n]) => `${n} حرفًا على الأقل.`],
  [/^is missing|^is empty|^may not be empty/, () => REQUIRED],
  [/^has half of a surrogate pair/, () => 'فيه نصف محرف: انسخه ثانيةً أو اكتبه.'],
  [/^has a control character or a line break/, () => 'سطر واحد بلا رموز خفية.'],
  [/^has a bidi override/, () => 'فيه رمز خفي يقلب اتجاه الكلمات.'],
  [
    /^is not an absolute URL|^is not an http or https link/,
    () => 'رابط كامل يبدأ بـ http:// أو https://.',
  ],
  [/^has a space, a line break/, () => 'لا فراغ في الرابط ولا رمز خفي.'],
  [/^has a character that no link has/, () => 'في الرابط حرف لا يصلح فيه.'],
  [/^must not carry a user name/, () => 'لا اسم مستخدم في الرابط ولا كلمة مرور.'],
  [/^is not a BCP 47/, () => 'ليس رمز لغة، ومثاله ar أو en.'],
  [/^may have letters, digits and/, () => 'حروف لاتينية وأرقام و . _ ~ - فقط، 128 على الأكثر.'],
];

const TIMES: readonly (readonly [RegExp, Say])[] = [
  [/^is in the past/, () => 'وقت مضى.'],
  [/^is not after embargoedUntil/, () => 'ينتهي قبل موعد نشره.'],
  [/^is more than (\d+) days ahead/, ([, n]) => `أبعد من ${n} يومًا.`],
  [/^is not an ISO 8601|^is beyond the year/, () => 'ليس وقتًا.'],
];

const ACCOUNTS: readonly (readonly [RegExp, Say])[] = [
  [/^may not be the e-mail/, () => 'لا تكن كلمة المرور هي البريد.'],
  [/^may not be the name/, () => 'لا تكن كلمة المرور هي الاسم.'],
  [/^is not the present one/, () => 'ليست كلمة المرور الحالية.'],
  [/^must have six digits/, () => 'ستة أرقام.'],
  [/^is not the code of this moment/, () => 'ليس رمز هذه اللحظة. انظر في التطبيق ثانيةً.'],
  [/^is no e-mail address/, () => 'ليس عنوان بريد.'],
  [/^has an account/, () => 'لهذا البريد حساب.'],
  [/^must name (\d+) to (\d+) channels/, () => 'اختر دورًا في قناة واحدة على الأقل.'],
];

const REST: readonly (readonly [RegExp, Say])[] = [
  [
    /^must be an integer from (\d+)(?: \(highest\))? to (\d+)/,
    ([, a, b]) => `عدد صحيح بين ${a} و${b}.`,
  ],
  [
    /^is not an origin/,
    () => 'ليس أصل موقع، ومثاله https://news.example بلا مسار ولا شرطة في آخره.',
  ],
  [/^names no channel/, () => 'اختر قناة واحدة على الأقل.'],
  [
    /^may have a–z/,
    () => 'حروف لاتينية صغيرة وأرقام و - و _ فقط، 64 على الأكثر، ولا يبدأ ولا ينتهي بهما.',
  ],
  [/^must be true where the name begins/, () => 'اسم قناة التجربة وحدها يبدأ بـ test-.'],
  [/^may change the headline and nothing else/, () => 'التصويب الصامت يغيّر الخبر وحده.'],
  [/^comes later than two minutes/, () => 'مضت دقيقتان: أرسله تصحيحًا.'],
  [/^changes more than a typing error/, () => 'أكثر من خطأ طباعي: أرسله تصحيحًا.'],
  [/^has no (?:field|setting) to c|^has nothing to change/, () => 'لم يتغيّر شيء.'],
];

export const FAULTS_AR: readonly (readonly [RegExp, Say])[] = [
  ...TEXTS,
  ...TIMES,
  ...ACCOUNTS,
  ...REST,
];
