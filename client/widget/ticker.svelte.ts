/** What the ticker knows and decides; Ticker.svelte only draws it. */
import { directionOf, urlFault } from '../../shared/headline.ts';
import { openFeed, type FeedHeadline, type FeedState } from '../feed/feed.ts';
import { messagesFor } from './messages.ts';
import { move, type Motion } from './motion.ts';

export interface TickerSettings {
  /** The hub's origin. */
  readonly hub: string;
  readonly channel: string;
}

export class TickerModel {
  settings = $state.raw<TickerSettings>({ hub: location.origin, channel: 'breaking' });
  #state = $state.raw<FeedState>({ status: 'connecting', channels: {} });
  #hovered = $state(false);
  #focused = $state(false);
  #motion: Motion | undefined;
  /** The reader's own choice, by the button. */
  stopped = $state(false);
  /** The reader asked the system for less motion: a list that stands still. */
  still = $state(false);

  readonly #shown = $derived(this.#state.channels[this.settings.channel]);
  readonly headlines = $derived(this.#shown?.headlines ?? []);
  readonly language = $derived(this.#shown?.language ?? pageLanguage());
  readonly direction = $derived(directionOf(this.language));
  readonly messages = $derived(messagesFor(this.language));
  readonly title = $derived(this.#shown?.title ?? this.messages.breaking);
  readonly paused = $derived(this.stopped || this.#hovered || this.#focused);
  readonly moving = $derived(!this.still && this.headlines.length > 0);

  get status(): FeedState['status'] {
    return this.#state.status;
  }

  /** In place of headlines, or beside those of a lost connection, which stay; '' when all is well. */
  get word(): string {
    const { status } = this.#state;
    const { refused, empty, stale } = this.messages;
    if (status === 'refused') return refused;
    if (this.headlines.length > 0) return status === 'offline' ? stale : '';
    return status === 'live' ? empty : this.messages[status];
  }

  /** What the button does, said in words. */
  get action(): string {
    return this.stopped ? this.messages.resume : this.messages.pause;
  }

  /** An attribute that is absent or empty leaves the default. */
  configure(hub: string | null, channel: string | null): void {
    this.settings = { hub: hub || location.origin, channel: channel || 'breaking' };
  }

  /** In an effect: a change of settings closes one feed and opens the next. */
  watch(): () => void {
    const { hub, channel } = this.settings;
    const feed = openFeed({ hub, channels: [channel] });
    feed.subscribe((state) => (this.#state = state));
    return () => feed.close();
  }

  watchMotionWish(): () => void {
    const wish = matchMedia('(prefers-reduced-motion: reduce)');
    const read = () => (this.still = wish.matches);
    read();
    wish.addEventListener('change', read);
    return () => wish.removeEventListener('change', read);
  }

  /** For `{@attach}`: the track moves as long as it is in the document. */
  readonly animate = (track: HTMLElement): (() => void) => {
    const motion = move(track, this.direction);
    this.#motion = motion;
    const resized = new ResizeObserver(() => motion.measure());
    if (track.firstElementChild) resized.observe(track.firstElementChild);
    // Where they do not fill the band, headlines change without a change of its width.
    $effect(() => {
      if (this.headlines.length > 0) motion.measure();
    });
    $effect(() => motion.setPaused(this.paused));
    return () => {
      resized.disconnect();
      motion.stop();
    };
  };

  readonly hover = (): void => void (this.#hovered = true);
  readonly unhover = (): void => void (this.#hovered = false);

  readonly focus = ({ target }: FocusEvent): void => {
    // A click focuses too, but there the item is already under the pointer.
    if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return;
    this.#focused = true;
    const item = target.closest('li');
    if (item) this.#motion?.show(item);
  };
  readonly blur = (): void => void (this.#focused = false);
  readonly toggle = (): void => void (this.stopped = !this.stopped);
}

/** The hub checks links; a page that embeds a ticker need not take its word for it. */
export function safeLink({ url }: FeedHeadline): string | undefined {
  return url !== undefined && urlFault(url) === undefined ? url : undefined;
}

function pageLanguage(): string {
  return document.documentElement.lang || 'ar';
}
