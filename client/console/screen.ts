/** What the console must know of a screen to lead to it. */
import type { Component } from 'svelte';
import type { Language } from '../../shared/person.ts';
import type { ConsoleModel } from './console.svelte.ts';
import type { MeModel } from './me.svelte.ts';

export interface Screen {
  /** In the address: `#/{path}`. */
  readonly path: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly icon: Component<{ size?: number }>;
  readonly mayOpen: (me: MeModel) => boolean;
  /** `rest` is what follows the path in the address. */
  readonly view: Component<{ model: ConsoleModel; rest: string }>;
  /** Its keys, for the help sheet: what to press, and what it does. */
  readonly keys?: Readonly<Record<Language, readonly (readonly [string, string])[]>>;
}

export type ScreenList = readonly Screen[];
