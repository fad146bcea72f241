/** Which channels the page follows, what it holds of each, and what it has asked the hub for. */
import type { Handshake } from '../../shared/protocol.ts';
import { createChannel, type Channel } from './channel.ts';
import type { FeedSocket } from './connect.ts';
import { guarded } from './guarded.ts';
import type { Patience } from './patience.ts';
import type { FeedProblem, FeedState } from './state.ts';

export interface Following {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly refused: ReadonlyMap<string, FeedProblem>;
  /** The channels wanted from now on, in place of those before. */
  want(names: readonly string[]): void;
  handshake(): Handshake;
  /** The hub took the handshake; what was under way on an earlier link is lost. */
  linked(): void;
  /** Asks for what is missing of a channel. */
  ask(name: string): void;
  refuse(name: string, problem: FeedProblem): void;
  /** For good, and not by the fault of a position. */
  refuseHandshake(problem: FeedProblem): void;
  /** False when no position can be at fault: then asking anew would be refused in the same way, for ever. */
  forget(problem: FeedProblem, of?: readonly Channel[]): boolean;
}

export interface FollowingPorts {
  /** Boards to resume from. */
  readonly known: FeedState['channels'];
  readonly socket: () => FeedSocket;
  readonly patience: Patience;
  readonly onRefusal: (problem: FeedProblem) => void;
}

export function createFollowing({ known, socket, patience, onRefusal }: FollowingPorts): Following {
  const left = new Map(Object.entries(known));
  const channels = new Map<string, Channel>();
  const refused = new Map<string, FeedProblem>();
  /** What the hub takes this viewer to follow. */
  let sent = new Set<string>();
  /** The next handshake names no channel: each is asked for by itself. */
  let singly = false;

  /** Makes the hub's idea of what is followed that of the page. */
  function match(): void {
    if (!socket().connected) return;
    for (const channel of sent) {
      if (channels.has(channel)) continue;
      sent.delete(channel);
      socket().emit('unsubscribe', { channel }, () => undefined);
    }
    for (const name of channels.keys()) if (!sent.has(name)) ask(name);
  }

  function ask(name: string): void {
    const channel = channels.get(name);
    // While one question is under way every live entry looks like a gap: one question is enough.
    // Without a link Socket.IO would keep it, and ask beside the next handshake.
    if (!channel || channel.asking || !socket().connected) return;
    channel.asking = true;
    sent.add(name);
    const hear = guarded(({ problem }: { readonly problem?: FeedProblem }) => {
      channel.asking = false;
      if (!problem) return;
      if (problem.retryable || forget(problem, [channel])) patience.retry(() => ask(name));
      else refuse(name, problem);
    });
    socket().emit('subscribe', { channel: name, position: channel.position }, hear);
  }

  function refuse(name: string, problem: FeedProblem): void {
    if (!channels.delete(name)) return;
    refused.set(name, problem);
    match();
    onRefusal(problem);
  }

  function forget({ code }: FeedProblem, of: readonly Channel[] = [...channels.values()]): boolean {
    const known = of.filter(({ position }) => position && code === 'bad_position');
    for (const channel of known) channel.forget();
    return known.length > 0;
  }

  return {
    channels,
    refused,
    want(names) {
      for (const held of [channels, refused]) {
        for (const name of held.keys()) if (!names.includes(name)) held.delete(name);
      }
      for (const name of names) {
        if (channels.has(name) || refused.has(name)) continue;
        channels.set(name, createChannel(left.get(name)));
        left.delete(name);
      }
      match();
    },
    handshake() {
      const asked = singly ? [] : [...channels];
      singly = false;
      sent = new Set(asked.map(([name]) => name));
      return {
        channels: Object.fromEntries(asked.map(([name, { position }]) => [name, position])),
      };
    },
    linked() {
      for (const channel of channels.values()) channel.asking = false;
      match();
    },
    ask,
    refuse,
    refuseHandshake(problem) {
      // The hub does not say which of several channels it refuses together.
      singly = sent.size > 1;
      if (singly) return;
      for (const name of sent.size > 0 ? sent : channels.keys()) refuse(name, problem);
    },
    forget,
  };
}
