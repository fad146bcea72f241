/** What a channel shows at one moment: made once per change, and shared by all who ask until the next. */
import { createHash } from 'node:crypto';
import type { Channel } from '../../shared/channel.ts';
import type { UsableHeadline } from '../../shared/headline.ts';
import type { Position } from '../../shared/protocol.ts';

export interface Board {
  readonly channel: Channel;
  readonly position: Position;
  readonly headlines: readonly UsableHeadline[];
  /** `{channel, epoch, seq, headlines}` as JSON, encoded once however many read it. */
  readonly encoded: Encoded;
}

export interface Encoded {
  readonly json: string;
  /** A strong entity tag (RFC 9110), quotes included. */
  readonly etag: string;
}

export function createBoard(
  channel: Channel,
  position: Position,
  headlines: readonly UsableHeadline[],
): Board {
  let encoded: Encoded | undefined;
  return {
    channel,
    position,
    headlines,
    get encoded() {
      // A burst of publishes that nobody reads costs no encoding.
      encoded ??= encode({ channel: channel.name, ...position, headlines });
      return encoded;
    },
  };
}

function encode(board: object): Encoded {
  const json = JSON.stringify(board);
  const etag = `"${createHash('sha1').update(json).digest('base64url')}"`;
  return { json, etag };
}
