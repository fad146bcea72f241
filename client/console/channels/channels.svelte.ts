/** The channels: made, changed, deleted. Those that there are, the desk's own list tells. */
import type { Channel } from '../../../shared/channel.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import { isChannel } from '../me.svelte.ts';
import type { Deed } from '../office/deed.svelte.ts';
import { nothing, type Read } from '../read.ts';
import type { SentSettings } from './settings.ts';

const readChannel: Read<Channel> = (value) => (isChannel(value) ? value : undefined);

export interface NewChannel extends SentSettings {
  readonly name: string;
  readonly isTest: boolean;
}

export class ChannelsModel {
  readonly #model: ConsoleModel;

  constructor(model: ConsoleModel) {
    this.#model = model;
  }

  async make(deed: Deed, body: NewChannel): Promise<boolean> {
    const { hub, me } = this.#model;
    const done = await deed.try(() => hub.ask('POST', '/api/channels', readChannel, { body }));
    if (done) await me.readChannels();
    return done !== undefined;
  }

  async change(deed: Deed, name: string, body: SentSettings): Promise<boolean> {
    const { hub, me } = this.#model;
    const path = `/api/channels/${name}`;
    const done = await deed.try(() => hub.ask('PATCH', path, readChannel, { body }));
    if (done) await me.readChannels();
    return done !== undefined;
  }

  async remove(deed: Deed, name: string): Promise<boolean> {
    const { hub, me } = this.#model;
    const done = await deed.try(() => hub.ask('DELETE', `/api/channels/${name}`, nothing));
    if (done) await me.readChannels();
    return done !== undefined;
  }
}
