/** How a held item goes out: under a key of its own, so that it is published once however often it is tried. */
import { createHash } from 'node:crypto';
import type { Author } from '../../shared/audit.ts';
import type { Channel } from '../../shared/channel.ts';
import type { Held, Sending } from '../../shared/held.ts';
import { asProblem, Problem } from '../../shared/problem.ts';
import type { Appended, Wire } from '../wire/wire.ts';
import type { Newsroom } from './newsroom.ts';

type Sendable = Pick<Held, 'id' | 'sending' | 'consents' | 'created' | 'fingerprint'>;

/** No key of a publisher begins like this. */
const keyOf = (id: string): string => `held ${id}`;

/** The same for the same words of the same sender, whatever the order of their fields. */
export function fingerprintOf(sending: Sending, { by }: Pick<Author, 'by'>): string {
  const text = JSON.stringify([by.id, sending], (_, value: unknown) => inOrder(value));
  return createHash('sha256').update(text).digest('base64url');
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a sending published, if it is out. Problem: `idempotency_conflict`, where another one is out under its id. */
export async function publishedBy(
  wire: Pick<Wire, 'replay'>,
  { name }: Channel,
  id: string,
  fingerprint: string,
): Promise<Appended | undefined> {
  try {
    return await wire.replay(name, { key: keyOf(id), fingerprint });
  } catch (error) {
    throw isConflict(error) ? otherSending(id) : error;
  }
}

/** Whether anything went out under an id. */
export async function isOut(
  wire: Pick<Wire, 'replay'>,
  { name }: Channel,
  id: string,
): Promise<boolean> {
  try {
    return (await wire.replay(name, { key: keyOf(id), fingerprint: '' })) !== undefined;
  } catch (error) {
    if (isConflict(error)) return true;
    throw error;
  }
}

export function otherSending(id: string): Problem {
  return new Problem('idempotency_conflict', `Something else was sent under ${id}`, [
    { field: 'id', detail: 'is that of another sending' },
  ]);
}

function isConflict(error: unknown): boolean {
  return asProblem(error).code === 'idempotency_conflict';
}

export function sendOut(
  newsroom: Newsroom,
  channel: Channel,
  { id, sending, consents, created, fingerprint }: Sendable,
  author: Author,
): Promise<Appended> {
  const deed = {
    author,
    idempotency: { key: keyOf(id), fingerprint },
    consents: consents.map(({ by }) => by),
  };
  if (sending.what === 'publish') return newsroom.publish(channel, sending.draft, deed);
  const { item, version, correction, silent } = sending;
  // It was sent in time, also where its undo window has ended after it.
  const silentAt = silent && Date.parse(created);
  return newsroom.correct(channel, item, version, correction, {
    ...deed,
    silentAt,
    isOfReader: true,
  });
}
