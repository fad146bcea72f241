/** The people of the newsroom, and the invitations that are open. */
import type { Invitation, Person } from '../../../shared/person.ts';
import type { Roles } from '../../../shared/role.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import { isPerson } from '../me.svelte.ts';
import { Deed } from '../office/deed.svelte.ts';
import { hasTexts, isRecord, listOf, nothing, type Read } from '../read.ts';

/** An invitation with its link, which the hub tells once. */
export interface Invited extends Invitation {
  readonly url: string;
}

export type PersonChange = Partial<Pick<Person, 'roles'>> & {
  readonly disabled?: boolean;
  readonly totp?: false;
};

function isInvitation(value: unknown): value is Invitation {
  return (
    hasTexts(value, 'id', 'created', 'expires') &&
    isRecord(value) &&
    isRecord(value['roles']) &&
    hasTexts(value['by'], 'name')
  );
}
const readPerson: Read<Person> = (value) => (isPerson(value) ? value : undefined);
const readInvited: Read<Invited> = (value) => (isInvited(value) ? value : undefined);
const isInvited = (value: unknown): value is Invited =>
  isInvitation(value) && hasTexts(value, 'url');

/** By a part of the name or the e-mail, whatever the case. */
function isLike({ name, email }: Person, asked: string): boolean {
  const sought = asked.trim().toLowerCase();
  return [name, email].some((one) => one.toLowerCase().includes(sought));
}

export class PeopleModel {
  readonly #model: ConsoleModel;
  /** undefined: not read yet, or not for this reader. */
  people = $state.raw<readonly Person[]>();
  invitations = $state.raw<readonly Invitation[]>();
  sought = $state('');
  readonly found = $derived(this.people?.filter((one) => isLike(one, this.sought)));
  readonly reading = new Deed();
  readonly revoking = new Deed();

  constructor(model: ConsoleModel) {
    this.#model = model;
  }

  readonly read = async (): Promise<void> => {
    const { hub, me } = this.#model;
    if (me.isAdmin) {
      const done = await this.reading.try(() =>
        hub.ask('GET', '/api/people', listOf('people', isPerson)),
      );
      if (done) this.people = done.value;
    }
    await this.readInvitations();
  };

  async readInvitations(): Promise<void> {
    const read = listOf('invitations', isInvitation);
    const done = await this.reading.try(() => this.#model.hub.ask('GET', '/api/invitations', read));
    if (done) this.invitations = done.value;
  }

  /** A link for a new account. */
  async invite(deed: Deed, email: string, roles: Roles): Promise<Invited | undefined> {
    return this.#makeLink(deed, { email: email.trim(), roles });
  }

  /** A link for a new password. */
  async reset(deed: Deed, id: string): Promise<Invited | undefined> {
    return this.#makeLink(deed, { resets: id });
  }

  async #makeLink(deed: Deed, body: object): Promise<Invited | undefined> {
    const path = '/api/invitations';
    const done = await deed.try(() => this.#model.hub.ask('POST', path, readInvited, { body }));
    if (done) await this.readInvitations();
    return done?.value;
  }

  async revoke(id: string): Promise<void> {
    const path = `/api/invitations/${id}`;
    await this.revoking.try(() => this.#model.hub.ask('DELETE', path, nothing));
    await this.readInvitations();
  }

  async change(deed: Deed, id: string, body: PersonChange): Promise<Person | undefined> {
    const path = `/api/people/${id}`;
    const done = await deed.try(() => this.#model.hub.ask('PATCH', path, readPerson, { body }));
    if (!done) return undefined;
    this.people = this.people?.map((one) => (one.id === id ? done.value : one));
    // Whoever loses a right loses the invitations that it made.
    await this.readInvitations();
    return done.value;
  }

  nameOf(id: string): string {
    return this.people?.find((one) => one.id === id)?.name ?? id;
  }
}
