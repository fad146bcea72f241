/**
 * Each node's memory of the wire: for every followed channel the entries kept and the board they
 * fold into. Sockets, pages and HTTP reads are all answered from here, so a storm of viewers
 * touches neither Redis nor disk (H1).
 */
import type { Channel } from '../../shared/channel.ts';
import { channelUnknown } from '../../shared/problem.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import type { Following, Wire } from '../wire/wire.ts';
import type { Board } from './board.ts';
import { createMemory, type Memory } from './memory.ts';

export type { Board } from './board.ts';

export interface BoardsListener {
  /** New entries, right after they became part of the board. */
  entries(channel: string, epoch: string, entries: readonly Entry[]): void;
  /** The board changed in a way that entries alone don't tell: viewers need a snapshot. */
  renewed(channel: string): void;
  /** The channel was deleted. */
  closed(channel: string): void;
}

/** Where a channel is named, the problem `channel_unknown` says that there is none. */
export interface Boards {
  /** Follows a channel, or takes its new settings; resolves when its log was read. */
  follow(channel: Channel): Promise<void>;
  unfollow(name: string): void;
  channels(): Channel[];
  has(name: string): boolean;
  channel(name: string): Channel;
  board(name: string): Board;
  /** What came after a position, each item as it stands now; undefined where the memory does not reach back to it. */
  missed(name: string, after: Position): readonly Entry[] | undefined;
  /** The same as the log has it, every version with its words: for people of the channel alone. */
  log(name: string, after: Position): readonly Entry[] | undefined;
  /** The highest position seen; null for an unknown channel. */
  position(name: string): Position | null;
  /** The last entry of an item, a withdrawn one included. Problem: `board_paused`. */
  find(name: string, id: string): Entry | undefined;
  listen(listener: BoardsListener): void;
  stop(): void;
}

interface Followed {
  readonly memory: Memory;
  readonly following: Following;
}

export function createBoards(wire: Pick<Wire, 'follow'>, now: () => number): Boards {
  const followed = new Map<string, Followed>();
  const listeners: BoardsListener[] = [];

  function of(name: string): Memory {
    const one = followed.get(name);
    if (one) return one.memory;
    throw channelUnknown(name);
  }

  function open(channel: Channel): Followed {
    const { name } = channel;
    const memory = createMemory(channel, now, {
      entries(epoch, entries) {
        for (const listener of listeners) listener.entries(name, epoch, entries);
      },
      renewed() {
        for (const listener of listeners) listener.renewed(name);
      },
    });
    const one = { memory, following: wire.follow(name, memory) };
    followed.set(name, one);
    return one;
  }

  function close({ memory, following }: Followed): void {
    following.stop();
    memory.stop();
  }

  return {
    follow(channel) {
      const known = followed.get(channel.name);
      known?.memory.settle(channel);
      return (known ?? open(channel)).following.ready;
    },
    unfollow(name) {
      const one = followed.get(name);
      if (!one) return;
      close(one);
      followed.delete(name);
      for (const listener of listeners) listener.closed(name);
    },
    channels: () => [...followed.values()].map(({ memory }) => memory.channel),
    has: (name) => followed.has(name),
    channel: (name) => of(name).channel,
    board: (name) => of(name).board(),
    missed: (name, after) => of(name).missed(after),
    log: (name, after) => of(name).log(after),
    position: (name) => followed.get(name)?.memory.position ?? null,
    find: (name, id) => of(name).find(id),
    listen(listener) {
      listeners.push(listener);
    },
    stop() {
      for (const one of followed.values()) close(one);
    },
  };
}
