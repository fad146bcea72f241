/** What the ticker knows and decides; Ticker.svelte only draws it. */
import { untrack } from 'svelte';
import { ageFormat, ageOf } from '../../shared/age.ts';
import { directionOf, urlFault } from '../../shared/headline.ts';
import type { FeedHeadline } from '../feed/feed.ts';
import { joinFeed, type ChannelView, type JoinFeed } from '../feed/join.ts';
import { messagesFor, TEST } from './messages.ts';
import { idOf, move, type Motion } from './motion.ts';
import { changesBetween, createAnnouncer } from './news.ts';
import { defaultSettings } from './settings.ts';
import { Steps } from './steps.svelte.ts';
import { Surroundings } from './surroundings.svelte.ts';

/** The page that the ticker is a guest of. */
export interface Page {
  /** False when it wants nothing more to happen. */
  tell(event: string, detail: Readonly<Record<string, unknown>>): boolean;
  /** For the site's developers. */
  warn(fault: string): void;
}

const MINUTE = 60_000;

export class TickerModel {
  readonly #page: Page;
  readonly #join: JoinFeed;
  settings = $state.raw(defaultSettings());
  #view = $state.raw<ChannelView>({ status: 'connecting' });
  #now = $state.raw(0);
  #copyKeys = $state.raw<readonly string[]>([]);
  #hovered = $state.raw(false);
  #focused = $state.raw(false);
  /** By the reader's choice, or the site's. */
  stopped = $state.raw(false);
  /** What a screen reader is to say. */
  news = $state.raw<readonly FeedHeadline[]>([]);
  /**
   * A list is drawn anew when headlines come or go: what is pushed down by a newcomer counts as a
   * layout shift of the page, what is new does not. Not while the keyboard is in it.
   */
  edition = $state.raw(0);
  #motion: Motion | undefined;
  /** The hub's clock, once there is a feed. */
  #readClock: () => void = () => undefined;

  readonly around = new Surroundings();
  readonly steps: Steps = new Steps(() => this.headlines);
  readonly #announcer = createAnnouncer((news) => (this.news = news));

