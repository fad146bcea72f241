/** What the front page knows; FrontPage.svelte only draws it. */
import { PAGE_MESSAGES, type PageLanguage } from './messages.ts';

const COPIED_FOR = 2000;

export class FrontModel {
  language = $state<PageLanguage>(languageOfAddress());
  copied = $state(false);
  readonly messages = $derived(PAGE_MESSAGES[this.language]);
  readonly direction = $derived(this.language === 'ar' ? 'rtl' : 'ltr');
  readonly snippet = embedLine(location.origin);

  get otherLanguage(): PageLanguage {
    return this.language === 'ar' ? 'en' : 'ar';
  }

  /** The address remembers the language, so that a link can carry it and nothing is stored. */
  readonly toggle = (): void => {
    this.language = this.otherLanguage;
    const query = this.language === 'ar' ? '' : `?lang=${this.language}`;
    history.replaceState(null, '', location.pathname + query);
  };

  readonly copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.snippet);
    } catch {
      return; // Not over plain http, or not allowed: the line can still be selected by hand.
    }
    this.copied = true;
    setTimeout(() => (this.copied = false), COPIED_FOR);
  };

  readonly describeDocument = (): void => {
    document.documentElement.lang = this.language;
    document.documentElement.dir = this.direction;
    document.title = this.messages.name;
  };
}

function languageOfAddress(): PageLanguage {
  return new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'ar';
}

function embedLine(origin: string): string {
  return `<script async src="${origin}/embed/v1/ticker.js" data-channel="breaking"></script>`;
}
