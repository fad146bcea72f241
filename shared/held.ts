/**
 * A held item: a sending that has not gone out, because it is in its undo window, scheduled, or waits for a
 * second person. It lives in the store and no viewer sees any of it (ninjs calls it `withheld`).
 */
import type { By } from './audit.ts';
import type { Correction, Draft } from './draft.ts';
import type { UsableHeadline } from './headline.ts';
import type { ProblemDocument } from './problem.ts';
import { mayAs, type Need, type Role } from './role.ts';

export type Sending =
  | { readonly what: 'publish'; readonly draft: Draft }
  | {
      readonly what: 'correct';
      readonly item: string;
      readonly version: number;
      readonly correction: Correction;
      /** A typing error is put right, and nobody is told (`typo.ts`). */
      readonly silent?: true;
    };

export interface Consent {
  readonly by: By;
  readonly at: string;
  /** Of who did without a second person. */
  readonly reason?: string | undefined;
}

export interface Held {
  readonly id: string;
  readonly channel: string;
  readonly sending: Sending;
  /** Of what was sent first and by whom: a repeat is known by it, also when others have changed the words. */
  readonly fingerprint: string;
  /** 1, 2, … one more with each change of its content: a consent is to what was read. */
  readonly version: number;
  readonly by: By;
  /** The ids of all who gave it words; none of them is a second person. */
  readonly hands: readonly string[];
  readonly created: string;
  readonly needs: Need;
  readonly consents: readonly Consent[];
  /** When it is to go out; unset: as soon as it may. */
  readonly embargoedUntil?: string | undefined;
  /** When it goes out, once it needs nobody: the embargo, and the time to think again. */
  readonly due: string;
  /** Since when a node is sending it: too late to take it back. */
  readonly releasing?: string | undefined;
  /** Why it could not be sent. It waits for somebody to decide. */
  readonly problem?: ProblemDocument | undefined;
}

/** What was taken back: kept a while, for a send that comes late must not bring it to life. */
export interface Undone {
  readonly id: string;
  readonly at: string;
}

/** The words of a headline that is being checked, as it stood on the board. */
export interface Checked {
  readonly channel: string;
  readonly headline: UsableHeadline;
}

export const HELD_LIMITS = {
  /** ms that a schedule may look ahead. */
  ahead: 366 * 86_400_000,
  /** Held items of a channel. */
  perChannel: 500,
  reason: 500,
} as const;

/** It goes out by itself, with nobody's further word; one that met a pause when the pause is over. */
export function isBound({ needs, problem }: Held): boolean {
  return needs === 'nobody' && (problem === undefined || problem.code === 'paused');
}

/** Why somebody's word to it would not do; undefined where it does. Who wrote any of it is no second person. */
export function approvalFault(
  { needs, hands, by }: Held,
  who: { readonly id: string; readonly role: Role },
): 'not_needed' | 'own_words' | 'role' | undefined {
  if (needs === 'nobody') return 'not_needed';
  if (!mayAs(who.role, needs)) return 'role';
  // What a reporter proposed was read by two also when the editor who lets it out has put a word right.
  const own = needs === 'chief' ? hands.includes(who.id) : by.id === who.id;
  return own ? 'own_words' : undefined;
}
