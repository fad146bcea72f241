/** The few words that the ticker says itself. A language is added here and nowhere else. */
export interface Messages {
  readonly breaking: string;
  readonly urgent: string;
  readonly connecting: string;
  readonly offline: string;
  readonly stale: string;
  readonly refused: string;
  readonly empty: string;
  readonly pause: string;
  readonly resume: string;
}

const ENGLISH: Messages = {
  breaking: 'Breaking news',
  urgent: 'Breaking',
  connecting: 'Connecting…',
  offline: 'No connection, trying again…',
  stale: 'Offline',
  refused: 'This ticker cannot be shown here',
  empty: 'No breaking news at the moment',
  pause: 'Pause the headlines',
  resume: 'Let the headlines move',
};

const CATALOGUE: Readonly<Record<string, Messages>> = {
  en: ENGLISH,
  ar: {
    breaking: 'أخبار عاجلة',
    urgent: 'عاجل',
    connecting: 'جارٍ الاتصال…',
    offline: 'لا اتصال الآن، تجري إعادة المحاولة…',
    stale: 'غير متصل',
    refused: 'تعذّر عرض الشريط هنا',
    empty: 'لا أخبار عاجلة الآن',
    pause: 'إيقاف حركة الأخبار',
    resume: 'استئناف حركة الأخبار',
  },
};

export function messagesFor(language: string): Messages {
  const [primary = ''] = language.toLowerCase().split('-');
  return CATALOGUE[primary] ?? ENGLISH;
}
