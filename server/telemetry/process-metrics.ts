/** What a scrape looks up of the process: core, memory, event loop, and what it is. */
import type { Registry } from 'prom-client';
import { PROCESS } from './catalogue.ts';
import type { EventLoop } from './event-loop.ts';
import { showCounter, showGauge, showNumber } from './gauges.ts';

export interface ProcessState {
  readonly version: string;
  readonly backend: 'sqlite' | 'redis';
  readonly eventLoop: EventLoop;
}

export function showProcess(registry: Registry, { version, backend, eventLoop }: ProcessState) {
  showGauge(registry, PROCESS.build, () => [[{ version, node: process.version, backend }, 1]]);
  // Who answers is up; of those that do not, the asking worker says so.
  showNumber(registry, PROCESS.workerUp, () => 1);
  showNumber(registry, PROCESS.start, () => performance.timeOrigin / 1_000);
  showCounter(registry, PROCESS.cpu, () => {
    const { user, system } = process.cpuUsage();
    return [
      [{ mode: 'user' }, user / 1e6],
      [{ mode: 'system' }, system / 1e6],
    ];
  });
  showGauge(registry, PROCESS.memory, () => {
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    return [
      [{ kind: 'resident' }, rss],
      [{ kind: 'heap_used' }, heapUsed],
      [{ kind: 'heap_total' }, heapTotal],
      [{ kind: 'external' }, external],
    ];
  });
  showGauge(registry, PROCESS.loopDelay, () => {
    const { p50, p99, most } = eventLoop.delay;
    return [
      [{ percentile: '50' }, p50],
      [{ percentile: '99' }, p99],
      [{ percentile: '100' }, most],
    ];
  });
  showNumber(registry, PROCESS.loopUse, () => eventLoop.utilization);
}
