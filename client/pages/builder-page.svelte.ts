/** What the page that builds a ticker knows: its language, the hub's channels, and an address that carries it all. */
import { BuilderModel } from '../builder/builder.svelte.ts';
import { readChoice, writeChoice } from '../builder/choice.ts';
import { readChannels, type ChannelFacts } from '../builder/hub-facts.ts';
import { SNIPPET_KINDS, type SnippetKind } from '../builder/snippets.ts';
import { changeAddress, queryOfAddress } from './address.ts';
import { BUILDER_PAGE_MESSAGES } from './builder-messages.ts';
import { PageLanguageModel } from './page-language.svelte.ts';

/** Browsers refuse an address that changes with every move of a slider. */
const ADDRESS_DELAY = 300;
const KIND_PARAMETER = 'kind';

export class BuilderPageModel {
  readonly language = new PageLanguageModel();
  readonly messages = $derived(BUILDER_PAGE_MESSAGES[this.language.current]);
  readonly home = $derived(`/${this.language.query}`);
  #channels = $state.raw<readonly ChannelFacts[] | null>();
  readonly builder = new BuilderModel(
    { language: () => this.language.current, channels: () => this.#channels },
    readChoice(queryOfAddress()),
    kindOfAddress(),
  );

  readonly ask = async (): Promise<void> => {
    const [channels] = await Promise.all([readChannels(), this.builder.readPinned()]);
    this.#channels = channels ?? null;
  };

  /** In an effect. */
  readonly rememberInAddress = (): (() => void) => {
    const { choice, kind } = this.builder;
    const write = (query: URLSearchParams): void => {
      writeChoice(choice, query);
      if (kind === SNIPPET_KINDS[0]) query.delete(KIND_PARAMETER);
      else query.set(KIND_PARAMETER, kind);
    };
    const timer = setTimeout(() => changeAddress(write), ADDRESS_DELAY);
    return () => clearTimeout(timer);
  };

  readonly describeDocument = (): void => this.language.describeDocument(this.messages.title);
}

function kindOfAddress(): SnippetKind | undefined {
  const asked = queryOfAddress().get(KIND_PARAMETER);
  return SNIPPET_KINDS.find((kind) => kind === asked);
}
