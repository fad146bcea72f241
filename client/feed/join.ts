/**
 * All of a page that show channels of one hub share one feed, and it lives as long as the last of
 * them. While the page lies in the back/forward cache nothing is open: a socket, a lock or a channel
 * between tabs would have kept it out.
 */
import { openFeed, type FeedOptions } from './feed.ts';
import {
  own,
  type FeedChannel,
  type FeedProblem,
  type FeedState,
  type FeedStatus,
} from './state.ts';
import { openTab, type Page, type Tab } from './tabs.ts';

/** One channel as its page sees it. */
export interface ChannelView {
  /** Of this channel: `refused` also where only this one is. */
  readonly status: FeedStatus;
  /** Absent until a board is known; stays while the link is lost. */
  readonly channel?: FeedChannel | undefined;
  readonly problem?: FeedProblem | undefined;
}

export interface Membership {
  /** The hub's time as well as this page can know it, ms. */
  now(): number;
  leave(): void;
}

/** Calls the listener at once and after each change of this channel; never throws. */
export type JoinFeed = (
  hub: string,
  channel: string,
  listener: (view: ChannelView) => void,
) => Membership;

export type JoinOptions = Pick<FeedOptions, 'connect'> & {
  readonly now?: () => number;
  readonly random?: () => number;
};

interface Member {
  readonly channel: string;
  readonly listener: (view: ChannelView) => void;
  view?: ChannelView;
}

interface Group {
  readonly state: FeedState;
  add(member: Member): void;
  /** True when nobody is left and nothing is open any more. */
  remove(member: Member): boolean;
}

export const joinFeed = createJoin(globalThis);

export function createJoin(page: Page, options: JoinOptions = {}): JoinFeed {
  const { now = Date.now } = options;
  const groups = new Map<string, Group>();

  return (hub, channel, listener) => {
    const origin = originOf(hub);
    if (origin === undefined) {
      listener({ status: 'refused', problem: { code: 'hub_invalid', retryable: false } });
      return { now, leave: () => undefined };
    }
    const group = groups.get(origin) ?? createGroup(origin, page, options);
    groups.set(origin, group);
    const member: Member = { channel, listener };
    group.add(member);
    return {
      now: () => now() + group.state.offset,
      leave() {
        if (group.remove(member)) groups.delete(origin);
      },
    };
  };
}

function createGroup(hub: string, page: Page, options: JoinOptions): Group {
  const members = new Set<Member>();
  const events = new AbortController();
  let state: FeedState = { status: 'connecting', channels: {}, refused: {}, offset: 0 };
  let tab: Tab | undefined;
  let isAway = false;

  const wanted = () => [...new Set(Array.from(members, ({ channel }) => channel))];
  function tell(next: FeedState): void {
    state = next;
    for (const member of members) show(member, state);
  }
  function open(): void {
    isAway = false;
    tab ??= openTab({
      hub,
      channels: wanted(),
      known: state,
      page,
      open: (channels, known) => openFeed({ ...options, hub, channels, known }),
      tell,
      random: options.random ?? Math.random,
    });
  }
  function close(): void {
    tab?.close();
    tab = undefined;
  }
  function on(event: Parameters<Page['addEventListener']>[0], act: () => void): void {
    page.addEventListener(event, act, { signal: events.signal });
  }

  on('pageshow', open);
  on('pagehide', () => {
    isAway = true;
    close();
  });
  on('visibilitychange', () => tab?.look());

  return {
    get state() {
      return state;
    },
    add(member) {
      members.add(member);
      if (tab) tab.follow(wanted());
      else if (!isAway) open();
      show(member, state);
    },
    remove(member) {
      if (!members.delete(member)) return false;
      if (members.size > 0) {
        tab?.follow(wanted());
        return false;
      }
      events.abort();
      close();
      return true;
    },
  };
}

function show(member: Member, state: FeedState): void {
  const channel = own(state.channels, member.channel);
  const refusal = own(state.refused, member.channel);
  const problem = refusal ?? state.problem;
  let { status } = state;
  if (refusal) status = 'refused';
  // The link is live for the other channels.
  else if (status === 'live' && !channel) status = 'connecting';
  const { view } = member;
  if (view?.status === status && view.channel === channel && view.problem?.code === problem?.code)
    return;
  member.view = { status, channel, problem };
  member.listener(member.view);
}

function originOf(hub: string): string | undefined {
  try {
    const { origin } = new URL(hub);
    return origin.startsWith('http') ? origin : undefined;
  } catch {
    return undefined;
  }
}
