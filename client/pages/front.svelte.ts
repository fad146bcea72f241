/** What the front page knows; FrontPage.svelte only draws it. */
import { PAGE_MESSAGES } from './messages.ts';
import { PageLanguageModel } from './page-language.svelte.ts';

export interface PageLink {
  readonly href: string;
  readonly name: string;
  readonly purpose: string;
}

const BOARD = '/api/channels/breaking/headlines';

export class FrontModel {
  readonly language = new PageLanguageModel();
  readonly messages = $derived(PAGE_MESSAGES[this.language.current]);
  readonly builder = $derived(`/embed${this.language.query}`);
  readonly live = '/live/breaking';
  readonly embedLine = embedLine(location.origin);
  readonly publishLine = publishLine(location.origin);

  get links(): readonly PageLink[] {
    const { docs, docsHow, openapi, openapiHow, board, boardHow } = this.messages;
    return [
      { href: '/api/docs', name: docs, purpose: docsHow },
      { href: '/api/openapi.json', name: openapi, purpose: openapiHow },
      { href: BOARD, name: board, purpose: boardHow },
    ];
  }

  readonly describeDocument = (): void => this.language.describeDocument(this.messages.title);
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
