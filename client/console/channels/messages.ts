/** The words of the channels and their settings. */
import type { Language } from '../../../shared/person.ts';
import { isolated } from '../isolated.ts';

export interface ChannelsMessages {
  readonly title: string;
  readonly make: string;
  readonly name: string;
  readonly nameHow: string;
  readonly titleField: string;
  readonly titleHow: string;
  readonly language: string;
  readonly languageHow: string;
  readonly isTest: string;
  readonly isTestHow: string;
  readonly boardSize: string;
  readonly boardSizeHow: string;
  readonly defaultTtl: string;
  readonly defaultTtlHow: string;
  readonly ttlFault: string;
  readonly undoWindow: string;
  readonly undoWindowHow: string;
  readonly retention: string;
  readonly retentionHow: string;
  readonly origins: string;
  readonly originsHow: string;
  readonly settings: string;
  readonly settingsOf: (title: string) => string;
  readonly board: (size: string) => string;
  readonly undo: (seconds: string) => string;
  readonly noUndo: string;
  readonly anySite: string;
  readonly sites: (count: string) => string;
  readonly paused: string;
  readonly remove: string;
  readonly removeHow: (title: string) => string;
  readonly removeType: (name: string) => string;
  readonly none: string;
}

export const CHANNELS_MESSAGES: Readonly<Record<Language, ChannelsMessages>> = {
  ar: {
    title: 'القنوات',
    make: 'قناة جديدة',
    name: 'الاسم في العناوين',
    nameHow: 'حروف لاتينية صغيرة وأرقام و - و _ . لا يتغيّر بعد الآن.',
    titleField: 'العنوان الظاهر',
    titleHow: 'يظهر في أول الشريط.',
    language: 'اللغة',
    languageHow: 'رمزها، مثل ar أو en أو fr. ومنها الاتجاه.',
    isTest: 'قناة للتجربة',
    isTestHow: 'تبقى كذلك دائمًا، ويبدأ اسمها بـ test-، ويرى القارئ «تجربة».',
    boardSize: 'أخبار على اللوحة',
    boardSizeHow: 'أقصى ما يظهر معًا، من 1 إلى 100.',
    defaultTtl: 'بقاء الخبر، بالدقائق',
    defaultTtlHow: 'إن لم يحدّد الناشر نهاية. اتركه فارغًا ليبقى حتى يدفعه غيره.',
    ttlFault: 'عدد الدقائق: سنة على الأكثر، و10 ثوانٍ على الأقل، أو لا شيء.',
    undoWindow: 'مهلة التراجع، بالثواني',
    undoWindowHow: 'من 0 إلى 60. 0: يخرج في الحال.',
    retention: 'طول السجل',
    retentionHow: 'ما يحفظه السجل من إصدارات، من 100 إلى 100 ألف.',
    origins: 'المواقع التي تعرضها',
    originsHow: 'أصل في كل سطر، مثل https://news.example. فارغ: كل المواقع.',
    settings: 'الإعدادات',
    settingsOf: (title) => `الإعدادات: ${isolated(title)}`,
    board: (size) => `اللوحة ${size}`,
    undo: (seconds) => `التراجع ${seconds} ث`,
    noUndo: 'بلا مهلة تراجع',
    anySite: 'كل المواقع',
    sites: (count) => `مواقع مسموحة: ${count}`,
    paused: 'متوقفة',
    remove: 'حذف القناة',
    removeHow: (title) =>
      `تُحذف «${isolated(title)}» بكل أخبارها، وتختفي عند كل من يعرضها. لا رجعة في ذلك.`,
    removeType: (name) => `للتأكيد اكتب اسمها: ${isolated(name)}`,
    none: 'لا قنوات.',
  },
  en: {
    title: 'Channels',
    make: 'New channel',
    name: 'Name in addresses',
    nameHow: 'Small Latin letters, digits, - and _. It cannot be changed later.',
    titleField: 'Title',
    titleHow: 'It stands at the start of the ticker.',
    language: 'Language',
    languageHow: 'Its code, such as ar, en or fr. It gives the direction.',
    isTest: 'A channel for trying things out',
    isTestHow: 'For good; its name begins with test-, and readers see that it is a test.',
    boardSize: 'Headlines on the board',
    boardSizeHow: 'Shown together at most, 1 to 100.',
    defaultTtl: 'A headline stays, minutes',
    defaultTtlHow: 'Where its publisher says nothing. Empty: until others push it off.',
    ttlFault: 'Minutes: at most a year, at least ten seconds, or nothing.',
    undoWindow: 'Time to undo, seconds',
    undoWindowHow: '0 to 60. 0: it goes out at once.',
    retention: 'Length of the log',
    retentionHow: 'Versions that the log keeps, 100 to 100,000.',
    origins: 'Sites that show it',
    originsHow: 'One origin a line, such as https://news.example. Empty: any site.',
    settings: 'Settings',
    settingsOf: (title) => `Settings of ${isolated(title)}`,
    board: (size) => `Board of ${size}`,
    undo: (seconds) => `Undo ${seconds} s`,
    noUndo: 'No time to undo',
    anySite: 'Any site',
    sites: (count) => `Allowed sites: ${count}`,
    paused: 'Paused',
    remove: 'Delete the channel',
    removeHow: (title) =>
      `“${isolated(title)}” is deleted with all its headlines, and disappears wherever it is shown. This cannot be undone.`,
    removeType: (name) => `To confirm, type its name: ${isolated(name)}`,
    none: 'No channels.',
  },
};
