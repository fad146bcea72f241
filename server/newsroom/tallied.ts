/** A newsroom whose every act is counted: for whoever sends by it without a request, as what is held does. */
import { asProblem } from '../../shared/problem.ts';
import type { Appended } from '../wire/wire.ts';
import type { Newsroom } from './newsroom.ts';
import type { Attempt, NewsroomTally } from './tally.ts';

/** `elapsed`: a clock that only goes on, ms. */
export function tallied(
  newsroom: Newsroom,
  tallies: readonly NewsroomTally[],
  elapsed: () => number,
): Newsroom {
  async function told(
    asked: Omit<Attempt, 'seconds'>,
    act: () => Promise<Appended>,
  ): Promise<Appended> {
    const since = elapsed();
    const attempt = () => ({ ...asked, seconds: (elapsed() - since) / 1_000 });
    try {
      const appended = await act();
      for (const tally of tallies) tally.taken(attempt(), appended);
      return appended;
    } catch (error) {
      for (const tally of tallies) tally.refused(attempt(), asProblem(error));
      throw error;
    }
  }

  return {
    ...newsroom,
    publish(channel, draft, deed) {
      const asked = {
        act: 'publish',
        channel: channel.name,
        id: draft.id,
        by: deed.author.by,
      } as const;
      return told(asked, () => newsroom.publish(channel, draft, deed));
    },
    correct(channel, id, version, correction, deed) {
      const asked = { act: 'correct', channel: channel.name, id, by: deed.author.by } as const;
      return told(asked, () => newsroom.correct(channel, id, version, correction, deed));
    },
    withdraw(channel, id, options, deed) {
      const asked = { act: 'withdraw', channel: channel.name, id, by: deed.author.by } as const;
      return told(asked, () => newsroom.withdraw(channel, id, options, deed));
    },
  };
}
