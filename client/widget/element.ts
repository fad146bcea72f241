/**
 * `<ajil-ticker hub channel …>`: attributes and properties in, events out, a drawing in its shadow root.
 * Written by hand because Svelte's own wrapper brings its legacy runtime, 2 kB for every visitor.
 */
import { mount, unmount } from 'svelte';
import { ATTRIBUTES, changed, defaultSettings } from './settings.ts';
import { adoptStyles } from './styles.ts';
import Ticker from './Ticker.svelte';
import { TickerModel } from './ticker.svelte.ts';

/**
 * A strip of breaking news from an Ajil hub. It follows one channel and shows its headlines as they
 * come, are corrected, are withdrawn and expire.
 *
 * @fires {CustomEvent<{ status: 'connecting' | 'live' | 'offline' | 'refused'; problem?: { code: string; retryable: boolean; detail?: string } }>}
 *   ajil-state - The connection changed; `problem` where the hub said why.
 * @fires {CustomEvent<{ kind: 'new' | 'corrected' | 'withdrawn'; headline: Headline }>}
 *   ajil-entry - A headline came, was corrected, or left: withdrawn, expired, or to make room. Not for
 *   those that were there at the start.
 * @fires {CustomEvent<{ headline: Headline }>}
 *   ajil-click - A reader follows a link. After `preventDefault()` it does not open.
 *
 * @csspart ticker - The whole strip.
 * @csspart label - The label at its beginning.
 * @csspart item - One headline with what stands beside it.
 * @csspart tag - The word for urgency 1.
 * @csspart headline - The headline's own text.
 * @csspart source - Who said it.
 * @csspart time - Its age.
 * @csspart word - What the ticker says in place of headlines, or of a lost connection.
 * @csspart previous - The button for the previous headline.
 * @csspart count - Which headline of how many.
 * @csspart next - The button for the next headline.
 * @csspart pause - The button that stops the headlines, and lets them move again.
 *
 * @cssprop --ajil-red - Ground of the label and of the tag.
 * @cssprop --ajil-on-red - Text on that ground.
 * @cssprop --ajil-sign - The small sign before each headline.
 * @cssprop --ajil-ink - Text of headlines.
 * @cssprop --ajil-quiet - Quieter text: source, age, count, buttons.
 * @cssprop --ajil-paper - Ground of the strip.
 * @cssprop --ajil-fog - Ground of a button under the pointer.
 * @cssprop --ajil-line - Hairlines.
 * @cssprop --ajil-font - Font families.
 * @cssprop --ajil-size - Size of the text.
 * @cssprop --ajil-radius - Roundness of the tag.
 * @cssprop --ajil-list-height - Height of a `list`.
 */
export class TickerElement extends HTMLElement {
  static readonly observedAttributes: readonly string[] = [...ATTRIBUTES.keys()];
  /** Where the script came from: the hub of every ticker that names none. */
  static home = location.origin;

  readonly #complaints = new Set<string>();
  readonly #model = new TickerModel({
    tell: (type, detail) =>
      this.dispatchEvent(
        new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }),
      ),
    warn: (fault) => this.#warn(fault),
  });
  readonly #root = this.attachShadow({ mode: 'open' });
  #drawing: Record<string, unknown> | undefined;

  /** Every setting is a property too. */
  static {
    for (const [attribute, name] of ATTRIBUTES) {
      // A page's own `lang` and `dir` are attributes of every element, and properties already.
      if (name in HTMLElement.prototype) continue;
      Object.defineProperty(TickerElement.prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: TickerElement) {
          return name === 'paused' ? this.#model.stopped : this.#model.settings[name];
        },
        set(this: TickerElement, value: unknown) {
          this.#write(attribute, value);
        },
      });
    }
  }

  constructor() {
    super();
    this.#model.settings = defaultSettings(TickerElement.home);
  }

  /** Stands still, as by its button, until `play()`. */
  pause(): void {
    this.#model.stopped = true;
  }

  /** Moves on from where it stood. */
  play(): void {
    this.#model.stopped = false;
  }

  /** Brings the next headline to the beginning. */
  next(): void {
    this.#model.go(1);
  }

  /** Brings the one before to the beginning. */
  previous(): void {
    this.#model.go(-1);
  }

  connectedCallback(): void {
    if (this.#drawing) return;
    for (const name of ATTRIBUTES.values()) this.#rescue(name);
    adoptStyles(this.#root);
    const props = { model: this.#model, host: this };
    this.#drawing = mount(Ticker, { target: this.#root, props });
  }

  disconnectedCallback(): void {
    // A page that moves its ticker takes it out and puts it back at once: the connection stays.
    queueMicrotask(() => {
      if (this.isConnected || !this.#drawing) return;
      void unmount(this.#drawing);
      this.#drawing = undefined;
    });
  }

  attributeChangedCallback(attribute: string, _: unknown, text: string | null): void {
    const name = ATTRIBUTES.get(attribute);
    if (!name) return;
    const model = this.#model;
    const complain = (fault: string) => this.#warn(fault);
    model.settings = changed(
      model.settings,
      name,
      text,
      defaultSettings(TickerElement.home),
      complain,
    );
    if (name === 'paused') model.stopped = model.settings.paused;
  }

  #write(attribute: string, value: unknown): void {
    const isNothing = value === undefined || value === null;
    if (isNothing) this.removeAttribute(attribute);
    else this.setAttribute(attribute, typeof value === 'string' ? value : JSON.stringify(value));
  }

  /** A property set before the script came hides the accessor of the same name. */
  #rescue(name: string): void {
    const early = Object.getOwnPropertyDescriptor(this, name);
    if (!early) return;
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, early.value);
  }

  /** Once for each fault: a page's console is its owner's. */
  #warn(fault: string): void {
    if (this.#complaints.has(fault)) return;
    this.#complaints.add(fault);
    console.warn(`<ajil-ticker> ${fault}`);
  }
}
