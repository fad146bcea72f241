/** How the console speaks and looks on this desk: its language, light or dark. Kept in this browser. */
import { LANGUAGES, type Language } from '../../shared/person.ts';
import { keep, recall } from './keep.ts';

/** `system`: as the browser says. */
export const LOOKS = ['system', 'light', 'dark'] as const;
export type Look = (typeof LOOKS)[number];

const LANGUAGE = 'ajil.language';
const LOOK = 'ajil.look';

export class AppearanceModel {
  language = $state<Language>(LANGUAGES.find((one) => one === recall(LANGUAGE)) ?? 'ar');
  look = $state<Look>(LOOKS.find((one) => one === recall(LOOK)) ?? 'system');
  readonly direction = $derived(this.language === 'ar' ? 'rtl' : 'ltr');
  readonly other = $derived<Language>(this.language === 'ar' ? 'en' : 'ar');

  /** One's own choice at this browser; `adopt` is the account's, where nobody chose here. */
  readonly speakOther = (): void => {
    this.language = this.other;
    keep(LANGUAGE, this.language);
  };

  adopt(language: Language): void {
    if (recall(LANGUAGE) === null) this.language = language;
  }

  readonly nextLook = (): void => {
    this.look = LOOKS[(LOOKS.indexOf(this.look) + 1) % LOOKS.length] ?? 'system';
    keep(LOOK, this.look);
  };

  say<T>(catalogue: Readonly<Record<Language, T>>): T {
    return catalogue[this.language];
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.language, { numberingSystem: 'latn' }).format(value);
  }

  time(instant: string | number): string {
    return this.#format(instant, { timeStyle: 'short' });
  }

  moment(instant: string | number): string {
    return this.#format(instant, { dateStyle: 'medium', timeStyle: 'short' });
  }

  #format(instant: string | number, options: Intl.DateTimeFormatOptions): string {
    const format = new Intl.DateTimeFormat(this.language, { ...options, numberingSystem: 'latn' });
    return format.format(typeof instant === 'string' ? Date.parse(instant) : instant);
  }

  /** In an effect. */
  readonly describe = (title: string): void => {
    const { documentElement: root } = document;
    root.lang = this.language;
    root.dir = this.direction;
    root.dataset['look'] = this.look;
    document.title = title;
  };
}
