/** Keeps account of what publishers send: what became of each headline, from whom, and how long it took. */
import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { asProblem, type Problem } from '../../shared/problem.ts';
import type { Actor } from '../access/access.ts';
import type { Act, Attempt, NewsroomTally } from '../newsroom/tally.ts';
import type { Appended } from '../wire/wire.ts';

export interface RecordPorts {
  readonly tallies: readonly NewsroomTally[];
}

/** What a gate may have found out meanwhile. */
interface Known {
  Variables: { actor?: Actor };
}
type KnownContext = Pick<Context<Known>, 'get'>;

export interface Recorder {
  /** Around everything that may refuse; what is thrown is recorded as the refusal of the request. */
  readonly around: MiddlewareHandler<Known>;
  taken(context: KnownContext, appended: Appended): void;
  /** One headline of several in a request. */
  refused(context: KnownContext, problem: Problem): void;
}

/** Where headlines are written. */
export const RECORDED = '/api/channels/:channel/headlines/:id?';
const ACTS: Readonly<Record<string, Act>> = {
  POST: 'publish',
  PATCH: 'correct',
  DELETE: 'withdraw',
};

interface Opened extends Pick<Attempt, 'act' | 'channel' | 'id'> {
  readonly since: number;
}

/** `elapsed`: a clock that only goes on, ms. */
export function createRecorder({ tallies }: RecordPorts, elapsed: () => number): Recorder {
  const requests = new WeakMap<object, Opened>();

  function attemptOf(context: KnownContext): Attempt | undefined {
    const opened = requests.get(context);
    if (!opened) return undefined;
    const { since, ...asked } = opened;
    const by = context.get('actor')?.by;
    return { ...asked, by, seconds: (elapsed() - since) / 1_000 };
  }

  function refused(context: KnownContext, problem: Problem): void {
    const attempt = attemptOf(context);
    if (attempt) for (const tally of tallies) tally.refused(attempt, problem);
  }

  return {
    around: createMiddleware<Known>(async (context, next) => {
      const act = ACTS[context.req.method];
      if (act) {
        const { channel = '', id }: Partial<Record<string, string>> = context.req.param();
        requests.set(context, { act, channel, id, since: elapsed() });
      }
      await next();
      if (context.error) refused(context, asProblem(context.error));
    }),
    taken(context, appended) {
      const attempt = attemptOf(context);
      if (attempt) for (const tally of tallies) tally.taken(attempt, appended);
    },
    refused,
  };
}
