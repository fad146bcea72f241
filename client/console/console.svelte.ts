/** What all of the console shares; the components only draw it. */
import { AppearanceModel } from './appearance.svelte.ts';
import { watchAttention } from './attention.ts';
import { openHub } from './hub.ts';
import { LiveModel } from './live.svelte.ts';
import { MeModel } from './me.svelte.ts';
import { RouteModel } from './route.svelte.ts';

export class ConsoleModel {
  readonly #attention = watchAttention(globalThis, Date.now);
  readonly appearance = new AppearanceModel();
  readonly hub = openHub({
    fetch: globalThis.fetch.bind(globalThis),
    now: Date.now,
    isAlone: () => !this.#attention.isThere,
    signedOut: () => this.me.forget(),
  });
  readonly me: MeModel = new MeModel(this.hub);
  readonly live = new LiveModel();
  readonly route = new RouteModel();
  /** The sheet with the keys. */
  helps = $state(false);

  /** In an effect: the live link stands as long as somebody is signed in. */
  readonly follow = (): (() => void) | undefined => {
    if (!this.#isIn) return;
    return this.live.open(() => void this.me.look());
  };
  readonly #isIn = $derived(Boolean(this.me.person));
}
