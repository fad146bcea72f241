/** The words of the API keys, with which machines publish. */
import type { Language } from '../../../shared/person.ts';

export interface KeysMessages {
  readonly title: string;
  readonly how: string;
  readonly make: string;
  readonly name: string;
  readonly nameHow: string;
  readonly roles: Readonly<Record<'editor' | 'admin', string>>;
  readonly adminHow: string;
  readonly channels: string;
  readonly every: string;
  readonly chosen: string;
  readonly highest: string;
  readonly highestHow: string;
  readonly urgency: (level: string) => string;
  readonly any: string;
  readonly expires: string;
  readonly expiresHow: string;
  readonly secret: string;
  readonly secretHow: string;
  readonly none: string;
  readonly created: (moment: string) => string;
  readonly ends: (moment: string) => string;
  readonly ended: (moment: string) => string;
  readonly revoked: (moment: string) => string;
  readonly isOver: string;
  readonly isRevoked: string;
  readonly two: string;
  readonly rotate: string;
  readonly rotateHow: string;
  readonly retire: (hint: string) => string;
  readonly retireHow: string;
  readonly newest: string;
  readonly old: string;
  readonly revoke: string;
  readonly revokeHow: string;
  readonly manage: string;
  readonly manageOne: (name: string) => string;
}

export const KEYS_MESSAGES: Readonly<Record<Language, KeysMessages>> = {
  ar: {
    title: 'المفاتيح',
    how: 'بها تنشر الأنظمة من غير متصفح: نظام إدارة المحتوى، والأتمتة، وسطر الأوامر.',
    make: 'مفتاح جديد',
    name: 'لأي شيء هو',
    nameHow: 'يظهر في سجل التدقيق.',
    roles: { editor: 'ينشر ويصحّح ويسحب', admin: 'مشرف: كل شيء' },
    adminHow: 'مفتاح المشرف لكل القنوات دائمًا.',
    channels: 'القنوات',
    every: 'كل القنوات',
    chosen: 'قنوات بعينها',
    highest: 'أعلى أهمية يرسلها',
    highestHow: '١ هي الأعلى، وتظهر للقارئ «عاجل». ما فوق الحد يُرفض.',
    urgency: (level) => `حتى الدرجة ${level}`,
    any: 'كل الدرجات',
    expires: 'ينتهي في',
    expiresHow: 'اتركه فارغًا إن كان بلا نهاية.',
    secret: 'سرّ المفتاح',
    secretHow: 'لن يُعرض ثانيةً، ولا يُحفظ في الخادم. انسخه الآن إلى النظام الذي ينشر به.',
    none: 'لا مفاتيح بعد.',
    created: (moment) => `صُنع ${moment}`,
    ends: (moment) => `ينتهي ${moment}`,
    ended: (moment) => `انتهى ${moment}`,
    revoked: (moment) => `أُلغي ${moment}`,
    isOver: 'انتهى',
    isRevoked: 'مُلغى',
    two: 'سرّان يعملان',
    rotate: 'سرّ ثانٍ',
    rotateHow:
      'لتبديل السرّ بلا انقطاع: ضع الثاني مكان الأول، ثم أنهِ القديم. يعمل الاثنان معًا إلى ذلك الحين.',
    retire: (hint) => `إنهاء ${hint}`,
    retireHow: 'يتوقف في الحال على كل العُقد. ويبقى الآخر.',
    newest: 'الجديد',
    old: 'القديم',
    revoke: 'إلغاء المفتاح',
    revokeHow: 'يتوقف بكل أسراره في الحال، ولا رجعة في ذلك. وما نشره يبقى.',
    manage: 'إدارة',
    manageOne: (name) => `إدارة المفتاح ${name}`,
  },
  en: {
    title: 'Keys',
    how: 'With them systems publish without a browser: a CMS, automation, a shell.',
    make: 'New key',
    name: 'What it is for',
    nameHow: 'The audit log shows it.',
    roles: { editor: 'Publishes, corrects, withdraws', admin: 'Admin: everything' },
    adminHow: 'A key of an admin is always for every channel.',
    channels: 'Channels',
    every: 'Every channel',
    chosen: 'Some channels',
    highest: 'The highest urgency that it sends',
    highestHow: '1 is the highest, and readers see it as breaking. What is above is refused.',
    urgency: (level) => `Up to urgency ${level}`,
    any: 'Any urgency',
    expires: 'It ends',
    expiresHow: 'Leave it empty for a key without an end.',
    secret: 'The secret of the key',
    secretHow:
      'It is not shown again, and the hub does not keep it. Copy it now into the system that publishes.',
    none: 'No keys yet.',
    created: (moment) => `Made ${moment}`,
    ends: (moment) => `Ends ${moment}`,
    ended: (moment) => `Ended ${moment}`,
    revoked: (moment) => `Revoked ${moment}`,
    isOver: 'Ended',
    isRevoked: 'Revoked',
    two: 'Two secrets work',
    rotate: 'Second secret',
    rotateHow:
      'To change the secret without a break: put the second where the first was, then retire the old one. Until then both work.',
    retire: (hint) => `Retire ${hint}`,
    retireHow: 'It stops at once on every node. The other works on.',
    newest: 'new',
    old: 'old',
    revoke: 'Revoke the key',
    revokeHow: 'It stops at once with all its secrets, and for good. What it has published stays.',
    manage: 'Manage',
    manageOne: (name) => `Manage the key ${name}`,
  },
};
