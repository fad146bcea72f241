/** A newsroom that goes on for hours: it publishes, corrects and withdraws, and keeps every acknowledgement. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../faults/rounds.ts';
import { openApi, parseCorrected, type LogEntry, type Published } from '../support/api.ts';
import { request } from '../support/request.ts';

export interface Newsdesk {
  readonly acknowledged: readonly Published[];
  /** The whole log: read on all the time, since the hub keeps only its end. */
  readonly log: readonly LogEntry[];
  /** Ends it, when all is read; rejects where anything was refused or a place in the log was skipped. */
  finish(): Promise<void>;
}

export interface NewsdeskOptions {
  /** By turns. */
  readonly hubs: readonly string[];
  readonly channel: string;
  readonly chance: Chance;
  /** ms between two acts. */
  readonly pace: number;
}

/** Of so many headlines one is corrected, and one withdrawn. */
const CORRECTS = 4;
const WITHDRAWS = 6;
/** ms between two reads of the log; its end must be kept for longer. */
const READ_EVERY = 500;

export function openNewsdesk({ hubs, channel, chance, pace }: NewsdeskOptions): Newsdesk {
  const acknowledged: Published[] = [];
  const log: LogEntry[] = [];
  let isOver = false;
  const headlines = (hub: string) => `${hub}/api/channels/${channel}/headlines`;

  async function write(): Promise<void> {
    for (let n = 1; !isOver; n += 1) {
      const hub = chance.of(hubs);
      const api = openApi(hub, channel);
      const { id, version } = keep(
        await api.publish({ headline: `خبر رقم ${n} ${'ا'.repeat(n % 80)}` }),
      );
      let last = version;
      if (n % CORRECTS === 0) last = keep(await api.correct(id, last, `تصحيح ${n}`)).version;
      if (n % WITHDRAWS === 0) {
        const ifMatch = { 'if-match': `"${last}"` };
        keep(
          parseCorrected(await request(`${headlines(hub)}/${id}`, 'DELETE', undefined, ifMatch)),
        );
      }
      await pause(pace);
    }
  }

  function keep(published: Published): Published {
    acknowledged.push(published);
    return published;
  }

  async function read(): Promise<void> {
    const { epoch } = await openApi(chance.of(hubs), channel).board();
    const isBehind = (): boolean => log.length < acknowledged.length;
    while (!isOver || isBehind()) {
      log.push(...(await openApi(chance.of(hubs), channel).log({ epoch, seq: log.length })));
      await pause(READ_EVERY);
    }
  }

  const work = Promise.all([write(), read()]);
  // `finish` hands a failure on; before it is called it must not end the process.
  work.catch(() => undefined);
  return {
    acknowledged,
    log,
    async finish() {
      isOver = true;
      await work;
    },
  };
}
