/** What the figures were measured on: without it they say nothing. */
import { availableParallelism, cpus, loadavg, release, totalmem, type as kernel } from 'node:os';
import { readFileSync } from 'node:fs';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Of the minute before: a machine that was busy explains a missed goal. */
  readonly load: string;
  readonly memory: string;
  readonly node: string;
  readonly system: string;
  readonly date: string;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    load: (loadavg()[0] ?? 0).toFixed(2),
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    node: process.version,
    system: `${distribution()}, ${kernel()} ${release()}`,
    date: new Date().toISOString(),
  };
}

/** Linux only; elsewhere the kernel's name has to do. */
function distribution(): string {
  try {
    const file = readFileSync('/etc/os-release', 'utf8');
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(file)?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
