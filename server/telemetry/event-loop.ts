/**
 * How late and how busy the event loop was, over windows of their own: a value that each scrape began anew
 * would be another's as soon as two ask.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

export interface EventLoop {
  /** Seconds of the last full window; of the present one while it is the first. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly most: number };
  /** Its busy part, 0 to 1. */
  readonly utilization: number;
  close(): void;
}

/** ms of a window. */
const WINDOW = 10_000;
/** ms between two looks at the loop; what Node measures is this and the delay. */
const RESOLUTION = 10;

export function watchEventLoop(): EventLoop {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION });
  monitor.enable();
  let since = performance.eventLoopUtilization();
  let last: Pick<EventLoop, 'delay' | 'utilization'> | undefined;

  const seconds = (ns: number): number => Math.max(0, ns / 1e9 - RESOLUTION / 1e3) || 0;
  function look(): Pick<EventLoop, 'delay' | 'utilization'> {
    const delay = {
      p50: seconds(monitor.percentile(50)),
      p99: seconds(monitor.percentile(99)),
      most: seconds(monitor.max),
    };
    return { delay, utilization: performance.eventLoopUtilization(since).utilization };
  }

  const timer = setInterval(() => {
    last = look();
    monitor.reset();
    since = performance.eventLoopUtilization();
  }, WINDOW).unref();

  return {
    get delay() {
      return (last ?? look()).delay;
    },
    get utilization() {
      return (last ?? look()).utilization;
    },
    close() {
      clearInterval(timer);
      monitor.disable();
    },
  };
}
