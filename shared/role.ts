/** What people and keys may do, and when a sending needs a second person. */
import type { Urgency } from './headline.ts';

/**
 * Each may all that those before it may. reporter: proposes; editor: publishes, corrects, withdraws;
 * chief: approves, recalls, changes the channel; admin: all, in every channel.
 */
export const ROLES = ['reporter', 'editor', 'chief', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** By channel; `*` is every channel. */
export type Roles = Readonly<Record<string, Role>>;
export const EVERY_CHANNEL = '*';

/** The role in one channel, by its own name or by every channel's; undefined: none. */
export function roleIn(roles: Roles, channel: string): Role | undefined {
  const [own, everywhere] = [channel, EVERY_CHANNEL].map((name) =>
    Object.hasOwn(roles, name) ? roles[name] : undefined,
  );
  return own !== undefined && everywhere !== undefined && mayAs(own, everywhere)
    ? own
    : (everywhere ?? own);
}

export function mayAs(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Whose consent a sending waits for, beside those who wrote it. */
export type Need = 'nobody' | 'editor' | 'chief';

/** From here up (1 is the highest) a headline stops what people do: two must have read it. */
export const TWO_PEOPLE_UP_TO: Urgency = 2;

export function needOf(role: Role, urgency: Urgency): Need {
  if (urgency <= TWO_PEOPLE_UP_TO) return 'chief';
  return mayAs(role, 'editor') ? 'nobody' : 'editor';
}

const NEEDS: readonly Need[] = ['nobody', 'editor', 'chief'];

export function stricter(a: Need, b: Need): Need {
  return NEEDS.indexOf(a) > NEEDS.indexOf(b) ? a : b;
}
