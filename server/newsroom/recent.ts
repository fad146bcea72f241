/** What a channel has sent lately, straight from its log. */
import type { Headline } from '../../shared/headline.ts';
import type { Position } from '../../shared/protocol.ts';
import { READ_LIMIT, type Wire } from '../wire/wire.ts';

/** ms that the clocks of two nodes may differ. */
const SKEW = 60_000;

/**
 * Each in its last version, newest first: first sent at `since` (ms) or later, as far as the log is kept.
 * `most`: further back than so many is not looked; unset: it is.
 */
export async function recentOf(
  wire: Pick<Wire, 'read'>,
  channel: string,
  since: number,
  most = Infinity,
): Promise<Headline[]> {
  const latest = new Map<string, Headline>();
  let { head: before } = await wire.read(channel, null, 1);
  for (;;) {
    const { entries, reached } = await pageBefore(wire, channel, before);
    for (const { headline } of entries.toReversed()) {
      if (!latest.has(headline.id)) latest.set(headline.id, headline);
    }
    const [oldest] = entries;
    const isPast = oldest && Date.parse(oldest.headline.versionCreated) < since - SKEW;
    if (reached || !oldest || isPast || latest.size >= most) break;
    before = { ...before, seq: oldest.seq - 1 };
  }
  return [...latest.values()]
    .filter(({ firstCreated }) => Date.parse(firstCreated) >= since)
    .sort((a, b) => Date.parse(b.firstCreated) - Date.parse(a.firstCreated))
    .slice(0, most);
}

/** The entries up to a position, as many as one read gives; `reached`: the log begins with them. */
export async function pageBefore(wire: Pick<Wire, 'read'>, channel: string, upTo: Position) {
  const after = { ...upTo, seq: Math.max(0, upTo.seq - READ_LIMIT) };
  const slice = await wire.read(channel, after);
  // It was trimmed to less than a page meanwhile: then all of it is one.
  const page = slice.kind === 'gone' ? await wire.read(channel, null) : slice;
  const all = page.kind === 'slice' ? page.entries : [];
  const entries = all.filter(({ seq }) => seq <= upTo.seq);
  return { entries, reached: slice.kind === 'gone' || after.seq === 0 };
}
