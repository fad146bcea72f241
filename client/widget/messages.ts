/** The few words that the ticker says itself. A language is added here and nowhere else. */

/** In the order of every language below. Sites name them in the attribute `messages`. */
const NAMES = [
  'breaking',
  'urgent',
  'connecting',
  'unreachable',
  'offline',
  'refused',
  'outdated',
  'empty',
  'pause',
  'resume',
  'previous',
  'next',
] as const;

/** Said in both at once: who meets it may read either, and must not take a test for news. */
export const TEST = 'تجربة / TEST';

export type MessageName = (typeof NAMES)[number];
export type Messages = (name: MessageName) => string;

// One text a language: names repeated in each of them would be half of the catalogue's weight.
const CATALOGUE: Readonly<Record<string, string>> = {
  ar: 'أخبار عاجلة|عاجل|جارٍ الاتصال…|لا اتصال الآن، تجري إعادة المحاولة…|غير متصل|تعذّر عرض الشريط هنا|حدّث الصفحة لمتابعة الأخبار|لا أخبار عاجلة الآن|إيقاف حركة الأخبار|استئناف حركة الأخبار|الخبر السابق|الخبر التالي',
  en: 'Breaking news|Breaking|Connecting…|No connection, trying again…|Offline|This ticker cannot be shown here|Reload the page to follow the news|No breaking news at the moment|Pause the headlines|Let the headlines move|Previous headline|Next headline',
  fa: 'خبر فوری|فوری|در حال اتصال…|ارتباط برقرار نیست، تلاش دوباره…|آفلاین|این نوار اینجا نمایش داده نمی‌شود|برای دیدن خبرها صفحه را تازه کنید|اکنون خبر فوری نیست|توقف حرکت خبرها|ادامهٔ حرکت خبرها|خبر قبلی|خبر بعدی',
  fr: 'Dernière minute|Urgent|Connexion…|Pas de connexion, nouvel essai…|Hors ligne|Ce bandeau ne peut pas s’afficher ici|Rechargez la page pour suivre l’actualité|Aucune information urgente pour le moment|Arrêter le défilement|Reprendre le défilement|Titre précédent|Titre suivant',
  he: 'מבזקים|מבזק|מתחבר…|אין חיבור, מנסה שוב…|לא מקוון|אי אפשר להציג כאן את המבזקים|רעננו את הדף כדי לעקוב אחר החדשות|אין מבזקים כרגע|עצירת תנועת המבזקים|המשך תנועת המבזקים|המבזק הקודם|המבזק הבא',
  tr: 'Son dakika|Flaş|Bağlanıyor…|Bağlantı yok, yeniden deneniyor…|Çevrimdışı|Bu bant burada gösterilemiyor|Haberleri izlemek için sayfayı yenileyin|Şu anda son dakika haberi yok|Haberleri duraklat|Haberleri sürdür|Önceki haber|Sonraki haber',
  ur: 'تازہ ترین خبریں|فوری|رابطہ ہو رہا ہے…|رابطہ نہیں، دوبارہ کوشش جاری ہے…|آف لائن|یہ پٹی یہاں نہیں دکھائی جا سکتی|خبروں کے لیے صفحہ تازہ کریں|اس وقت کوئی فوری خبر نہیں|خبروں کی حرکت روکیں|خبروں کی حرکت جاری کریں|پچھلی خبر|اگلی خبر',
};

/** English where the language is not spoken here; `own` words come before any. */
export function messagesFor(
  language: string,
  own: Readonly<Record<string, string>> = {},
): Messages {
  const [primary = ''] = language.toLowerCase().split('-');
  const words = (CATALOGUE[primary] ?? CATALOGUE['en'] ?? '').split('|');
  return (name) => own[name] ?? words[NAMES.indexOf(name)] ?? '';
}
