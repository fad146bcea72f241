/** What the page that builds a ticker knows; the components only draw it. */
import { MediaQuery } from 'svelte/reactivity';
import { changeAddress, queryOfAddress } from './address.ts';
import { BUILDER_MESSAGES } from './builder-messages.ts';
import {
  attributesOf,
  isSpoken,
  MAX,
  numberWithin,
  readChoice,
  SPEED,
  writeChoice,
  type Attribute,
  type Choice,
} from './choice.ts';
import { readChannels, readPinned, type ChannelFacts } from './hub-facts.ts';
import { PageLanguageModel } from './page-language.svelte.ts';
import {
  reservingCss,
  SNIPPET_KINDS,
  snippetOf,
  type PinnedScript,
  type SnippetKind,
} from './snippets.ts';

export const WIDTHS = ['full', 'phone'] as const;
export const GROUNDS = ['light', 'dark'] as const;

/** Browsers refuse an address that changes with every move of a slider. */
const ADDRESS_DELAY = 300;
/** These are components: the line that reserves the place belongs into a style sheet. */
const COMPONENTS: readonly SnippetKind[] = ['react', 'vue', 'svelte'];
const KIND_PARAMETER = 'kind';

export class BuilderModel {
  readonly language = new PageLanguageModel();
  readonly messages = $derived(BUILDER_MESSAGES[this.language.current]);
  readonly home = $derived(`/${this.language.query}`);

  choice = $state.raw(readChoice(queryOfAddress()));
  kind = $state.raw(kindOfAddress());
  width = $state<(typeof WIDTHS)[number]>('full');
  ground = $state<(typeof GROUNDS)[number]>(
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );

  /** Undefined until the hub has answered; null where it did not. */
  #channels = $state.raw<readonly ChannelFacts[] | null>();
  #pinned = $state.raw<PinnedScript | null>();
  readonly #wantsLessMotion = new MediaQuery('prefers-reduced-motion: reduce');

  readonly attributes = $derived<Attribute[]>([
    ['channel', this.choice.channel],
    ...attributesOf(this.choice),
  ]);
  readonly #facts = $derived(this.#channels?.find(({ name }) => name === this.choice.channel));
  /** The one chosen is there too when the hub does not know it. */
  readonly channels = $derived.by(() => {
    const known = this.#channels ?? [];
    const { channel } = this.choice;
    return this.#facts ? known : [{ name: channel, title: channel, sites: [] }, ...known];
  });
  readonly channelTitle = $derived(this.#facts?.title ?? this.choice.channel);
  /** Where alone the channel may be shown. */
  readonly sites = $derived(this.#facts?.sites ?? []);
  readonly #ports = $derived({
    hub: location.origin,
    title: this.choice.label?.trim() || this.channelTitle,
    pinned: this.#pinned ?? undefined,
  });
  readonly snippet = $derived(snippetOf(this.kind, this.choice, this.#ports));
  readonly isComponent = $derived(COMPONENTS.includes(this.kind));
  readonly css = $derived(reservingCss(this.choice));

  /** What is wrong with the channel, in a word; '' when nothing is. */
  get channelFault(): string {
    if (this.#channels === null) return this.messages.channelsUnread;
    return this.#channels && !this.#facts ? this.messages.channelUnknown : '';
  }

  get pinnedFault(): string {
    return this.#pinned === null ? this.messages.pinnedUnread : '';
  }

  get showsLessMotion(): boolean {
    return this.choice.mode === 'scroll' && this.#wantsLessMotion.current;
  }

  readonly ask = async (): Promise<void> => {
    const [channels, pinned] = await Promise.all([readChannels(), readPinned()]);
    this.#channels = channels ?? null;
    this.#pinned = pinned ?? null;
  };

  change(part: Partial<Choice>): void {
    this.choice = { ...this.choice, ...part };
  }

  /** What is no speed yet, while it is being typed, changes nothing. */
  setSpeed(text: string): void {
    const speed = numberWithin(SPEED, text);
    if (speed !== undefined) this.change({ speed });
  }

  setMax(text: string): void {
    this.change({ max: numberWithin(MAX, text) });
  }

  setWords(text: string): void {
    this.change({ lang: isSpoken(text) ? text : undefined });
  }

  setLabel(text: string): void {
    this.change({ label: text.trim() === '' ? undefined : text });
  }

  showLabel(isShown: boolean): void {
    this.change({ label: isShown ? undefined : '' });
  }

  /** In an effect. */
  readonly rememberInAddress = (): (() => void) => {
    const { choice, kind } = this;
    const write = (query: URLSearchParams): void => {
      writeChoice(choice, query);
      if (kind === SNIPPET_KINDS[0]) query.delete(KIND_PARAMETER);
      else query.set(KIND_PARAMETER, kind);
    };
    const timer = setTimeout(() => changeAddress(write), ADDRESS_DELAY);
    return () => clearTimeout(timer);
  };

  readonly describeDocument = (): void => this.language.describeDocument(this.messages.title);

  /** For `{@attach}`: the ticker has just the attributes that the lines to copy have. */
  readonly dress = (ticker: Element): void => {
    const names = this.attributes.map(([name]) => name);
    for (const name of ticker.getAttributeNames()) {
      if (!names.includes(name)) ticker.removeAttribute(name);
    }
    for (const [name, value] of this.attributes) {
      if (ticker.getAttribute(name) !== value) ticker.setAttribute(name, value);
    }
  };
}

function kindOfAddress(): SnippetKind {
  const asked = queryOfAddress().get(KIND_PARAMETER);
  return SNIPPET_KINDS.find((kind) => kind === asked) ?? SNIPPET_KINDS[0];
}
