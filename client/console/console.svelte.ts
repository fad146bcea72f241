/** What all of the console shares; the components only draw it. */
import { AppearanceModel } from './appearance.svelte.ts';
import { watchAttention } from './attention.ts';
import { openHub } from './hub.ts';
import { LiveModel } from './live.svelte.ts';
import { MeModel } from './me.svelte.ts';
import { RouteModel } from './route.svelte.ts';
import { forgetUnsent, unsentOf } from './unsent.ts';

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

  /** What is unsent of who wants to sign out: it is asked about first. */
  unsent = $state.raw<readonly string[]>();

  /** Asks where something would be lost. */
  readonly leave = (): void => {
    const unsent = unsentOf(this.me.person?.id ?? '');
    if (unsent.length > 0) this.unsent = unsent;
    else void this.signOut();
  };

  readonly signOut = async (): Promise<void> => {
    const { person } = this.me;
    this.unsent = undefined;
    await this.me.signOut();
    // Only once nobody is in: until then the open screen still keeps what is written in it.
    if (person && !this.me.person) forgetUnsent(person.id);
  };

  /** In an effect: the live link stands as long as somebody is signed in. */
  readonly follow = (): (() => void) | undefined => {
    if (!this.#isIn) return;
    return this.live.open(() => void this.me.look());
  };
  readonly #isIn = $derived(Boolean(this.me.person));
}
