/** Failed sign-ins, counted by the address that they come from and by the e-mail that they are for. */
import { tooManyRequests } from '../../shared/problem.ts';
import type { Limits } from './limits.ts';

export interface Failures {
  /** Problem: `too_many_requests`, also for who would be right: or a guess would be told when it is. */
  refuse(from: string, email: string): Promise<void>;
  /** Counts one. Problem: `too_many_requests` where it was one too many: it learns nothing. */
  count(from: string, email: string): Promise<void>;
}

export function createFailures(limits: Limits): Failures {
  const whos = (from: string, email: string) => [`from ${from}`, `for ${email}`];
  const over = (retryAfter: number): Error => {
    const { most } = limits.allowances['failed sign-in'];
    return tooManyRequests(`More than ${most} sign-ins have failed within a minute`, retryAfter);
  };
  return {
    async refuse(from, email) {
      for (const who of whos(from, email)) {
        const wait = await limits.wait('failed sign-in', who);
        if (wait !== undefined) throw over(wait);
      }
    },
    async count(from, email) {
      const asked = whos(from, email).map((who) => limits.count('failed sign-in', who));
      const waits = (await Promise.all(asked)).filter((wait) => wait !== undefined);
      if (waits.length > 0) throw over(Math.max(...waits));
    },
  };
}
