/** How a version of a headline gets onto the wire: with its line in the trail, and never below what was seen. */
import type { Channel } from '../../shared/channel.ts';
import type { AuditAct, AuditLine, Author, By } from '../../shared/audit.ts';
import type { Headline, Urgency } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import type { Position } from '../../shared/protocol.ts';
import { requireUrgency } from '../access/access.ts';
import type { Appended, Idempotency, Wire } from '../wire/wire.ts';

/** Who does it, and what makes it happen once. */
export interface Deed {
  readonly author: Author;
  readonly idempotency?: Idempotency | undefined;
  /** Whose word it needed beside the author's. */
  readonly consents?: readonly By[];
  /** The highest urgency that the author may send; unset: any. */
  readonly highestUrgency?: Urgency | undefined;
  /** A correction that is a silent fix: when it was sent, ms since 1970. */
  readonly silentAt?: number | undefined;
  /** The version that it names is the one that its author read (`stale.ts`). */
  readonly isOfReader?: boolean;
}

/** What an append does to the item that stood there before, if one did. */
export interface Change {
  readonly act: AuditAct;
  readonly before?: Headline;
  /** The version at which it must stand, where that is not `before`'s: then nothing is changed. */
  readonly expected?: number;
}

export interface Writing {
  /** Problem: `forbidden`, where it is more urgent than the author may send. */
  append(channel: Channel, headline: Headline, deed: Deed, change: Change): Promise<Appended>;
  /** What an idempotency key did before, if it did anything. */
  earlier(channel: Channel, deed: Deed): Promise<Appended | undefined>;
  /** The item as it stands, straight from the log. Problem: `headline_unknown`. */
  current(channel: Channel, id: string): Promise<Appended>;
  /** Does it again where somebody else changed the item meanwhile. */
  persist(act: () => Promise<Appended>): Promise<Appended>;
}

export interface WritingPorts {
  readonly wire: Wire;
  /** The highest position this node has seen of a channel. */
  readonly seen: (channel: string) => Position | null;
  readonly now: () => number;
}

/** What an author may do only up to the urgency of their key. */
const BY_URGENCY: readonly AuditAct[] = ['publish', 'correct', 'place'];
/** What keeps losing to corrections gives up after so many. */
const ATTEMPTS = 10;

export function createWriting({ wire, seen, now }: WritingPorts): Writing {
  return {
    async append({ name, retention }, headline, deed, { act, before, expected }) {
      if (BY_URGENCY.includes(act)) {
        for (const one of [headline, before]) {
          if (one?.pubStatus === 'usable') requireUrgency(deed, one.urgency);
        }
      }
      const { author, idempotency, consents = [], silentAt } = deed;
      const line: AuditLine = {
        at: new Date(now()).toISOString(),
        ...{ by: author.by, from: author.from, act },
        channel: name,
        subject: headline.id,
        ...(before ? { before } : {}),
        ...(silentAt === undefined ? {} : { silent: true }),
        ...(consents.length > 0 ? { consents } : {}),
      };
      const expectedVersion = expected ?? before?.version ?? 0;
      const one = { headline, expectedVersion, seen: seen(name), retention };
      const trace = JSON.stringify(line);
      return wire.append(name, { ...one, trace, ...(idempotency ? { idempotency } : {}) });
    },
    async earlier({ name }, { idempotency }) {
      return idempotency && wire.replay(name, idempotency);
    },
    async current({ name }, id) {
      const found = await wire.find(name, id);
      if (!found) throw new Problem('headline_unknown', `${name} has no headline ${id}`);
      return { ...found, epoch: seen(name)?.epoch ?? '', replayed: true };
    },
    async persist(act) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await act();
        } catch (error) {
          const isRace = error instanceof Problem && error.code === 'version_stale';
          if (!isRace || attempt === ATTEMPTS) throw error;
        }
      }
    },
  };
}

/** What stays when the words go. */
export function identityOf({ id, language, firstCreated }: Headline) {
  return { id, language, firstCreated };
}

/** `field`: where the version was named. */
export function staleVersion(current: Headline, named: number, field = 'header If-Match'): Problem {
  const detail = `names version ${named}; the headline has ${current.version}`;
  return new Problem(
    'version_stale',
    `The headline stands at version ${current.version}`,
    [{ field, detail }],
    { current },
  );
}

export function isWithdrawn(id: string): Problem {
  return new Problem('withdrawn', `${id} was withdrawn: publish a new headline instead`);
}

export function isWithheld(id: string): Problem {
  return new Problem('withheld', `${id} is being checked: bring it back or withdraw it`);
}
