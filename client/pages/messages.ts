/** Every word of the front page, in each of its languages. */
export type PageLanguage = 'ar' | 'en';

export interface PageMessages {
  readonly name: string;
  readonly promise: string;
  readonly explanation: string;
  readonly embed: string;
  readonly embedHow: string;
  readonly copy: string;
  readonly copied: string;
  readonly build: string;
  readonly buildHow: string;
  readonly board: string;
  readonly other: string;
}

export const PAGE_MESSAGES: Readonly<Record<PageLanguage, PageMessages>> = {
  ar: {
    name: 'عاجل',
    promise: 'الخبر يُكتب مرة، فيظهر في كل صفحة مفتوحة في لمح البصر.',
    explanation: 'شريط أخبار عاجلة حيّ لأي موقع: بالترتيب، بلا خبر ضائع، وبلا أثر في صفحتك.',
    embed: 'ضع الشريط في موقعك',
    embedHow: 'الصق هذا السطر حيث تريد أن يظهر الشريط.',
    copy: 'نسخ',
    copied: 'تم النسخ',
    build: 'للمطورين',
    buildHow: 'انشر الأخبار واقرأها بواجهة HTTP بسيطة، وبثٍّ حيّ عبر Socket.IO.',
    board: 'الأخبار الحالية بصيغة JSON',
    other: 'English',
  },
  en: {
    name: 'Ajil',
    promise: 'Write a headline once; every open page shows it within a blink.',
    explanation:
      'A live breaking-news ticker for any site: in order, none lost, no harm to your page.',
    embed: 'Put the ticker on your site',
    embedHow: 'Paste this line where the ticker should stand.',
    copy: 'Copy',
    copied: 'Copied',
    build: 'For developers',
    buildHow: 'Publish and read headlines over plain HTTP, and follow them live over Socket.IO.',
    board: 'Current headlines as JSON',
    other: 'العربية',
  },
};
