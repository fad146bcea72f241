/**
 * An access that counts the keys that fail, by the address that they come from. Over the limit every key
 * from that address is refused before it is looked up, good ones too: if a good one were let in, whoever
 * guesses would still be told when the guess is right.
 */
import { Problem, tooManyRequests, type ProblemCode } from '../../shared/problem.ts';
import type { Access } from './access.ts';
import type { Limits } from './limits.ts';

/**
 * No key at all guesses nothing. Nor does a revoked one: whoever has it knew it, and a program that was
 * forgotten somewhere must not keep out all who share its address.
 */
const GUESSES: readonly ProblemCode[] = ['key_malformed', 'key_unknown'];

export function countFailedKeys(access: Access, limits: Limits): Access {
  const { most } = limits.allowances['failed key'];

  function refuse(from: string, retryAfter: number | undefined): void {
    if (retryAfter === undefined) return;
    const detail = `More than ${most} wrong API keys a minute came from ${from}`;
    throw tooManyRequests(detail, retryAfter);
  }

  return {
    ...access,
    async identify(authorization, from) {
      refuse(from, await limits.wait('failed key', from));
      try {
        const actor = await access.identify(authorization, from);
        // It may be the last of many that were tried at once.
        refuse(from, await limits.wait('failed key', from));
        return actor;
      } catch (error) {
        const isGuess = error instanceof Problem && GUESSES.includes(error.code);
        // What was one too many learns nothing, also from another node.
        if (isGuess) refuse(from, await limits.count('failed key', from));
        throw error;
      }
    },
  };
}
