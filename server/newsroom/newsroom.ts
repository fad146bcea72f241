/**
 * The rules of publishing. Nothing here knows HTTP or Redis: what comes in was parsed, what goes
 * out is an entry on the wire or a problem that says why not.
 */
import { type Channel } from '../../shared/channel.ts';
import type { AuditAct, AuditLine, Author, By } from '../../shared/audit.ts';
import type { Correction, Draft } from '../../shared/draft.ts';
import type { CanceledHeadline, Headline, UsableHeadline } from '../../shared/headline.ts';
import { fieldProblem, Problem } from '../../shared/problem.ts';
import type { Position } from '../../shared/protocol.ts';
import type { Appended, Idempotency, Wire } from '../wire/wire.ts';

/** Who does it, and what makes it happen once. */
export interface Deed {
  readonly author: Author;
  readonly idempotency?: Idempotency | undefined;
  /** Whose word it needed beside the author's. */
  readonly consents?: readonly By[];
}

/** All that is done is written into the channel's trail, in the same act (W8). */
export interface Newsroom {
  publish(channel: Channel, draft: Draft, deed: Deed): Promise<Appended>;
  /** P2: `version` is the one that the editor saw; a stale one changes nothing. */
  correct(
    channel: Channel,
    id: string,
    version: number,
    correction: Correction,
    deed: Deed,
  ): Promise<Appended>;
  /** Takes the text back; the id stays. Without a version it withdraws whichever there is. */
  withdraw(
    channel: Channel,
    id: string,
    options: { version?: number; edNote?: string },
    deed: Deed,
  ): Promise<Appended>;
}

export interface NewsroomPorts {
  readonly wire: Wire;
  /** The highest position this node has seen of a channel. */
  readonly seen: (channel: string) => Position | null;
  readonly now: () => number;
  readonly newId: () => string;
}

/** What an append does to the item that stood there before, if one did. */
interface Change {
  readonly act: AuditAct;
  readonly before?: Headline;
  /** The version at which it must stand, where that is not `before`'s: then nothing is changed. */
  readonly expected?: number;
}

export const DEFAULT_URGENCY = 5;
/** A withdrawal that keeps losing to corrections gives up after so many. */
const WITHDRAW_ATTEMPTS = 10;
/** ms that a stamp may be ahead of the clock; a flood of over a thousand a second is stamped alike. */
const STAMP_LEAD = 1_000;

