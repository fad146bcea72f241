/**
 * The rules of publishing. Nothing here knows HTTP or Redis: what comes in was parsed, what goes
 * out is an entry on the wire or a problem that says why not.
 */
import { type Channel } from '../../shared/channel.ts';
import type { Correction, Draft } from '../../shared/draft.ts';
import type { CanceledHeadline, UsableHeadline } from '../../shared/headline.ts';
import { isPlacement, placeAfter, rankFault } from '../../shared/placement.ts';
import { fieldProblem, Problem } from '../../shared/problem.ts';
import { silentFault } from '../../shared/typo.ts';
import type { Store } from '../store/store.ts';
import type { Appended } from '../wire/wire.ts';
import { createChecking, type Checking } from './checking.ts';
import { isAsRead } from './stale.ts';
import {
  createWriting,
  identityOf,
  isWithdrawn,
  isWithheld,
  staleVersion,
  type Deed,
  type WritingPorts,
} from './writing.ts';

export type { Deed } from './writing.ts';

/** All that is done is written into the channel's trail, in the same act (W8). */
export interface Newsroom extends Pick<Checking, 'withhold' | 'restore'> {
  /** Problem: `paused`. */
  publish(channel: Channel, draft: Draft, deed: Deed): Promise<Appended>;
  /**
   * P2: `version` is the one that the editor saw; a stale one changes nothing. What is pinned without a rank stands
   * first; a change of the place alone keeps the note of the words.
   */
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

export interface NewsroomPorts extends WritingPorts {
  readonly store: Store;
  readonly newId: () => string;
}

export const DEFAULT_URGENCY = 5;
/** ms that a stamp may be ahead of the clock; a flood of over a thousand a second is stamped alike. */
const STAMP_LEAD = 1_000;

export function openNewsroom({ wire, store, seen, now, newId }: NewsroomPorts): Newsroom {
  const writing = createWriting({ wire, seen, now });
  const { append, current } = writing;
  const checking = createChecking({ store, writing, now });

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
    const earlier = await writing.earlier(channel, deed);
    if (earlier) return earlier;
    const { headline } = await current(channel, id);
    if (headline.pubStatus === 'canceled') throw isWithdrawn(id);
    const isRead =
      deed.isOfReader && (await isAsRead(wire, channel.name, headline, { version, correction }));
    if (headline.version !== version && !isRead) {
      // A first attempt under this key may have arrived just now: then that is the answer.
      const late = await writing.earlier(channel, deed);
      if (late) return late;
      throw staleVersion(headline, version);
    }
    if (headline.pubStatus === 'withheld') throw isWithheld(id);
    checkExpires(correction.expires);
    checkSilent(headline, correction, deed);
    checkRank(headline, correction);
    const act = isPlacement(correction) ? 'place' : 'correct';
    try {
      return await append(channel, corrected(headline, correction), deed, {
        act,
        before: headline,
      });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'version_stale') throw error;
      if (deed.isOfReader) return correct(channel, id, version, correction, deed);
      throw staleVersion((await current(channel, id)).headline, version);
    }
  }

  /** The next version. A note is about the words of one correction. */
  function corrected(before: UsableHeadline, correction: Correction): UsableHeadline {
    const { edNote, ...kept } = before;
    const time = now();
    return withoutNulls({
      ...(isPlacement(correction) ? before : kept),
      ...correction,
      ...placeAfter(before, correction, time),
      version: before.version + 1,
      versionCreated: new Date(time).toISOString(),
    });
  }

  async function withdrawOnce(
    ...[channel, id, { version, edNote }, deed]: Parameters<Newsroom['withdraw']>
  ): Promise<Appended> {
    const found = await current(channel, id);
    const { headline } = found;
    if (headline.pubStatus === 'canceled') return found;
    const expected = version ?? headline.version;
    const canceled: CanceledHeadline = {
      ...identityOf(headline),
      version: expected + 1,
      pubStatus: 'canceled',
      versionCreated: new Date(now()).toISOString(),
      ...(edNote === undefined ? {} : { edNote }),
    };
    return append(channel, canceled, deed, { act: 'withdraw', before: headline, expected });
  }

  async function withdraw(...asked: Parameters<Newsroom['withdraw']>): Promise<Appended> {
    const [channel, id, { version }, deed] = asked;
    const earlier = await writing.earlier(channel, deed);
    if (earlier) return earlier;
    const once = () => withdrawOnce(...asked);
    // Somebody may correct it meanwhile: a withdrawal that names no version wins all the same.
    const withdrawn = await (version === undefined ? writing.persist(once) : once());
    await checking.forget(channel, id);
    return withdrawn;
  }

  async function publish(
    ...[channel, draft, deed]: Parameters<Newsroom['publish']>
  ): Promise<Appended> {
    const earlier = channel.paused && (await writing.earlier(channel, deed));
    if (earlier) return earlier;
    if (channel.paused) throw isPaused(channel);
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
  }

  const { withhold, restore } = checking;
  return { publish, correct, withdraw, withhold, restore };
}

function checkRank(before: UsableHeadline, correction: Correction): void {
  const fault = rankFault(before, correction);
  if (fault !== undefined) throw fieldProblem('rank', fault);
}

function checkSilent(before: UsableHeadline, correction: Correction, { silentAt }: Deed): void {
  const fault = silentAt === undefined ? undefined : silentFault(before, correction, silentAt);
  if (fault !== undefined) throw fieldProblem('silent', fault);
}

export function isPaused({ name }: Pick<Channel, 'name'>): Problem {
  return new Problem('paused', `${name} is paused: nothing new goes out until a chief ends it`, [
    { field: 'channel', detail: `${name} is paused` },
  ]);
}

type Merged = Omit<UsableHeadline, keyof Correction> &
  Pick<UsableHeadline, 'headline' | 'language' | 'urgency' | 'pinned'> &
  Correction;

function withoutNulls(merged: Merged): UsableHeadline {
  const { rank, url, summary, source, by, expires, edNote, ...rest } = merged;
  return {
    ...rest,
    ...(rank == null ? {} : { rank }),
    ...(url == null ? {} : { url }),
    ...(summary == null ? {} : { summary }),
    ...(source == null ? {} : { source }),
    ...(by == null ? {} : { by }),
    ...(expires == null ? {} : { expires }),
    ...(edNote == null ? {} : { edNote }),
  };
}
