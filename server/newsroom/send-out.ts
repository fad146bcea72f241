/** How a held item goes out: under a key of its own, so that it is published once however often it is tried. */
import type { Channel } from '../../shared/channel.ts';
import type { Author } from '../../shared/audit.ts';
import type { Held } from '../../shared/held.ts';
import type { Appended, Idempotency } from '../wire/wire.ts';
import type { Newsroom } from './newsroom.ts';

type Sendable = Pick<Held, 'id' | 'sending' | 'consents' | 'created'>;

/** No key of a publisher begins like this. */
export function idempotencyOf({ id }: Pick<Held, 'id'>): Idempotency {
  return { key: `held ${id}`, fingerprint: id };
}

export function sendOut(
  newsroom: Newsroom,
  channel: Channel,
  { id, sending, consents, created }: Sendable,
  author: Author,
): Promise<Appended> {
  const deed = {
    author,
    idempotency: idempotencyOf({ id }),
    consents: consents.map(({ by }) => by),
  };
  if (sending.what === 'publish') return newsroom.publish(channel, sending.draft, deed);
  const { item, version, correction, silent } = sending;
  // It was sent in time, also where its undo window has ended after it.
  const silentAt = silent && Date.parse(created);
  return newsroom.correct(channel, item, version, correction, { ...deed, silentAt });
}
