/** The words of each language. */
import type { ShellLanguage } from './language.ts';
import { ARABIC } from './words-ar.ts';
import { ENGLISH } from './words-en.ts';
import type { Words } from './words.ts';

const CATALOGUES: Readonly<Record<ShellLanguage, Words>> = { ar: ARABIC, en: ENGLISH };

export function wordsOf(language: ShellLanguage): Words {
  return CATALOGUES[language];
}
