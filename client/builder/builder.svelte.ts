/** What is chosen of a ticker, and the lines that come of it; the components only draw it. */
import { MediaQuery } from 'svelte/reactivity';
import type { Language } from '../../shared/person.ts';
import {
  attributesOf,
  DEFAULT_CHOICE,
  isSpoken,
  MAX,
  numberWithin,
  SPEED,
  type Attribute,
  type Choice,
} from './choice.ts';
import { readPinned, type ChannelFacts } from './hub-facts.ts';
import { BUILDER_MESSAGES } from './messages.ts';
import {
  reservingCss,
  SNIPPET_KINDS,
  snippetOf,
  type PinnedScript,
  type SnippetKind,
} from './snippets.ts';

export const WIDTHS = ['full', 'phone'] as const;
export const GROUNDS = ['light', 'dark'] as const;

/** These are components: the line that reserves the place belongs into a style sheet. */
const COMPONENTS: readonly SnippetKind[] = ['react', 'vue', 'svelte'];

export interface BuilderPorts {
  readonly language: () => Language;
  /** To choose from. Undefined until they are known; null where they could not be read. */
  readonly channels: () => readonly ChannelFacts[] | null | undefined;
}

export class BuilderModel {
  readonly #ask: BuilderPorts;
  readonly messages = $derived.by(() => BUILDER_MESSAGES[this.#ask.language()]);
  readonly direction = $derived.by(() => (this.#ask.language() === 'ar' ? 'rtl' : 'ltr'));

  choice: Choice = $state.raw(DEFAULT_CHOICE);
  kind: SnippetKind = $state(SNIPPET_KINDS[0]);
  width = $state<(typeof WIDTHS)[number]>('full');
  ground = $state<(typeof GROUNDS)[number]>(
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );

  readonly #channels = $derived.by(() => this.#ask.channels());
  /** Undefined until the hub has answered; null where it did not. */
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

  constructor(ports: BuilderPorts, choice: Choice, kind: SnippetKind = SNIPPET_KINDS[0]) {
    this.#ask = ports;
    this.choice = choice;
    this.kind = kind;
  }

  /** Which release can be pinned. */
  readonly readPinned = async (): Promise<void> => {
    this.#pinned = (await readPinned()) ?? null;
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