export function openNewsroom({ wire, seen, now, newId }: NewsroomPorts): Newsroom {
  function append(
    channel: Channel,
    headline: Headline,
    { author, idempotency, consents = [] }: Deed,
    { act, before, expected = before?.version ?? 0 }: Change,
  ): Promise<Appended> {
    const { name, retention } = channel;
    const line: AuditLine = {
      at: new Date(now()).toISOString(),
      ...{ by: author.by, from: author.from, act },
      channel: name,
      subject: headline.id,
      ...(before ? { before } : {}),
      ...(consents.length > 0 ? { consents } : {}),
    };
    const one = { headline, expectedVersion: expected, seen: seen(name), retention };
    const trace = JSON.stringify(line);
    return wire.append(name, { ...one, trace, ...(idempotency ? { idempotency } : {}) });
  }

  async function current(channel: Channel, id: string): Promise<Appended> {
    const found = await wire.find(channel.name, id);
    if (!found) throw new Problem('headline_unknown', `${channel.name} has no headline ${id}`);
    const epoch = seen(channel.name)?.epoch ?? '';
    return { ...found, epoch, replayed: true };
  }

  const stamps = new Map<string, number>();
  /** Later than the last of its channel here: headlines sent in one millisecond keep their order. */
  function stamp(channel: string): number {
    const time = now();
    const next = (stamps.get(channel) ?? 0) + 1;
    const stamped = Math.min(Math.max(time, next), time + STAMP_LEAD);
    stamps.set(channel, stamped);
    return stamped;
  }

  function checkExpires(expires: string | null | undefined): void {
    if (expires != null && Date.parse(expires) <= now()) {
      throw fieldProblem('expires', 'is in the past');
    }
  }

  async function correct(
    ...[channel, id, version, correction, deed]: Parameters<Newsroom['correct']>
  ): Promise<Appended> {
    const { idempotency } = deed;
    const earlier = idempotency && (await wire.replay(channel.name, idempotency));
    if (earlier) return earlier;
    const { headline } = await current(channel, id);
    if (headline.pubStatus === 'canceled') {
      throw new Problem('withdrawn', `${id} was withdrawn: publish a new headline instead`);
    }
    if (headline.version !== version) {
      // A first attempt under this key may have arrived just now: then that is the answer.
      const late = idempotency && (await wire.replay(channel.name, idempotency));
      if (late) return late;
      throw staleVersion(headline.version, version);
    }
    checkExpires(correction.expires);
    const { edNote, ...kept } = headline;
    const merged = {
      ...kept,
      ...correction,
      version: version + 1,
      versionCreated: new Date(now()).toISOString(),
    };
    return append(channel, withoutNulls(merged), deed, { act: 'correct', before: headline });
  }

  async function withdraw(
    ...[channel, id, { version, edNote }, deed]: Parameters<Newsroom['withdraw']>
  ): Promise<Appended> {
    const { idempotency } = deed;
    const earlier = idempotency && (await wire.replay(channel.name, idempotency));
    if (earlier) return earlier;
    for (let attempt = 1; ; attempt += 1) {
      const found = await current(channel, id);
      const { headline } = found;
      if (headline.pubStatus === 'canceled') return found;
      const expected = version ?? headline.version;
      const canceled: CanceledHeadline = {
        id,
        version: expected + 1,
        pubStatus: 'canceled',
        language: headline.language,
        firstCreated: headline.firstCreated,
        versionCreated: new Date(now()).toISOString(),
        ...(edNote === undefined ? {} : { edNote }),
      };
      try {
        return await append(channel, canceled, deed, {
          act: 'withdraw',
          before: headline,
          expected,
        });
      } catch (error) {
        // Somebody corrected it meanwhile: a withdrawal that names no version wins all the same.
        const isRace = error instanceof Problem && error.code === 'version_stale';
        if (!isRace || version !== undefined || attempt === WITHDRAW_ATTEMPTS) throw error;
      }
    }
  }

  return {
    async publish(channel, draft, deed) {
      checkExpires(draft.expires);
      const time = stamp(channel.name);
      const created = new Date(time).toISOString();
      const { defaultTtl } = channel;
      const headline: UsableHeadline = {
        id: newId(),
        language: channel.language,
        urgency: DEFAULT_URGENCY,
        pinned: false,
        ...(defaultTtl === null
          ? {}
          : { expires: new Date(time + defaultTtl * 1_000).toISOString() }),
        ...draft,
        version: 1,
        pubStatus: 'usable',
        firstCreated: created,
        versionCreated: created,
      };
      return append(channel, headline, deed, { act: 'publish' });
    },
    correct,
    withdraw,
  };
}

function staleVersion(current: number, named: number): Problem {
  const detail = `names version ${named}; the headline has ${current}`;
  return new Problem('version_stale', `The headline stands at version ${current}`, [
    { field: 'header If-Match', detail },
  ]);
}

type Merged = Omit<UsableHeadline, keyof Correction> &
  Pick<UsableHeadline, 'headline' | 'language' | 'urgency' | 'pinned'> &
  Correction;

function withoutNulls(merged: Merged): UsableHeadline {
  const { url, summary, source, by, expires, edNote, ...rest } = merged;
  return {
    ...rest,
    ...(url == null ? {} : { url }),
    ...(summary == null ? {} : { summary }),
    ...(source == null ? {} : { source }),
    ...(by == null ? {} : { by }),
    ...(expires == null ? {} : { expires }),
    ...(edNote == null ? {} : { edNote }),
  };
}
