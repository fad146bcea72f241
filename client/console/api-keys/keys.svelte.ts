/** The API keys: made, rotated, revoked. A secret is told once, in the answer that makes it. */
import type { ConsoleModel } from '../console.svelte.ts';
import { Deed } from '../office/deed.svelte.ts';
import { hasTexts, isRecord, listOf, type Read } from '../read.ts';
import { inOrder, type ApiKey, type IssuedKey, type NewKey } from './key.ts';

function isKey(value: unknown): value is ApiKey {
  return (
    hasTexts(value, 'id', 'name', 'role', 'hint', 'created') &&
    isRecord(value) &&
    Array.isArray(value['secrets'])
  );
}
const isIssued = (value: unknown): value is IssuedKey => isKey(value) && hasTexts(value, 'secret');
const readKey: Read<ApiKey> = (value) => (isKey(value) ? value : undefined);
const readIssued: Read<IssuedKey> = (value) => (isIssued(value) ? value : undefined);

export class KeysModel {
  readonly #model: ConsoleModel;
  keys = $state.raw<readonly ApiKey[]>();
  readonly reading = new Deed();

  constructor(model: ConsoleModel) {
    this.#model = model;
  }

  readonly read = async (): Promise<void> => {
    const { hub } = this.#model;
    const done = await this.reading.try(() => hub.ask('GET', '/api/keys', listOf('keys', isKey)));
    if (done) this.keys = inOrder(done.value, hub.now());
  };

  async make(deed: Deed, body: NewKey): Promise<IssuedKey | undefined> {
    const { hub } = this.#model;
    const done = await deed.try(() => hub.ask('POST', '/api/keys', readIssued, { body }));
    if (done) await this.read();
    return done?.value;
  }

  async rotate(deed: Deed, id: string): Promise<IssuedKey | undefined> {
    const path = `/api/keys/${id}/rotate`;
    const done = await deed.try(() => this.#model.hub.ask('POST', path, readIssued));
    if (done) await this.read();
    return done?.value;
  }

  async retire(deed: Deed, id: string, hint: string): Promise<void> {
    const path = `/api/keys/${id}/secrets/${encodeURIComponent(hint)}`;
    await deed.try(() => this.#model.hub.ask('DELETE', path, readKey));
    await this.read();
  }

  async revoke(deed: Deed, id: string): Promise<boolean> {
    const done = await deed.try(() => this.#model.hub.ask('DELETE', `/api/keys/${id}`, readKey));
    await this.read();
    return done !== undefined;
  }
}
