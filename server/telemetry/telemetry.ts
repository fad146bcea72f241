/** All that an operator is shown of a process: what is counted, what is looked up, what is written down. */
import manifest from '../../package.json' with { type: 'json' };
import type { HubTally } from '../hub/tally.ts';
import type { NewsroomTally } from '../newsroom/tally.ts';
import type { WireTally } from '../wire/tally.ts';
import { watchEventLoop } from './event-loop.ts';
import { showHub, type HubState } from './hub-metrics.ts';
import { createInstruments } from './instruments.ts';
import type { Log } from './log.ts';
import { openMetrics, type Metrics, type MetricsPorts } from './metrics.ts';
import { showProcess, type ProcessState } from './process-metrics.ts';
import { createPublishLog } from './publish-log.ts';

export interface TelemetryPorts extends MetricsPorts, Pick<ProcessState, 'backend'> {
  readonly log: Log;
}

export interface Telemetry {
  readonly metrics: Metrics;
  readonly hub: HubTally;
  readonly wire: WireTally;
  /** Each is to be told. */
  readonly newsroom: readonly NewsroomTally[];
  /** From now on a scrape also looks at the node itself. */
  show(state: HubState): void;
  close(): void;
}

export function openTelemetry({ log, backend, ...ports }: TelemetryPorts): Telemetry {
  const metrics = openMetrics(ports);
  const { hub, wire, newsroom } = createInstruments(metrics.registry);
  const eventLoop = watchEventLoop();
  showProcess(metrics.registry, { version: manifest.version, backend, eventLoop });
  return {
    metrics,
    hub,
    wire,
    newsroom: [newsroom, createPublishLog(log)],
    show(state) {
      showHub(metrics.registry, state);
    },
    close: eventLoop.close,
  };
}
