/** Channels that a key or a person is for. One that is misspelt would fail only when somebody is in a hurry. */
import { fieldProblem, Problem } from '../../shared/problem.ts';
import { EVERY_CHANNEL, type Roles } from '../../shared/role.ts';
import type { Roster } from '../boards/roster.ts';

export function channelsOf(roles: Roles): string[] {
  return Object.keys(roles).filter((name) => name !== EVERY_CHANNEL);
}

/** `fieldOf` says where in the request a name stands. Problem: `invalid`. */
export async function requireChannels(
  roster: Roster,
  names: readonly string[],
  fieldOf: (name: string, index: number) => string,
): Promise<void> {
  for (const [index, name] of names.entries()) {
    await roster.find(name).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'channel_unknown') throw error;
      throw fieldProblem(fieldOf(name, index), `names no channel: ${name}`);
    });
  }
}
