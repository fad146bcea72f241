/** What is wrong with a sending before it is held: found when it is sent, not when it is due. */
import type { Channel } from '../../shared/channel.ts';
import { HELD_LIMITS, type Sending } from '../../shared/held.ts';
import { isPlacement, rankFault } from '../../shared/placement.ts';
import { fieldProblem, Problem } from '../../shared/problem.ts';
import { needOf, stricter, type Need } from '../../shared/role.ts';
import type { UsableHeadline } from '../../shared/headline.ts';
import { silentFault } from '../../shared/typo.ts';
import { requireUrgency } from '../access/access.ts';
import type { Wire } from '../wire/wire.ts';
import type { Hand } from './desk-rules.ts';
import { DEFAULT_URGENCY } from './newsroom.ts';
import { isAsRead } from './stale.ts';
import { isWithdrawn, isWithheld, staleVersion } from './writing.ts';

export interface Proposal {
  /** The sender's own: sent again it is the same sending, not a second one. */
  readonly id: string;
  readonly sending: Sending;
  /** ISO 8601: not before. */
  readonly embargoedUntil?: string | undefined;
}

type Correcting = Extract<Sending, { what: 'correct' }>;

export interface Proposals {
  /**
   * Whose word it needs. Problems: `invalid` (a time in the past, or too far ahead; a fix that is none),
   * `forbidden`, `id_taken`, `headline_unknown`, `withdrawn`, `withheld`, `version_stale`.
   */
  examine(channel: Channel, proposal: Proposal, hand: Hand): Promise<Need>;
}

export function createProposals({
  wire,
  now,
}: {
  readonly wire: Pick<Wire, 'find' | 'read'>;
  readonly now: () => number;
}): Proposals {
  function checkTimes({ sending, embargoedUntil }: Proposal): void {
    const start = embargoedUntil === undefined ? now() : Date.parse(embargoedUntil);
    if (embargoedUntil !== undefined) {
      if (start <= now()) throw fieldProblem('embargoedUntil', 'is in the past');
      if (start > now() + HELD_LIMITS.ahead) {
        throw fieldProblem('embargoedUntil', 'is more than 366 days ahead');
      }
    }
    const { expires } = sending.what === 'publish' ? sending.draft : sending.correction;
    if (expires != null && Date.parse(expires) <= start) {
      const than = embargoedUntil === undefined ? 'is in the past' : 'is not after embargoedUntil';
      throw fieldProblem('expires', than);
    }
  }

  async function checkNew({ name }: Channel, id: string | undefined): Promise<void> {
    if (id === undefined || !(await wire.find(name, id))) return;
    throw new Problem('id_taken', `A headline with the id ${id} was published before`, [
      { field: 'id', detail: 'is taken: correct that headline, or choose another id' },
    ]);
  }

  /** What stands there now. */
  async function checkStanding(
    { name }: Channel,
    { item: id, version, correction }: Correcting,
  ): Promise<UsableHeadline> {
    const found = await wire.find(name, id);
    if (!found) throw new Problem('headline_unknown', `${name} has no headline ${id}`);
    const { headline } = found;
    if (headline.pubStatus === 'canceled') {
      throw isWithdrawn(id);
    }
    if (!(await isAsRead(wire, name, headline, { version, correction }))) {
      throw staleVersion(headline, version, 'version');
    }
    if (headline.pubStatus === 'withheld') throw isWithheld(id);
    const fault = rankFault(headline, correction);
    if (fault !== undefined) throw fieldProblem('rank', fault);
    return headline;
  }

  return {
    async examine(channel, proposal, hand) {
      const { role } = hand;
      checkTimes(proposal);
      const { sending } = proposal;
      if (sending.what === 'publish') {
        await checkNew(channel, sending.draft.id);
        const { urgency = DEFAULT_URGENCY } = sending.draft;
        requireUrgency(hand, urgency);
        return needOf(role, urgency);
      }
      const { correction, silent } = sending;
      const before = await checkStanding(channel, sending);
      requireUrgency(hand, before.urgency);
      if (silent) {
        const fault = silentFault(before, correction, now());
        if (fault !== undefined) throw fieldProblem('silent', fault);
        return needOf(role, DEFAULT_URGENCY);
      }
      // It changes no words, so a second person would have nothing to read.
      if (isPlacement(correction)) return needOf(role, DEFAULT_URGENCY);
      const { urgency: stands } = before;
      // What is urgent stays the business of two, whatever the correction makes of it.
      const { urgency = stands } = correction;
      requireUrgency(hand, urgency);
      return stricter(needOf(role, stands), needOf(role, urgency));
    },
  };
}
