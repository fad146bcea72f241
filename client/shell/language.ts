/** In which language the shell speaks: as asked, or as the terminal's other programs do (POSIX locale variables). */

export const LANGUAGES = ['ar', 'en'] as const;
export type ShellLanguage = (typeof LANGUAGES)[number];

/** The first variable that is set decides, as in POSIX; a language without a catalogue gets English. */
export function languageOf(
  environment: Readonly<Record<string, string | undefined>>,
): ShellLanguage {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = LC_ALL || LC_MESSAGES || LANG || '';
  return /^ar(?![a-z])/i.test(locale) ? 'ar' : 'en';
}

export function asLanguage(text: string | undefined): ShellLanguage | undefined {
  return LANGUAGES.find((one) => one === text);
}
