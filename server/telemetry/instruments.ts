/** What is counted as it happens: the tallies that the other folders ask for, on instruments of prom-client. */
import { Counter, Histogram, type Registry } from 'prom-client';
import type { ProblemCode } from '../../shared/problem.ts';
import type { HubTally } from '../hub/tally.ts';
import { ACTS, type Act, type NewsroomTally } from '../newsroom/tally.ts';
import type { WireTally } from '../wire/tally.ts';
import { HUB, LOG, PUBLISHING } from './catalogue.ts';

export interface Instruments {
  readonly hub: HubTally;
  readonly wire: WireTally;
  readonly newsroom: NewsroomTally;
}

/** Codes for which somebody is woken. */
const OUR_FAULT = ['internal', 'wire_unavailable', 'storage_full'] as const satisfies ProblemCode[];
/** Codes by which a node keeps viewers out. */
const FULL = [
  'hub_full',
  'too_many_connects',
  'too_many_requests',
  'draining',
] as const satisfies ProblemCode[];
const OUTCOMES = ['taken', 'repeated', 'refused'] as const;

export function createInstruments(registry: Registry): Instruments {
  return {
    newsroom: newsroomTally(registry),
    hub: hubTally(registry),
    wire: wireTally(registry),
  };
}

interface Counted<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

function counterOf<Label extends string>(
  { name, help, labels }: Counted<Label>,
  registry: Registry,
): Counter<Label> {
  return new Counter({ name, help, labelNames: labels, registers: [registry] });
}

function histogramOf<Label extends string>(
  { name, help, labels, buckets }: Counted<Label> & { readonly buckets: readonly number[] },
  registry: Registry,
): Histogram<Label> {
  const shape = { name, help, labelNames: labels, buckets: [...buckets] };
  return new Histogram({ ...shape, registers: [registry] });
}

function newsroomTally(registry: Registry): NewsroomTally {
  const publishes = counterOf(PUBLISHING.publishes, registry);
  const refusals = counterOf(PUBLISHING.refusals, registry);
  const answers = histogramOf(PUBLISHING.answers, registry);
  for (const act of ACTS) begin(act);

  /** From zero: the first of a series that was not there before is no increase to Prometheus. */
  function begin(act: Act): void {
    for (const outcome of OUTCOMES) publishes.inc({ act, outcome }, 0);
    for (const code of OUR_FAULT) refusals.inc({ act, code }, 0);
    answers.zero({ act });
  }

  return {
    taken({ act, seconds }, { replayed }) {
      publishes.inc({ act, outcome: replayed ? 'repeated' : 'taken' });
      if (!replayed) answers.observe({ act }, seconds);
    },
    refused({ act }, { code }) {
      publishes.inc({ act, outcome: 'refused' });
      refusals.inc({ act, code });
    },
  };
}

function hubTally(registry: Registry): HubTally {
  const arrivals = counterOf(HUB.arrivals, registry);
  const resumes = counterOf(HUB.resumes, registry);
  const byMemory = resumes.labels({ by: 'memory' });
  const bySnapshot = resumes.labels({ by: 'snapshot' });
  const delivered = counterOf(HUB.delivered, registry);
  const delivery = histogramOf(HUB.delivery, registry);
  const slow = counterOf(HUB.slow, registry);
  const refused = counterOf(HUB.connectsRefused, registry);
  for (const reason of FULL) refused.inc({ reason }, 0);
  for (const one of [byMemory, bySnapshot]) one.inc(0);

  const entrances = { new: arrivals, memory: byMemory, snapshot: bySnapshot };
  return {
    entered(how) {
      entrances[how].inc();
    },
    delivered(entries) {
      delivered.inc(entries);
    },
    completed(seconds) {
      delivery.observe(seconds);
    },
    refused(reason) {
      refused.inc({ reason });
    },
    cutOff() {
      slow.inc();
    },
  };
}

function wireTally(registry: Registry): WireTally {
  const holes = counterOf(LOG.holes, registry);
  const holeEntries = counterOf(LOG.holeEntries, registry);
  const restarts = counterOf(LOG.restarts, registry);
  const readFailures = counterOf(LOG.readFailures, registry);
  return {
    filled(entries) {
      holes.inc();
      holeEntries.inc(entries);
    },
    restarted() {
      restarts.inc();
    },
    failed() {
      readFailures.inc();
    },
  };
}
