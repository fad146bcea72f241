/** What every sending of a headline has in common: the key that makes it happen once, and the version it is to. */
import { itemSchema, type Item } from './answers.ts';
import type { Call } from './command.ts';
import { Failure, wrongUse } from './failure.ts';
import { pathOf, type Request } from './hub.ts';

/** Sends until it is answered or the wait is over, under one Idempotency-Key: it happens once. */
export async function sendOnce(call: Call, request: Omit<Request, 'isRepeatable'>) {
  const { given, hub, world, words } = call;
  const key = given.text('idempotency-key') ?? `ajil-${world.newId()}`;
  const headers = { ...request.headers, 'Idempotency-Key': key };
  try {
    return await hub.send(itemSchema, { ...request, headers, isRepeatable: true });
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== 'uncertain') throw error;
    // What is not known can be found out, or be brought about, by the same once more.
    const message = `${error.message}. ${words.faults.repeatWith(key)}`;
    throw new Failure('uncertain', 'uncertain', message);
  }
}

export interface Found {
  readonly path: string;
  readonly before: Item;
  /** The If-Match header. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The headline to change as the hub has it, and the version to name. */
export async function findItem(call: Call): Promise<Found> {
  const { given, hub, words } = call;
  const path = pathOf(words, 'channels', call.channel(), 'headlines', call.operand(0));
  const version = given.whole('version');
  // A repeat by hand finds a later version, and would be taken for another request.
  if (given.has('idempotency-key') && version === undefined) {
    throw wrongUse(words.faults.versionWithKey);
  }
  const { value: before } = await hub.read(itemSchema, path);
  return { path, before, headers: { 'If-Match': `"${version ?? before.version}"` } };
}
