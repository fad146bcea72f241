/** Who sits at this desk, and what that person may do where. */
import type { Channel } from '../../shared/channel.ts';
import type { Person, Session } from '../../shared/person.ts';
import { EVERY_CHANNEL, mayAs, roleIn, type Role } from '../../shared/role.ts';
import type { Hub, Refusal } from './hub.ts';
import { hasTexts, isRecord, listOf, nothing } from './read.ts';

export interface Here {
  readonly person: Person | null;
  readonly session: Session | null;
  /** There is a provider to sign in with. */
  readonly oidc: boolean;
}

export class MeModel {
  readonly #hub: Hub;
  /** undefined until the hub has said who is here; null: nobody. */
  person = $state.raw<Person | null>();
  session = $state.raw<Session | null>(null);
  oidc = $state.raw(false);
  /** Why the hub could not be asked. */
  refusal = $state.raw<Refusal>();
  /** Those in which this person is something, in the hub's order. */
  channels = $state.raw<readonly Channel[]>([]);

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** Asks who is here. */
  async look(): Promise<void> {
    const answer = await this.#hub.ask('GET', '/api/session', readHere);
    this.refusal = answer.kind === 'refused' ? answer.refusal : undefined;
    if (answer.kind !== 'done') return;
    const { person, session, oidc } = answer.value;
    this.oidc = oidc;
    this.session = session;
    // First: a screen that opens finds the channels there.
    if (person) await this.readChannels(person.roles);
    this.person = person;
  }

  async readChannels(roles = this.person?.roles ?? {}): Promise<void> {
    const answer = await this.#hub.ask('GET', '/api/channels', listOf('channels', isChannel));
    if (answer.kind === 'done') {
      this.channels = answer.value.filter(({ name }) => roleIn(roles, name) !== undefined);
    }
  }

  channel(name: string): Channel | undefined {
    return this.channels.find((one) => one.name === name);
  }

  /** In a channel; undefined: none. */
  role(channel: string): Role | undefined {
    return this.person ? roleIn(this.person.roles, channel) : undefined;
  }

  may(role: Role, channel: string): boolean {
    const own = this.role(channel);
    return own !== undefined && mayAs(own, role);
  }

  /** In at least one channel. */
  mayAnywhere(role: Role): boolean {
    return Object.values(this.person?.roles ?? {}).some((own) => mayAs(own, role));
  }

  get isAdmin(): boolean {
    return this.person?.roles[EVERY_CHANNEL] === 'admin';
  }

  /** The session has ended, here or elsewhere. */
  forget(): void {
    this.person = null;
    this.session = null;
  }

  async signOut(): Promise<void> {
    const answer = await this.#hub.ask('DELETE', '/api/session', nothing);
    if (answer.kind === 'done') this.forget();
    else if (answer.kind === 'refused') this.refusal = answer.refusal;
  }
}

export function isPerson(value: unknown): value is Person {
  return hasTexts(value, 'id', 'email', 'name') && isRecord(value) && isRecord(value['roles']);
}

export function isChannel(value: unknown): value is Channel {
  return hasTexts(value, 'name', 'title', 'language');
}

function isSession(value: unknown): value is Session {
  return hasTexts(value, 'id', 'created', 'expires');
}

function readHere(value: unknown): Here | undefined {
  if (!isRecord(value)) return undefined;
  const { person, session, oidc } = value;
  return {
    person: isPerson(person) ? person : null,
    session: isSession(session) ? session : null,
    oidc: oidc === true,
  };
}
