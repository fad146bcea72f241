/** Who may watch what: what strangers ask for is parsed and checked here before anything is sent. */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { Problem } from '../../shared/problem.ts';
import { parsePosition, PROTOCOL_LIMITS, type Position } from '../../shared/protocol.ts';
import type { Boards } from '../boards/boards.ts';

/** The origin of the page that a viewer stands in; undefined for the hub's own pages and for programs. */
export type Site = string | undefined;

export interface Asked {
  readonly channel: string;
  readonly after: Position | null;
}

export interface Admission {
  siteOf(headers: IncomingHttpHeaders): Site;
  /** The channels of a handshake. Problems: `invalid`, `too_many_channels` and those of `request`. */
  handshake(site: Site, auth: unknown): readonly Asked[];
  /** One more channel. Problems: `invalid`, `channel_unknown`, `origin_forbidden`, `bad_position`. */
  request(site: Site, asked: unknown): Asked;
  /** The channel that a packet names. Problem: `invalid`. */
  named(asked: unknown): string;
  /** Why the pages of a site may not show the channel, or undefined where they may. */
  refusal(site: Site, channel: string): Problem | undefined;
}

const requestSchema = z.object({ channel: z.string(), position: z.unknown().optional() });

/** `publicUrl`: the hub's own pages may show every channel, also behind a proxy that renames the host. */
export function createAdmission(boards: Boards, publicUrl: () => string): Admission {
  let own = { url: '', origin: '' };

  /** Read once: in a storm it is asked for ten thousand times. */
  function ownOrigin(): string {
    const url = publicUrl();
    if (url !== own.url) own = { url, origin: new URL(url).origin };
    return own.origin;
  }

  function refusal(site: Site, channel: string): Problem | undefined {
    const { allowedOrigins } = boards.channel(channel);
    if (allowedOrigins === null || site === undefined) return undefined;
    if (allowedOrigins.includes(site)) return undefined;
    return new Problem('origin_forbidden', `Pages of ${site} may not show ${channel}`);
  }

  function check(site: Site, channel: string, position: unknown): Asked {
    // Also asks whether the log was read already: a board that is not there cannot be sent.
    boards.board(channel);
    const forbidden = refusal(site, channel);
    if (forbidden) throw forbidden;
    if (position === null || position === undefined) return { channel, after: null };
    const after = parsePosition(position);
    if (after) return { channel, after };
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
    siteOf({ origin, host }) {
      // No browser, no page: there is nothing to protect a site from.
      if (origin === undefined) return undefined;
      if (origin === `http://${host}` || origin === `https://${host}`) return undefined;
      return origin === ownOrigin() ? undefined : origin;
    },
    refusal,
    named: (asked) => parsed(asked).channel,
    handshake(site, auth) {
      const channels = isRecord(auth) ? (auth['channels'] ?? {}) : undefined;
      if (!isRecord(channels)) {
        throw new Problem('invalid', 'auth must be {channels: {name: position or null}}', [
          { field: 'auth.channels', detail: 'must be an object of positions' },
        ]);
      }
      const asked = Object.entries(channels);
      limitChannels(asked.length);
      return asked.map(([name, position]) => check(site, name, position));
    },
    request(site, asked) {
      const { channel, position } = parsed(asked);
      return check(site, channel, position);
    },
  };
}

/** Problem: `too_many_channels`. */
export function limitChannels(count: number): void {
  if (count <= PROTOCOL_LIMITS.channelsPerViewer) return;
  const detail = `may name at most ${PROTOCOL_LIMITS.channelsPerViewer} channels`;
  throw new Problem('too_many_channels', `A viewer ${detail}`, [{ field: 'channels', detail }]);
}

/** By hand and not by a schema: in a storm this is done ten thousand times in a breath. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
