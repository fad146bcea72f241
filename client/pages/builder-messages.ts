/** The words around the builder on its own page. */
import type { PageLanguage } from './page-language.svelte.ts';

export interface BuilderPageMessages {
  readonly name: string;
  readonly title: string;
  readonly other: string;
  readonly heading: string;
  readonly explanation: string;
}

export const BUILDER_PAGE_MESSAGES: Readonly<Record<PageLanguage, BuilderPageMessages>> = {
  ar: {
    name: 'عاجل',
    title: 'اصنع شريطك: عاجل',
    other: 'English',
    heading: 'اصنع شريطك',
    explanation: 'اختر ما يناسب موقعك، وانظر إلى الشريط كما سيراه قرّاؤك، ثم انسخ سطوره.',
  },
  en: {
    name: 'Ajil',
    title: 'Build your ticker: Ajil',
    other: 'العربية',
    heading: 'Build your ticker',
    explanation:
      'Choose what suits your site, see the ticker as your readers will, then copy its lines.',
  },
};
