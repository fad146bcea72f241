/**
 * When a correction comes too late for what its author read. `If-Match` is strict: another version is another
 * headline. People at the desk name the version that they **read**: a move since then changed no words, so a
 * correction that waits is not lost to it, and a move changes none, so newer words do not stop it.
 */
import type { Correction } from '../../shared/draft.ts';
import type { Headline } from '../../shared/headline.ts';
import { haveSameWords, isPlacement } from '../../shared/placement.ts';
import type { Wire } from '../wire/wire.ts';
import { pageBefore } from './recent.ts';

/** Looks no further back than one read of the log: a headline that was read before that is stale. */
export async function isAsRead(
  wire: Pick<Wire, 'read'>,
  channel: string,
  current: Headline,
  { version, correction }: { readonly version: number; readonly correction: Correction },
): Promise<boolean> {
  if (current.version === version) return true;
  if (version > current.version) return false;
  if (isPlacement(correction)) return true;
  const { head } = await wire.read(channel, null, 1);
  const { entries } = await pageBefore(wire, channel, head);
  const since = entries
    .map(({ headline }) => headline)
    .filter((one) => one.id === current.id && one.version >= version);
  return since[0]?.version === version && since.every((one) => haveSameWords(one, current));
}
