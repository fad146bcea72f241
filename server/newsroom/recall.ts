/** The recall: everything that a channel has published within some minutes is withdrawn, newest first. */
import type { AuditLine, Author } from '../../shared/audit.ts';
import type { Channel } from '../../shared/channel.ts';
import { isBound, type Held } from '../../shared/held.ts';
import { asProblem, type ProblemDocument } from '../../shared/problem.ts';
import type { Store } from '../store/store.ts';
import type { Appended, Wire } from '../wire/wire.ts';
import type { Desk } from './desk.ts';
import type { Newsroom } from './newsroom.ts';
import { sentInError } from './notes.ts';
import { recentOf } from './recent.ts';

export interface Recalled {
  /** Newest first. One that could not be withdrawn keeps nobody else. */
  readonly recalled: readonly (
    | { readonly id: string; readonly withdrawn: Appended }
    | { readonly id: string; readonly problem: ProblemDocument }
  )[];
  /** What still goes out by itself: nothing of it is touched. */
  readonly held: readonly Held[];
}

export type Recall = (
  channel: Channel,
  options: { readonly minutes: number; readonly edNote?: string },
  author: Author,
) => Promise<Recalled>;

export interface RecallPorts {
  readonly wire: Pick<Wire, 'read'>;
  readonly store: Pick<Store, 'write'>;
  readonly newsroom: Pick<Newsroom, 'withdraw'>;
  readonly desk: Pick<Desk, 'held'>;
  readonly now: () => number;
}

export function createRecall({ wire, store, newsroom, desk, now }: RecallPorts): Recall {
  return async (channel, { minutes, edNote = sentInError(channel.language) }, author) => {
    const line: AuditLine = {
      ...{ at: new Date(now()).toISOString(), by: author.by, from: author.from, act: 'recall' },
      ...{ channel: channel.name, subject: channel.name, reason: edNote, after: { minutes } },
    };
    const since = now() - minutes * 60_000;
    const recent = await recentOf(wire, channel.name, since);
    await store.write([], JSON.stringify(line));
    const recalled = [];
    for (const { id, pubStatus } of recent) {
      if (pubStatus === 'canceled') continue;
      try {
        const withdrawn = await newsroom.withdraw(channel, id, { edNote }, { author });
        recalled.push({ id, withdrawn });
      } catch (error) {
        recalled.push({ id, problem: asProblem(error).toDocument() });
      }
    }
    return { recalled, held: (await desk.held(channel.name)).filter(isBound) };
  };
}