  readonly #hub = $derived(this.settings.hub);
  readonly #channel = $derived(this.settings.channel);
  readonly headlines = $derived((this.#view.channel?.headlines ?? []).slice(0, this.settings.max));
  readonly language = $derived(
    this.settings.lang ?? this.#view.channel?.language ?? pageLanguage(),
  );
  readonly direction = $derived(this.settings.dir ?? directionOf(this.language));
  readonly messages = $derived(messagesFor(this.language, this.settings.messages));
  readonly #title = $derived(this.#view.channel?.title ?? this.messages('breaking'));
  readonly isTest = $derived(this.#view.channel?.test ?? false);
  /** '' where the site wants none; a test is called one whatever the site wants. */
  readonly label = $derived(
    [...(this.isTest ? [TEST] : []), this.settings.label ?? this.#title]
      .filter(Boolean)
      .join(' · '),
  );
  readonly name = $derived(this.label || this.#title);
  readonly mode = $derived(
    this.settings.mode === 'scroll' && this.around.still ? 'step' : this.settings.mode,
  );
  /** Changes by itself before a reader's eyes, so a reader must be able to stop it (WCAG 2.2.2). */
  readonly lively = $derived(
    this.mode === 'scroll'
      ? this.headlines.length > 0
      : this.mode === 'step' && !this.around.still && this.headlines.length > 1,
  );
  readonly running = $derived(
    !this.stopped && !this.#hovered && !this.#focused && this.around.awake,
  );
  readonly #ages = $derived(ageFormat(this.language, this.settings.digits));
  /** Copies that fill the band where headlines are few. */
  readonly copies = $derived(
    this.#copyKeys.flatMap((key) => {
      const headline = this.#byId(idOf(key));
      return headline ? [{ key, headline }] : [];
    }),
  );

  constructor(page: Page, join = joinFeed) {
    this.#page = page;
    this.#join = join;
  }

  get status(): ChannelView['status'] {
    return this.#view.status;
  }

  /** In place of headlines, or beside those of a lost connection, which stay; '' when all is well. */
  get word(): string {
    const { status, problem } = this.#view;
    const say = this.messages;
    if (status === 'refused')
      return say(problem?.code === 'protocol_newer' ? 'outdated' : 'refused');
    if (this.headlines.length > 0) return status === 'offline' ? say('offline') : '';
    if (status === 'live') return say('empty');
    return say(status === 'offline' ? 'unreachable' : 'connecting');
  }

  /** Which headline of how many. */
  get count(): string {
    const { language, settings } = this;
    const { format } = new Intl.NumberFormat(language, { numberingSystem: settings.digits });
    return `${format(this.steps.index + 1)} / ${format(this.headlines.length)}`;
  }

  /** The word for urgency 1, in the headline's own language. */
  urgent({ language }: FeedHeadline): string {
    const say = language === this.language ? this.messages : messagesFor(language);
    return say('urgent');
  }

  /** A screen reader stops what it says for this one. */
  interrupts({ urgency }: FeedHeadline): boolean {
    return this.settings.assertive && urgency === 1;
  }

  age({ firstCreated }: FeedHeadline): string {
    return ageOf(firstCreated, this.#now, this.#ages);
  }

  /** In an effect: other settings leave one feed and join another. */
  watch(): () => void {
    const [hub, channel] = [this.#hub, this.#channel];
    // What it hears at once must not make this effect depend on all that is done with it.
    const membership = untrack(() => this.#join(hub, channel, (view) => this.#take(view)));
    this.#readClock = () => (this.#now = membership.now());
    return () => {
      membership.leave();
      this.#announcer.stop();
      this.#view = { status: 'connecting' };
    };
  }

  #take(view: ChannelView): void {
    const before = this.#view;
    const shown = this.headlines;
    const current = this.steps.current;
    this.#view = view;
    this.#readClock();
    const { status, problem } = view;
    if (status === 'refused' && problem) this.#page.warn(problem.detail ?? problem.code);
    if (status !== before.status) this.#page.tell('ajil-state', { status, problem });
    // What was there when the reader came is no news.
    if (!before.channel || !view.channel) return;
    const changes = changesBetween(shown, this.headlines);
    for (const change of changes) this.#page.tell('ajil-entry', { ...change });
    if (changes.some(({ kind }) => kind !== 'corrected') && !this.#focused) this.edition += 1;
    const fresh = changes.filter(({ kind }) => kind === 'new').map(({ headline }) => headline);
    if (fresh.length === 0) return;
    if (this.lively) this.steps.arrived(current, fresh);
    if (!this.stopped) this.#announcer.announce(fresh);
  }

  /** In an effect: ages grow while somebody may read them. */
  tick(): (() => void) | undefined {
    if (!this.settings.showTime || !this.around.awake || this.headlines.length === 0) return;
    const timer = setInterval(() => this.#readClock(), MINUTE);
    return () => clearInterval(timer);
  }

  /** In an effect: the next headline comes by itself. */
  stepOn(): (() => void) | undefined {
    if (this.mode !== 'step' || !this.lively || !this.running) return;
    const timer = setTimeout(() => this.steps.go(1), this.steps.readingTime);
    return () => clearTimeout(timer);
  }

  /** For `{@attach}`: the track moves as long as it is in the document. */
  readonly animate = (track: HTMLElement): (() => void) => {
    const onCopies = (keys: readonly string[]) => (this.#copyKeys = keys);
    const label = track.closest('.view')?.previousElementSibling ?? null;
    const motion = move(track, { direction: this.direction, label, onCopies });
    this.#motion = motion;
    $effect(() => motion.setSpeed(this.settings.speed));
    $effect(() => motion.setRunning(this.running));
    $effect(() => {
      const turns = this.headlines.map(({ id, urgency }) => ({ id, urgent: urgency <= 2 }));
      // Copies ask for nothing of their own, but once they are elements they are to be placed.
      const { length } = this.copies;
      if (length >= 0) motion.show(turns);
    });
    return () => motion.stop();
  };

  go(by: 1 | -1): void {
    if (this.mode === 'step') {
      this.steps.go(by);
      if (this.steps.current) this.news = [this.steps.current];
      return;
    }
    const at = this.headlines.findIndex(({ id }) => id === this.#motion?.current());
    const next = this.headlines.at((at + by) % this.headlines.length);
    if (next) this.#motion?.bring(next.id, true);
  }

  readonly hover = (): void => void (this.#hovered = true);
  readonly unhover = (): void => void (this.#hovered = false);

  readonly focus = ({ target }: FocusEvent): void => {
    // A click focuses too, but there the headline is already under the pointer.
    if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return;
    this.#focused = true;
    this.#motion?.setRunning(false);
    const id = idOf(target.closest<HTMLElement>('[data-key]')?.dataset['key'] ?? '');
    if (!this.#byId(id)) return;
    this.#motion?.bring(id);
    if (this.mode === 'step') this.steps.show(id);
  };
  readonly blur = (): void => void (this.#focused = false);

  readonly click = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || !event.target.closest('a')) return;
    const key = event.target.closest<HTMLElement>('[data-key]')?.dataset['key'] ?? '';
    const headline = this.#byId(idOf(key));
    if (headline && !this.#page.tell('ajil-click', { headline })) event.preventDefault();
  };
  readonly toggle = (): void => void (this.stopped = !this.stopped);

  #byId(wanted: string): FeedHeadline | undefined {
    return this.headlines.find(({ id }) => id === wanted);
  }
}

/** The hub checks links; a page that embeds a ticker need not take its word for it. */
export function safeLink({ url }: FeedHeadline): string | undefined {
  return url !== undefined && urlFault(url) === undefined ? url : undefined;
}

function pageLanguage(): string {
  return document.documentElement.lang || 'ar';
}
