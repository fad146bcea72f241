/** How a held item goes out: under a key of its own, so that it is published once however often it is tried. */
import type { Channel } from '../../shared/channel.ts';
import type { Author } from '../../shared/audit.ts';
import type { Held } from '../../shared/held.ts';
import type { Appended, Idempotency } from '../wire/wire.ts';
import type { Newsroom } from './newsroom.ts';

type Sendable = Pick<Held, 'id' | 'sending' | 'consents'>;

/** No key of a publisher begins like this. */
export function idempotencyOf({ id }: Pick<Held, 'id'>): Idempotency {
  return { key: `held ${id}`, fingerprint: id };
}

export function sendOut(
  newsroom: Newsroom,
  channel: Channel,
  { id, sending, consents }: Sendable,
  author: Author,
): Promise<Appended> {
  const deed = {
    author,
    idempotency: idempotencyOf({ id }),
    consents: consents.map(({ by }) => by),
  };
  return sending.what === 'publish'
    ? newsroom.publish(channel, sending.draft, deed)
    : newsroom.correct(channel, sending.item, sending.version, sending.correction, deed);
}
