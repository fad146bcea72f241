/** What the hub says by itself about a headline that it takes back, in the channel's language. */

const SENT_IN_ERROR = {
  ar: 'نُشر هذا الخبر خطأً، وقد سُحب.',
  en: 'This was sent in error and has been withdrawn.',
} as const;

/** English where the language is not spoken here. */
export function sentInError(language: string): string {
  const [primary] = language.toLowerCase().split('-');
  return primary === 'ar' ? SENT_IN_ERROR.ar : SENT_IN_ERROR.en;
}
