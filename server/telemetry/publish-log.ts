/**
 * One line for each headline that a publisher sent: who, what, where, how long. **The danger** is what
 * must not stand there: no key, and no word of a headline, which may be withdrawn a minute later.
 */
import type { Act, Attempt, NewsroomTally } from '../newsroom/tally.ts';
import type { Log } from './log.ts';

const DONE: Readonly<Record<Act, string>> = {
  publish: 'published',
  correct: 'corrected',
  withdraw: 'withdrawn',
};
/** Characters of what a stranger named: it may be as long as an address may be. */
const MOST = 100;

export function createPublishLog(log: Log): NewsroomTally {
  return {
    taken(attempt, { headline: { id, version }, epoch, seq, replayed }) {
      const line = { ...lineOf(attempt), id, version, epoch, seq };
      log.info(line, replayed ? 'repeated' : DONE[attempt.act]);
    },
    refused(attempt, { code, status, errors }) {
      // Its name and not what is wrong with it: a detail may quote what was sent.
      const field = errors[0]?.field.slice(0, MOST);
      log.info(
        { ...lineOf(attempt), id: attempt.id?.slice(0, MOST), code, status, field },
        'refused',
      );
    },
  };
}

function lineOf({ act, channel, by, seconds }: Attempt) {
  return {
    act,
    by: by?.name,
    byId: by?.id,
    channel: channel.slice(0, MOST),
    ms: Math.round(seconds * 10_000) / 10,
  };
}
