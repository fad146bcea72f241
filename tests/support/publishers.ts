/**
 * Publishers who do not give up: each sends one headline after another, and repeats the very same
 * request, under the same Idempotency-Key, until the hub has acknowledged it.
 */
import { openApi, parsePublished, type Published } from './api.ts';
import type { Answer } from './request.ts';
import { until } from './until.ts';

export interface Publishers {
  /** What was acknowledged, by id. */
  readonly acknowledged: ReadonlyMap<string, Published>;
  /** Answers that asked to come again later. */
  readonly refusals: readonly Answer[];
  /** Waits for so many acknowledgements in all. */
  reach(count: number): Promise<void>;
  /** The same request once more, as one sends it whose acknowledgement was lost on its way. */
  repeat(id: string): Promise<Published>;
  /** Begins no new headline; resolves when those under way are acknowledged. */
  finish(): Promise<void>;
}

/** A hub that starts on a busy machine, and then a Redis that it finds again, take their time. */
const PATIENCE = 40_000;
const TRY_AGAIN_LATER = 503;

export function openPublishers(hub: string, count: number): Publishers {
  const api = openApi(hub);
  const acknowledged = new Map<string, Published>();
  const refusals: Answer[] = [];
  let finishing = false;
  const isGoing = (): boolean => !finishing;

  const send = (id: string): Promise<Answer> =>
    api.post({ id, headline: `خبر ${id}` }, { 'idempotency-key': `key-of-${id}` });

  async function attempt(id: string): Promise<boolean> {
    // No answer at all: it was perhaps published, and perhaps not.
    const answer = await send(id).catch(() => undefined);
    if (answer?.status === TRY_AGAIN_LATER) refusals.push(answer);
    if (answer === undefined || answer.status === TRY_AGAIN_LATER) return false;
    acknowledged.set(id, parsePublished(answer));
    return true;
  }

  async function stream(name: string): Promise<void> {
    for (let n = 1; isGoing(); n += 1) {
      const id = `${name}-${n}`;
      await until(() => attempt(id), `an acknowledgement of ${id}`, PATIENCE);
    }
  }

  const done = Promise.all(Array.from({ length: count }, (_, n) => stream(`publisher-${n + 1}`)));
  // `reach` and `finish` hand a failure on; before they are called it must not end the process.
  done.catch(() => undefined);
  return {
    acknowledged,
    refusals,
    async reach(wanted) {
      const reached = until(
        () => acknowledged.size >= wanted,
        `${wanted} acknowledgements`,
        PATIENCE,
      );
      await Promise.race([reached, done]);
    },
    repeat: async (id) => parsePublished(await send(id)),
    async finish() {
      finishing = true;
      await done;
    },
  };
}
