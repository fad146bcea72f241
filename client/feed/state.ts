/** What a feed says. All of it can be cloned, so that it travels between the tabs of a site. */
import type { UsableHeadline } from '../../shared/headline.ts';
import type { Look, Position, TickerItem } from '../../shared/protocol.ts';

export type FeedHeadline = TickerItem<UsableHeadline>;
export type FeedStatus = 'connecting' | 'live' | 'offline' | 'refused';

export interface FeedChannel extends Look {
  readonly headlines: readonly FeedHeadline[];
  /** Where to resume; null where only a snapshot helps. */
  readonly position: Position | null;
}

/** The part of a problem document that a page depends on; the hub's own have all of it. */
export interface FeedProblem {
  /** A code of the hub, or of the page itself: `protocol_newer`, `hub_invalid`. */
  readonly code: string;
  readonly retryable: boolean;
  readonly detail?: string;
}

export interface FeedState {
  readonly status: FeedStatus;
  /** A channel is here once its board is known. Who reads by a name from outside uses `own`. */
  readonly channels: Readonly<Record<string, FeedChannel>>;
  /** Why the hub does not show a channel. */
  readonly refused: Readonly<Record<string, FeedProblem>>;
  /** Why there is no connection, where the hub said so. */
  readonly problem?: FeedProblem;
  /** The hub's clock minus the page's, ms. */
  readonly offset: number;
}

/** A page may name its channel `constructor`. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** What did not change stays the same object, though it came anew: nothing downstream draws it again. */
export function keep(old: FeedChannel | undefined, fresh: FeedChannel): FeedChannel {
  if (!old) return fresh;
  if (JSON.stringify(old) === JSON.stringify(fresh)) return old;
  const known = new Map(old.headlines.map((item) => [JSON.stringify(item), item]));
  const headlines = fresh.headlines.map((item) => known.get(JSON.stringify(item)) ?? item);
  return { ...fresh, headlines };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Any script of the site can say something to its tabs: only so far that nothing throws here. */
export function isState(value: unknown): value is FeedState {
  return (
    isRecord(value) &&
    Number.isFinite(value.offset) &&
    isRecord(value.refused) &&
    isRecord(value.channels) &&
    Object.values(value.channels).every(
      (channel) =>
        isRecord(channel) && Array.isArray(channel.headlines) && channel.headlines.every(isRecord),
    )
  );
}
