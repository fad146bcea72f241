/** Who may do what at the desk, and how a refusal says so. */
import type { Author } from '../../shared/audit.ts';
import type { Urgency } from '../../shared/headline.ts';
import { approvalFault, type Held } from '../../shared/held.ts';
import { Problem } from '../../shared/problem.ts';
import { mayAs, type Role } from '../../shared/role.ts';

/** Somebody at the desk: who, and as what in this channel. */
export interface Hand {
  readonly author: Author;
  readonly role: Role;
  /** The highest urgency that it may send; unset: any. */
  readonly highestUrgency?: Urgency | undefined;
}

export function requireRole({ role }: Hand, needed: Role): void {
  if (!mayAs(role, needed)) {
    throw new Problem(
      'forbidden',
      `This needs the role ${needed}; yours in the channel is ${role}`,
    );
  }
}

/** One's own, or an editor's business. */
export function requireOwn(one: Held, hand: Hand): void {
  if (one.by.id !== hand.author.by.id) requireRole(hand, 'editor');
}

export function requireSecond(one: Held, { author, role }: Hand): void {
  switch (approvalFault(one, { id: author.by.id, role })) {
    case 'not_needed':
      throw new Problem('held_unknown', 'It waits for nobody');
    case 'role':
      throw new Problem('forbidden', `It waits for the role ${one.needs}; yours is ${role}`);
    case 'own_words':
      throw approvalNeeded('has words of yours: somebody else must read and approve it');
    case undefined:
  }
}

export function approvalNeeded(detail: string): Problem {
  return new Problem('approval_needed', `It ${detail}`, [{ field: 'id', detail }]);
}

export function tooLate(id: string): Problem {
  return new Problem('too_late', `${id} is being sent or is out: correct or withdraw the headline`);
}

/** Somebody else was there first. */
export function changed(id: string): Problem {
  return new Problem('version_stale', `${id} was changed since you read it: look at it again`, [
    { field: 'header If-Match', detail: 'does not name the version that is held' },
  ]);
}
