/** One's own account: name and language, the password, where one is signed in. */
import type { Language, Person, Session } from '../../../shared/person.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import { isPerson } from '../me.svelte.ts';
import { Deed } from '../office/deed.svelte.ts';
import { hasTexts, isRecord, listOf, nothing, type Read } from '../read.ts';

export interface OwnSession extends Session {
  /** The one that asks. */
  readonly current: boolean;
}

export const readPerson: Read<Person> = (value) => (isPerson(value) ? value : undefined);

function isOwnSession(value: unknown): value is OwnSession {
  const names = ['id', 'created', 'seen', 'expires', 'from', 'userAgent'];
  return hasTexts(value, ...names) && isRecord(value) && typeof value['current'] === 'boolean';
}

export class ProfileModel {
  readonly #model: ConsoleModel;
  name = $state('');
  language = $state<Language>('ar');
  current = $state('');
  next = $state('');
  showsPassword = $state(false);
  sessions = $state.raw<readonly OwnSession[]>([]);
  readonly saving = new Deed();
  readonly changing = new Deed();
  readonly ending = new Deed();
  readonly reading = new Deed();

  constructor(model: ConsoleModel) {
    this.#model = model;
    this.name = model.me.person?.name ?? '';
    this.language = model.me.person?.language ?? model.appearance.language;
  }

  readonly save = async (): Promise<void> => {
    const { hub, me, appearance } = this.#model;
    const { language } = this;
    const body = { name: this.name.trim(), language };
    const path = `/api/people/${me.person?.id ?? ''}`;
    const done = await this.saving.try(() => hub.ask('PATCH', path, readPerson, { body }));
    if (!done) return;
    me.person = done.value;
    if (appearance.language !== language) appearance.speakOther();
  };

  readonly changePassword = async (): Promise<void> => {
    const { hub, me } = this.#model;
    const hasOne = me.person?.password === true;
    const body = { ...(hasOne && { current: this.current }), password: this.next };
    const path = '/api/session/password';
    const done = await this.changing.try(() => hub.ask('PUT', path, nothing, { body }));
    if (!done) return;
    this.current = '';
    this.next = '';
    await Promise.all([me.look(), this.read()]);
  };

  readonly read = async (): Promise<void> => {
    const read = listOf('sessions', isOwnSession);
    const done = await this.reading.try(() => this.#model.hub.ask('GET', '/api/sessions', read));
    if (done) this.sessions = done.value;
  };

  readonly end = async (id: string): Promise<void> => {
    const { hub } = this.#model;
    await this.ending.try(() => hub.ask('DELETE', `/api/sessions/${id}`, nothing));
    await this.read();
  };

  readonly endOthers = async (): Promise<void> => {
    const { hub } = this.#model;
    await this.ending.try(() => hub.ask('DELETE', '/api/sessions', nothing));
    await this.read();
  };
}
