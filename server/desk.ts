/** The newsroom, put together: the rules of publishing, what people send by them, and what goes out by itself. */
import { randomBytes } from 'node:crypto';
import { asProblem } from '../shared/problem.ts';
import type { Boards } from './boards/boards.ts';
import type { Roster } from './boards/roster.ts';
import { openProbe } from './links/probe.ts';
import { isPublic } from './links/public-address.ts';
import { openAudit, type Audit } from './newsroom/audit.ts';
import { openDesk, type Desk } from './newsroom/desk.ts';
import { openNewsroom, type Newsroom } from './newsroom/newsroom.ts';
import { createRecall, type Recall } from './newsroom/recall.ts';
import { openReleases, type Releases } from './newsroom/releases.ts';
import { tallied } from './newsroom/tallied.ts';
import type { NewsroomTally } from './newsroom/tally.ts';
import { createCheck, type Check } from './newsroom/warnings.ts';
import type { Store } from './store/store.ts';
import type { Log } from './telemetry/log.ts';
import type { Wire } from './wire/wire.ts';

export interface AssembledDesk {
  readonly newsroom: Newsroom;
  readonly desk: Desk;
  readonly recall: Recall;
  readonly check: Check;
  readonly audit: Audit;
  /** Stopped when what was opened is closed; sooner where the node ends. */
  readonly releases: Releases;
}

export interface DeskParts {
  readonly wire: Wire;
  readonly store: Store;
  readonly boards: Boards;
  readonly roster: Roster;
  readonly tallies: readonly NewsroomTally[];
  readonly checkLinks: boolean;
  readonly log: Log;
  readonly opened: AsyncDisposableStack;
}

export async function assembleDesk(parts: DeskParts): Promise<AssembledDesk> {
  const { wire, store, boards, roster, tallies, checkLinks, log, opened } = parts;
  const now = Date.now;
  const newsroom = openNewsroom({
    ...{ wire, store, now },
    seen: (channel) => boards.position(channel),
    newId: () => randomBytes(12).toString('base64url'),
  });
  // What goes by requests of its own is counted by them.
  const counted = tallied(newsroom, tallies, performance.now.bind(performance));
  const desk = openDesk({ store, wire, newsroom: counted, now });
  const recall = createRecall({ wire, store, newsroom: counted, desk, now });
  const failed = warnOf(log, 'what is held could not be sent: it is tried again');
  const channel = (name: string) => roster.find(name);
  const releases = await openReleases({ store, newsroom: counted, channel, now, failed });
  opened.defer(() => releases.stop());
  const links = checkLinks ? openProbe({ allows: isPublic }) : undefined;
  const check = createCheck({ wire, links, now });
  const channels = () => boards.channels().map(({ name }) => name);
  const audit = openAudit({ wire, store, channels });
  return { newsroom, desk, recall, check, audit, releases };
}

/** Of a store that is away the link to it tells, and once. */
export function warnOf(log: Log, what: string): (error: unknown) => void {
  return (error) => {
    if (asProblem(error).code !== 'wire_unavailable') log.warn({ error }, what);
  };
}
