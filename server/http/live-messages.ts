/** The words of the live page. A language is added here and nowhere else. */

export interface LiveMessages {
  /** The hub's own name. */
  readonly hub: string;
  readonly urgent: string;
  readonly pinned: string;
  readonly empty: string;
  /** Before a time. */
  readonly asOf: string;
  readonly reload: string;
  readonly unknown: string;
  readonly unknownHow: string;
  readonly home: string;
}

const CATALOGUE = {
  ar: {
    hub: 'عاجل',
    urgent: 'عاجل',
    pinned: 'مثبّت',
    empty: 'لا أخبار عاجلة الآن',
    asOf: 'حتى',
    reload: 'تحديث الصفحة',
    unknown: 'لا توجد قناة بهذا الاسم',
    unknownHow: 'ربما تغيّر اسمها أو حُذفت. تأكّد من العنوان، أو اسأل الموقع الذي جئت منه.',
    home: 'الصفحة الأولى',
  },
  en: {
    hub: 'Ajil',
    urgent: 'Breaking',
    pinned: 'Pinned',
    empty: 'No breaking news at the moment',
    asOf: 'As of',
    reload: 'Reload',
    unknown: 'There is no channel of this name',
    unknownHow:
      'It may have been renamed or deleted. Check the address, or ask the site that sent you here.',
    home: 'Front page',
  },
  fa: {
    hub: 'Ajil',
    urgent: 'فوری',
    pinned: 'سنجاق‌شده',
    empty: 'اکنون خبر فوری نیست',
    asOf: 'وضعیت در',
    reload: 'تازه‌سازی صفحه',
    unknown: 'کانالی به این نام نیست',
    unknownHow:
      'شاید نام آن عوض شده یا پاک شده باشد. نشانی را بررسی کنید یا از سایتی که شما را فرستاد بپرسید.',
    home: 'صفحهٔ نخست',
  },
  fr: {
    hub: 'Ajil',
    urgent: 'Urgent',
    pinned: 'Épinglé',
    empty: 'Aucune information urgente pour le moment',
    asOf: 'État au',
    reload: 'Recharger',
    unknown: 'Il n’existe aucun canal de ce nom',
    unknownHow:
      'Il a peut-être été renommé ou supprimé. Vérifiez l’adresse, ou demandez au site qui vous a conduit ici.',
    home: 'Page d’accueil',
  },
  he: {
    hub: 'Ajil',
    urgent: 'מבזק',
    pinned: 'נעוץ',
    empty: 'אין מבזקים כרגע',
    asOf: 'נכון ל־',
    reload: 'רענון הדף',
    unknown: 'אין ערוץ בשם הזה',
    unknownHow: 'אולי שמו שונה או שהוא נמחק. בדקו את הכתובת או שאלו את האתר שהפנה אתכם לכאן.',
    home: 'דף הבית',
  },
  tr: {
    hub: 'Ajil',
    urgent: 'Flaş',
    pinned: 'Sabit',
    empty: 'Şu anda son dakika haberi yok',
    asOf: 'Son durum:',
    reload: 'Yenile',
    unknown: 'Bu adda bir kanal yok',
    unknownHow:
      'Adı değişmiş ya da silinmiş olabilir. Adresi denetleyin ya da sizi buraya yönlendiren siteye sorun.',
    home: 'Ana sayfa',
  },
  ur: {
    hub: 'Ajil',
    urgent: 'فوری',
    pinned: 'نمایاں',
    empty: 'اس وقت کوئی فوری خبر نہیں',
    asOf: 'بمطابق',
    reload: 'صفحہ تازہ کریں',
    unknown: 'اس نام کا کوئی چینل نہیں',
    unknownHow:
      'شاید اس کا نام بدل گیا ہو یا اسے حذف کر دیا گیا ہو۔ پتہ دیکھ لیں، یا اس سائٹ سے پوچھیں جہاں سے آپ آئے۔',
    home: 'پہلا صفحہ',
  },
} as const satisfies Readonly<Record<string, LiveMessages>>;

/** By primary language: `ar`, `en`, … */
export const LIVE_LANGUAGES: readonly string[] = Object.keys(CATALOGUE);

/** Said in both at once: who meets it may read either, and must not take a test for news. */
export const TEST = 'تجربة / TEST';

/** English where the language is not spoken here. */
export function liveMessages(language: string): LiveMessages {
  const [primary = ''] = language.toLowerCase().split('-');
  return isSpoken(primary) ? CATALOGUE[primary] : CATALOGUE.en;
}

function isSpoken(primary: string): primary is keyof typeof CATALOGUE {
  return LIVE_LANGUAGES.includes(primary);
}
