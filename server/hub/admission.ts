/** Who may watch what: what strangers ask for is parsed and checked here before anything is sent. */
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { Problem } from '../../shared/problem.ts';
import { parsePosition, PROTOCOL_LIMITS, type Position } from '../../shared/protocol.ts';
import type { Boards } from '../boards/boards.ts';

type Caller = Pick<Socket, 'handshake' | 'rooms' | 'id'>;

export interface Admission {
  /** The channels of a handshake. Problems: `invalid`, `too_many_channels` and those of `request`. */
  handshake(caller: Caller): ReadonlyMap<string, Position | null>;
  /** One more channel. Problems: `invalid`, `channel_unknown`, `origin_forbidden`, `bad_position`, … */
  request(caller: Caller, asked: unknown): { channel: string; after: Position | null };
  /** The channel that a packet names. Problem: `invalid`. */
  named(asked: unknown): string;
  /** Why the page that this caller stands in may not show the channel, or undefined where it may. */
  refusal(caller: Caller, channel: string): Problem | undefined;
}

const handshakeSchema = z.object({ channels: z.record(z.string(), z.unknown()).default({}) });
const requestSchema = z.object({ channel: z.string(), position: z.unknown().optional() });

/** `publicUrl`: the hub's own pages may show every channel, also behind a proxy that renames the host. */
export function createAdmission(boards: Boards, publicUrl: () => string): Admission {
  function refusal({ handshake }: Caller, channel: string): Problem | undefined {
    const { allowedOrigins } = boards.channel(channel);
    const { origin, host } = handshake.headers;
    // No browser, no page: there is nothing to protect a site from.
    if (allowedOrigins === null || origin === undefined) return undefined;
    if (origin === new URL(publicUrl()).origin || URL.parse(origin)?.host === host)
      return undefined;
    if (allowedOrigins.includes(origin)) return undefined;
    return new Problem('origin_forbidden', `Pages of ${origin} may not show ${channel}`);
  }

  function check(caller: Caller, channel: string, position: unknown): Position | null {
    // Also asks whether the log was read already: a board that is not there cannot be sent.
    boards.board(channel);
    const forbidden = refusal(caller, channel);
    if (forbidden) throw forbidden;
    if (position === null || position === undefined) return null;
    const parsed = parsePosition(position);
    if (parsed) return parsed;
    throw new Problem('bad_position', `The position for ${channel} is not {epoch, seq}`, [
      { field: `channels.${channel}`, detail: 'is not {epoch, seq}' },
    ]);
  }

  function parsed(asked: unknown) {
    const request = requestSchema.safeParse(asked);
    if (request.success) return request.data;
    throw new Problem('invalid', 'channel must be a text', [
      { field: 'channel', detail: 'must be a text' },
    ]);
  }

  return {
    refusal,
    named: (asked) => parsed(asked).channel,
    handshake(caller) {
      const auth = handshakeSchema.safeParse(caller.handshake.auth);
      if (!auth.success) {
        throw new Problem('invalid', 'auth must be {channels: {name: position or null}}', [
          { field: 'auth.channels', detail: 'must be an object of positions' },
        ]);
      }
      const asked = Object.entries(auth.data.channels);
      limitChannels(asked.length);
      return new Map(asked.map(([name, position]) => [name, check(caller, name, position)]));
    },
    request(caller, asked) {
      const { channel, position } = parsed(asked);
      const after = check(caller, channel, position);
      // A viewer's own room, named by its id, is among its rooms and makes up for the new one.
      if (!caller.rooms.has(channel)) limitChannels(caller.rooms.size);
      return { channel, after };
    },
  };
}

function limitChannels(count: number): void {
  if (count <= PROTOCOL_LIMITS.channelsPerViewer) return;
  const detail = `may name at most ${PROTOCOL_LIMITS.channelsPerViewer} channels`;
  throw new Problem('too_many_channels', `A viewer ${detail}`, [{ field: 'channels', detail }]);
}
