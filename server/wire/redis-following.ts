/**
 * Who follows channels on Redis: the bell of each, and what makes up for bells that were lost. After a
 * lost connection everybody reads; and each second the head of every followed log is looked up, once
 * however many follow it, so that nothing that can happen to a bell keeps a viewer behind for longer.
 */
import type { Headline } from '../../shared/headline.ts';
import type { Position } from '../../shared/protocol.ts';
import type { RedisLink } from '../redis/link.ts';
import { decodeRecord } from './codec.ts';
import { createFollower, type Follower, type Source } from './follower.ts';
import { fieldsReply, keysOf } from './redis-script.ts';
import type { WireTally } from './tally.ts';
import type { Following, Sink } from './wire.ts';

export interface RedisFollowing {
  follow(channel: string, sink: Sink): Following;
  /** An entry that was appended here: who publishes here sees it here, even while the bell is down. */
  ring(channel: string, position: Position, headline: Headline): void;
  close(): void;
}

export interface RedisFollowingPorts extends Pick<Source, 'later'> {
  readonly redis: RedisLink;
  readonly prefix: string;
  readonly touch: (channel: string, seen: Position | null) => Promise<Position>;
  readonly read: (channel: string, after: Position | null) => ReturnType<Source['read']>;
  readonly tally: WireTally | undefined;
}

/** ms between two looks at a log's head. */
const LOOK = 1_000;

/** The followers of a channel share one subscription. */
interface Group extends Set<Follower> {
  listening?: Promise<void>;
}

export function createRedisFollowing(ports: RedisFollowingPorts): RedisFollowing {
  const { redis, prefix, touch, read, later, tally } = ports;
  const groups = new Map<string, Group>();

  const stopHearing = redis.onBack(() => {
    for (const group of groups.values()) for (const follower of group) follower.resync();
  });
  const timer = setInterval(() => {
    // Where Redis is away, the followers are told when it is back.
    for (const [channel, group] of groups) look(channel, group).catch(() => undefined);
  }, LOOK).unref();

  async function look(channel: string, group: Group): Promise<void> {
    const { head } = keysOf(prefix, channel);
    const reply = await redis.send(head, 'HMGET', head, 'epoch', 'seq');
    const [epoch, seq] = fieldsReply.parse(reply);
    for (const follower of group) {
      const { position } = follower;
      if (position?.epoch !== epoch || position?.seq !== Number(seq)) follower.resync();
    }
  }

  function ring(channel: string, position: Position, headline: Headline): void {
    for (const follower of groups.get(channel) ?? []) follower.ring(position, headline);
  }

  function listen(channel: string): Promise<void> {
    return redis.subscribe(keysOf(prefix, channel).bell, (record) => {
      const { headline, ...position } = decodeRecord(record, false);
      ring(channel, position, headline);
    });
  }

  return {
    ring,
    follow(channel, sink) {
      const group: Group = groups.get(channel) ?? new Set<Follower>();
      const listening = (group.listening ??= listen(channel));
      const source = {
        // Listen first: a read before the subscription stands could miss what comes between.
        touch: async (seen: Position | null) => {
          await listening;
          return touch(channel, seen);
        },
        read: (after: Position | null) => read(channel, after),
        later,
      };
      const follower = createFollower(source, sink, tally);
      groups.set(channel, group.add(follower));
      return {
        ready: follower.ready,
        stop() {
          follower.stop();
          group.delete(follower);
          if (group.size > 0 || groups.get(channel) !== group) return;
          groups.delete(channel);
          redis.unsubscribe(keysOf(prefix, channel).bell);
        },
      };
    },
    close() {
      clearInterval(timer);
      stopHearing();
      for (const group of groups.values()) for (const follower of group) follower.stop();
      groups.clear();
    },
  };
}
