/** The second factor: on in two steps, the secret and its first code; off by the password. */
import type { ConsoleModel } from '../console.svelte.ts';
import { Deed } from '../office/deed.svelte.ts';
import { hasTexts, type Read } from '../read.ts';
import { readPerson } from './profile.svelte.ts';

interface Secret {
  readonly uri: string;
  readonly secret: string;
}

const readSecret: Read<Secret> = (value) => (isSecret(value) ? value : undefined);

function isSecret(value: unknown): value is Secret {
  return hasTexts(value, 'uri', 'secret');
}

export class TotpModel {
  readonly #model: ConsoleModel;
  password = $state('');
  code = $state('');
  /** Shown until it is confirmed. */
  secret = $state.raw<Secret>();
  readonly deed = new Deed();

  constructor(model: ConsoleModel) {
    this.#model = model;
  }

  readonly begin = async (): Promise<void> => {
    const { hub } = this.#model;
    const body = this.#proof;
    const done = await this.deed.try(() =>
      hub.ask('POST', '/api/session/totp', readSecret, { body }),
    );
    if (done) this.secret = done.value;
  };

  /** Whether it counts from now on. */
  readonly confirm = async (): Promise<boolean> => {
    const { hub, me } = this.#model;
    const body = { code: this.code };
    const path = '/api/session/totp/confirm';
    const done = await this.deed.try(() => hub.ask('POST', path, readPerson, { body }));
    if (done) me.person = done.value;
    return done !== undefined;
  };

  /** Whether a code is no longer asked for. */
  readonly end = async (): Promise<boolean> => {
    const { hub, me } = this.#model;
    const body = this.#proof;
    const done = await this.deed.try(() =>
      hub.ask('DELETE', '/api/session/totp', readPerson, { body }),
    );
    if (done) me.person = done.value;
    return done !== undefined;
  };

  /** Who has no password proves nothing but the session. */
  get #proof(): { readonly password?: string } {
    return this.#model.me.person?.password === true ? { password: this.password } : {};
  }
}
