/**
 * Each node's memory of the wire: for every followed channel the entries kept and the board they
 * fold into. Sockets, pages and HTTP reads are all answered from here, so a storm of viewers
 * touches neither Redis nor disk (H1).
 */
import type { Channel } from '../../shared/channel.ts';
import type { Headline, UsableHeadline } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import { createTimeline } from '../../shared/timeline.ts';
import type { Following, Wire } from '../wire/wire.ts';

export interface Board {
  readonly channel: Channel;
  readonly position: Position;
  readonly headlines: readonly UsableHeadline[];
}

export interface BoardsListener {
  /** New entries, right after they became part of the board. */
  entries(channel: string, epoch: string, entries: readonly Entry[]): void;
  /** The board changed in a way that entries alone don't tell: viewers need a snapshot. */
  renewed(channel: string): void;
}

export interface Boards {
  /** Follows a channel, or takes its new settings; resolves when its log was read. */
  follow(channel: Channel): Promise<void>;
  unfollow(name: string): void;
  channels(): Channel[];
  /** Problem: `channel_unknown`. */
  channel(name: string): Channel;
  board(name: string): Board;
  /** What came after a position; undefined where the memory does not reach back to it. */
  missed(name: string, after: Position): readonly Entry[] | undefined;
  position(name: string): Position | null;
  find(name: string, id: string): Headline | undefined;
  listen(listener: BoardsListener): void;
  stop(): void;
}

interface Followed {
  channel: Channel;
  readonly timeline: ReturnType<typeof createTimeline<Headline>>;
  /** The entries kept, oldest first, without a hole. */
  entries: Entry[];
  readonly following: Following;
}

export function createBoards(wire: Wire, now: () => number): Boards {
  const followed = new Map<string, Followed>();
  const listeners: BoardsListener[] = [];

  function of(name: string): Followed {
    const one = followed.get(name);
    if (one) return one;
    throw new Problem('channel_unknown', `There is no channel named ${name}`, [
      { field: 'channel', detail: `${name} does not exist` },
    ]);
  }

  /** An item lives as long as its last entry is kept, on every node alike. */
  function keepWithin(one: Followed): void {
    const surplus = one.entries.length - one.channel.retention;
    for (const entry of one.entries.splice(0, Math.max(0, surplus))) one.timeline.forget(entry);
  }

  function follow(channel: Channel): Promise<void> {
    const known = followed.get(channel.name);
    if (known) {
      known.channel = channel;
      for (const { renewed } of listeners) renewed(channel.name);
      return known.following.ready;
    }
    const { name } = channel;
    const timeline = createTimeline<Headline>();
    const following = wire.follow(name, {
      reset(head, entries) {
        const start = (entries[0]?.seq ?? head.seq + 1) - 1;
        timeline.reset({ epoch: head.epoch, seq: start }, []);
        timeline.apply(head.epoch, entries);
        one.entries = [...entries];
        keepWithin(one);
        for (const { renewed } of listeners) renewed(name);
      },
      entries(epoch, entries) {
        const hidden = timeline.size > one.channel.boardSize;
        timeline.apply(epoch, entries);
        one.entries.push(...entries);
        keepWithin(one);
        for (const listener of listeners) listener.entries(name, epoch, entries);
        // A headline that leaves a full board lets an older one rise that viewers don't have.
        const leaves = entries.some(({ headline }) => headline.pubStatus === 'canceled');
        if (hidden && leaves) for (const { renewed } of listeners) renewed(name);
      },
    });
    const one: Followed = { channel, timeline, entries: [], following };
    followed.set(name, one);
    return following.ready;
  }

  return {
    follow,
    unfollow(name) {
      followed.get(name)?.following.stop();
      followed.delete(name);
    },
    channels: () => [...followed.values()].map(({ channel }) => channel),
    channel: (name) => of(name).channel,
    board(name) {
      const { channel, timeline } = of(name);
      if (!timeline.position) throw new Problem('wire_unavailable', `${name} is still being read`);
      const headlines = timeline.board(channel.boardSize, now());
      return { channel, position: timeline.position, headlines };
    },
    missed(name, after) {
      const { timeline, entries } = of(name);
      const head = timeline.position;
      if (head?.epoch !== after.epoch || after.seq > head.seq) return undefined;
      const count = head.seq - after.seq;
      return count > entries.length ? undefined : entries.slice(entries.length - count);
    },
    position: (name) => of(name).timeline.position,
    find: (name, id) => of(name).timeline.find(id),
    listen(listener) {
      listeners.push(listener);
    },
    stop() {
      for (const { following } of followed.values()) following.stop();
    },
  };
}
