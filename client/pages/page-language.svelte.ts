/** The language that a page speaks: Arabic, or English by `?lang=en`. */
import { changeAddress, queryOfAddress } from './address.ts';

export type PageLanguage = 'ar' | 'en';

export class PageLanguageModel {
  current = $state<PageLanguage>(languageOfAddress());
  readonly direction = $derived(this.current === 'ar' ? 'rtl' : 'ltr');
  readonly other = $derived<PageLanguage>(this.current === 'ar' ? 'en' : 'ar');
  /** For links to the hub's other pages, so that they are in the reader's language too. */
  readonly query = $derived(this.current === 'ar' ? '' : `?lang=${this.current}`);

  /** The address remembers it. */
  readonly toggle = (): void => {
    this.current = this.other;
    changeAddress((query) => {
      if (this.current === 'ar') query.delete('lang');
      else query.set('lang', this.current);
    });
  };

  /** In an effect. */
  describeDocument(title: string): void {
    document.documentElement.lang = this.current;
    document.documentElement.dir = this.direction;
    document.title = title;
  }
}

function languageOfAddress(): PageLanguage {
  return queryOfAddress().get('lang') === 'en' ? 'en' : 'ar';
}
