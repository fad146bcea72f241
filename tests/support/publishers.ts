/**
 * Publishers who do not give up: each sends one headline after another, and repeats the very same
 * request, under the same Idempotency-Key, until a hub has acknowledged it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openApi, parseCorrected, parsePublished, type Api, type Published } from './api.ts';
import type { Answer } from './request.ts';
import { until } from './until.ts';

/** One request, however it ended. */
export interface Try {
  readonly hub: string;
  /** On the clock of `performance.now()`. */
  readonly began: number;
  readonly ms: number;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
}

export interface Publishers {
  /** What was acknowledged, by id; a correction as `{id} v2`. */
  readonly acknowledged: ReadonlyMap<string, Published>;
  /** Answers that asked to come again later. */
  readonly refusals: readonly Answer[];
  readonly tries: readonly Try[];
  /** Answers that say that the headline to correct is gone, or not what it was. */
  readonly orphans: readonly Answer[];
  /** Resolves when all of them have finished; rejects as soon as one gets what it cannot go on with. */
  readonly done: Promise<unknown>;
  /** Waits for so many acknowledgements in all. */
  reach(count: number): Promise<void>;
  /** The same request once more, as one sends it whose acknowledgement was lost on its way. */
  repeat(id: string): Promise<Published>;
  /** Begins no new headline; resolves when those under way are acknowledged. */
  finish(): Promise<void>;
  /** Begins nothing more, and repeats nothing. */
  abandon(): void;
}

export interface PublishersOptions {
  readonly channel?: string;
  /** Each corrects every third of its headlines, once. */
  readonly correct?: boolean;
  /** ms between one request and the next of a publisher; more after a refusal. */
  readonly pace?: number;
  /** ms after which a request is given up, and sent again. */
  readonly patience?: number;
}

/** A hub that starts on a busy machine, and then a Redis that it finds again, take their time. */
const PATIENCE = 40_000;
const TRY_AGAIN_LATER = [503, 507];
/** Of a correction. */
const ORPHANED = [404, 412];

interface Order {
  readonly name: string;
  /** Statuses that end it without an acknowledgement. */
  readonly ends: readonly number[];
  send(api: Api): Promise<Answer>;
  readonly parse: (answer: Answer) => Published;
}

const publishing = (id: string): Order => ({
  name: id,
  ends: [],
  send: (api) => api.post({ id, headline: `خبر ${id}` }, { 'idempotency-key': `key-of-${id}` }),
  parse: parsePublished,
});

const correcting = (id: string): Order => ({
  name: `${id} v2`,
  ends: ORPHANED,
  send: (api) =>
    api.patch(id, 1, `تصحيح ${id}`, { 'idempotency-key': `key-of-the-correction-of-${id}` }),
  parse: parseCorrected,
});

export function openPublishers(
  hubs: string | readonly string[],
  count: number,
  options: PublishersOptions = {},
): Publishers {
  const { channel, correct = false, pace = 0, patience } = options;
  const places = [hubs].flat().map((hub) => ({ hub, api: openApi(hub, channel, patience) }));
  const acknowledged = new Map<string, Published>();
  const refusals: Answer[] = [];
  const tries: Try[] = [];
  const orphans: Answer[] = [];
  let turn = 0;
  let finishing = false;
  let abandoned = false;
  const isGoing = (): boolean => !finishing;

  /** Each time to the next of the hubs; undefined where no answer comes. */
  async function send(order: Order): Promise<Answer | undefined> {
    const place = places[turn++ % places.length];
    if (place === undefined) throw new Error('There is no hub to publish to');
    const began = performance.now();
    // No answer at all: it was perhaps published, and perhaps not.
    const answer = await order.send(place.api).catch(() => undefined);
    const ms = performance.now() - began;
    tries.push({ hub: place.hub, began, ms, status: answer?.status });
    return answer;
  }

  async function attempt(order: Order): Promise<boolean> {
    if (abandoned) return true;
    const answer = await send(order);
    const later = answer !== undefined && TRY_AGAIN_LATER.includes(answer.status);
    if (later) refusals.push(answer);
    if (answer === undefined || later) {
      await pause(2 * pace);
      return false;
    }
    if (order.ends.includes(answer.status)) orphans.push(answer);
    else acknowledged.set(order.name, order.parse(answer));
    return true;
  }

  async function place(order: Order): Promise<void> {
    await until(() => attempt(order), `an acknowledgement of ${order.name}`, PATIENCE);
    if (pace > 0) await pause(pace);
  }

  async function stream(name: string): Promise<void> {
    for (let n = 1; isGoing(); n += 1) {
      const id = `${name}-${n}`;
      await place(publishing(id));
      if (correct && n % 3 === 0 && !abandoned) await place(correcting(id));
    }
  }

  const done = Promise.all(Array.from({ length: count }, (_, n) => stream(`publisher-${n + 1}`)));
  // `reach` and `finish` hand a failure on; before they are called it must not end the process.
  done.catch(() => undefined);
  return {
    acknowledged,
    refusals,
    tries,
    orphans,
    done,
    async reach(wanted) {
      const reached = until(
        () => acknowledged.size >= wanted,
        `${wanted} acknowledgements`,
        PATIENCE,
      );
      await Promise.race([reached, done]);
    },
    async repeat(id) {
      const answer = await send(publishing(id));
      if (answer === undefined) throw new Error(`No answer to ${id}`);
      return parsePublished(answer);
    },
    async finish() {
      finishing = true;
      await done;
    },
    abandon() {
      finishing = true;
      abandoned = true;
    },
  };
}
