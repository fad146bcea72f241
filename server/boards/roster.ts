/**
 * The roster: which channels there are, the same on every node. The store holds it; each node's
 * boards follow just those channels.
 */
import { CHANNEL_NAME, type Channel } from '../../shared/channel.ts';
import { channelUnknown, Problem } from '../../shared/problem.ts';
import { CHANNELS, CHECKED, HELD } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import type { Change, Store } from '../store/store.ts';
import type { Wire } from '../wire/wire.ts';
import type { Boards } from './boards.ts';

/** Every method rejects with `wire_unavailable` while the store is out of reach. */
export interface Roster {
  /** Asks the store where this node has not heard of the channel yet. Problem: `channel_unknown`. */
  find(name: string): Promise<Channel>;
  /** `trace` is its line in the store's trail, here and below. Problem: `channel_taken`. */
  create(channel: Channel, trace: string): Promise<void>;
  /** Changes what stands in the store, whoever else changes it at the same time. Problem: `channel_unknown`. */
  change(
    name: string,
    how: (channel: Channel) => Channel,
    trace: (before: Channel, after: Channel) => string,
  ): Promise<Channel>;
  /** Forgets the channel with its log and tells its viewers. Problem: `channel_unknown`. */
  remove(name: string, trace: (before: Channel) => string): Promise<void>;
}

export interface RosterPorts {
  readonly store: Store;
  readonly wire: Wire;
  readonly boards: Boards;
  /** Told when a change of the store could not be read; the next change, or Redis's return, reads again. */
  readonly failed: (error: unknown) => void;
}

/** Resolves when every channel's log was read. */
export async function openRoster({ store, wire, boards, failed }: RosterPorts): Promise<Roster> {
  const shelf = openShelf(store, CHANNELS);
  const held = openShelf(store, HELD);
  const checked = openShelf(store, CHECKED);
  let reading: Promise<void> | undefined;
  let queued: Promise<void> | undefined;

  async function read(): Promise<void> {
    const channels = (await shelf.all()).map(({ value }) => value);
    const names = new Set(channels.map(({ name }) => name));
    const known = new Map(boards.channels().map((one) => [one.name, JSON.stringify(one)]));
    for (const name of known.keys()) if (!names.has(name)) boards.unfollow(name);
    await Promise.all(
      channels
        .filter((channel) => known.get(channel.name) !== JSON.stringify(channel))
        .map((channel) => boards.follow(channel)),
    );
  }

  /** One read at a time; whoever asks during one gets the next, which sees what was there when it asked. */
  function sync(): Promise<void> {
    if (!reading) {
      reading = read().finally(() => (reading = undefined));
      return reading;
    }
    queued ??= reading
      .catch(() => undefined)
      .then(() => {
        queued = undefined;
        return sync();
      });
    return queued;
  }

  /** Takes away what is held, or being checked, for a channel: another of its name must not find it. */
  async function desk(name: string): Promise<Change[]> {
    const [waiting, checking] = await Promise.all([held.all(), checked.all()]);
    return [
      ...waiting
        .filter(({ value }) => value.channel === name)
        .map(({ value }) => held.remove(value.id)),
      ...checking
        .filter(({ value }) => value.channel === name)
        .map(({ value }) => checked.remove(CHECKED.idOf(value))),
    ];
  }

  await store.watch((kinds) => {
    if (kinds.includes('channel')) sync().catch(failed);
  });
  await sync();

  return {
    async find(name) {
      if (!boards.has(name)) await sync();
      return boards.channel(name);
    },
    async create(channel, trace) {
      const { name } = channel;
      if (!(await store.write([shelf.put(channel, 0)], trace))) {
        throw new Problem('channel_taken', `There is a channel named ${name}`, [
          { field: 'name', detail: `${name} is taken` },
        ]);
      }
      await sync();
    },
    async change(name, how, trace) {
      for (;;) {
        const found = await shelf.find(name);
        if (!found) throw channelUnknown(name);
        const changed = how(found.value);
        const change = shelf.put(changed, found.revision);
        if (!(await store.write([change], trace(found.value, changed)))) continue;
        await sync();
        return changed;
      }
    },
    async remove(name, trace) {
      // What is no name was never followed, and must not reach the wire's patterns.
      if (!CHANNEL_NAME.test(name)) throw channelUnknown(name);
      const before = (await shelf.find(name))?.value;
      const changes = [shelf.remove(name, 'known'), ...(await desk(name))];
      const existed = before !== undefined && (await store.write(changes, trace(before)));
      await sync();
      // Also where there is none: a removal that was cut short here left its log behind.
      await wire.erase(name);
      if (!existed) throw channelUnknown(name);
    },
  };
}
