/**
 * `<ajil-ticker hub channel>`: attributes and properties in, a drawing in its shadow root.
 * Written by hand because Svelte's own wrapper brings its legacy runtime, 2 kB for every visitor.
 */
import { mount, unmount } from 'svelte';
import { adoptStyles } from './styles.ts';
import Ticker from './Ticker.svelte';
import { TickerModel, type TickerSettings } from './ticker.svelte.ts';

const SETTINGS = ['hub', 'channel'] as const satisfies readonly (keyof TickerSettings)[];

export class TickerElement extends HTMLElement {
  static readonly observedAttributes: readonly string[] = SETTINGS;

  readonly #model = new TickerModel();
  readonly #root = this.attachShadow({ mode: 'open' });
  #drawing: Record<string, unknown> | undefined;

  get hub(): string {
    return this.#model.settings.hub;
  }
  set hub(value: string) {
    this.setAttribute('hub', value);
  }

  get channel(): string {
    return this.#model.settings.channel;
  }
  set channel(value: string) {
    this.setAttribute('channel', value);
  }

  connectedCallback(): void {
    if (this.#drawing) return;
    adoptStyles(this.#root);
    SETTINGS.forEach((name) => this.#rescue(name));
    this.#drawing = mount(Ticker, { target: this.#root, props: { model: this.#model } });
  }

  disconnectedCallback(): void {
    // A page that moves its ticker takes it out and puts it back at once: the connection stays.
    queueMicrotask(() => {
      if (this.isConnected || !this.#drawing) return;
      void unmount(this.#drawing);
      this.#drawing = undefined;
    });
  }

  attributeChangedCallback(): void {
    this.#model.configure(this.getAttribute('hub'), this.getAttribute('channel'));
  }

  /** A property set before the script came hides the accessor of the same name. */
  #rescue(name: keyof TickerSettings): void {
    const early = Object.getOwnPropertyDescriptor(this, name);
    if (!early) return;
    Reflect.deleteProperty(this, name);
    this.setAttribute(name, String(early.value));
  }
}
