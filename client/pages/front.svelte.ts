/** What the front page knows; FrontPage.svelte only draws it. */
import { PAGE_MESSAGES, type PageLanguage } from './messages.ts';

export interface PageLink {
  readonly href: string;
  readonly name: string;
  readonly purpose: string;
}

const BOARD = '/api/channels/breaking/headlines';

export class FrontModel {
  language = $state<PageLanguage>(languageOfAddress());
  readonly messages = $derived(PAGE_MESSAGES[this.language]);
  readonly direction = $derived(this.language === 'ar' ? 'rtl' : 'ltr');
  readonly embedLine = embedLine(location.origin);
  readonly publishLine = publishLine(location.origin);

  get otherLanguage(): PageLanguage {
    return this.language === 'ar' ? 'en' : 'ar';
  }

  get links(): readonly PageLink[] {
    const { docs, docsHow, openapi, openapiHow, board, boardHow } = this.messages;
    return [
      { href: '/api/docs', name: docs, purpose: docsHow },
      { href: '/api/openapi.json', name: openapi, purpose: openapiHow },
      { href: BOARD, name: board, purpose: boardHow },
    ];
  }

  /** The address remembers the language, so that a link can carry it and nothing is stored. */
  readonly toggle = (): void => {
    this.language = this.otherLanguage;
    const query = this.language === 'ar' ? '' : `?lang=${this.language}`;
    history.replaceState(null, '', location.pathname + query);
  };

  readonly describeDocument = (): void => {
    document.documentElement.lang = this.language;
    document.documentElement.dir = this.direction;
    document.title = this.messages.title;
  };
}

function languageOfAddress(): PageLanguage {
  return new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'ar';
}

function embedLine(origin: string): string {
  return `<script async src="${origin}/embed/v1/ticker.js" data-channel="breaking"></script>`;
}

function publishLine(origin: string): string {
  return [
    `curl ${origin}${BOARD}`,
    // Double quotes: the shell must put the key in.
    '-H "Authorization: Bearer $AJIL_ADMIN_KEY"',
    "-H 'Content-Type: application/json'",
    `-d '{"headline": "أول خبر عاجل", "urgency": 1}'`,
  ].join(' \\\n  ');
}
