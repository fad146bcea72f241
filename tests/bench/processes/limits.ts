/** How many viewers this machine can hold on one address: files, ports, and who runs where. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findProgram } from '../../support/programs.ts';

const MOST = 15_000;
/** Files of a process that are no viewers. */
const OWN_FILES = 1_000;
/** In a storm the new connections take ports while the old ones are still being let go. */
const PORT_SHARE = 0.55;

export function mostViewers(): number {
  const files = Number(/^Max open files\s+\d+\s+(\d+)/m.exec(read('/proc/self/limits'))?.[1]);
  const [first = 0, last = 0] = read('/proc/sys/net/ipv4/ip_local_port_range')
    .trim()
    .split(/\s+/)
    .map(Number);
  const most = Math.min(MOST, files - OWN_FILES, (last - first) * PORT_SHARE);
  return Number.isFinite(most) ? Math.floor(most / 1_000) * 1_000 : 1_000;
}

/** The server alone on one core, the crowd, Redis and the bench on the others. */
export interface Pinning {
  /** Goes before the command line of a server. */
  readonly server: readonly string[];
  readonly words: string;
}

/** Moves this process, and with it all that it starts, away from the server's core. */
export function pin(): Pinning {
  const taskset = findProgram(['taskset']);
  const [first, ...others] = allowedCores();
  if (taskset === undefined || first === undefined || others.length === 0) {
    return { server: [], words: 'not pinned: it takes taskset and two cores' };
  }
  const moved = spawnSync(taskset, ['-apc', others.join(), String(process.pid)]);
  if (moved.status !== 0) return { server: [], words: 'not pinned: taskset may not do it' };
  return {
    server: [taskset, '-c', String(first)],
    words: `server on core ${first}, all else on ${others.join()}`,
  };
}

function allowedCores(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(read('/proc/self/status'))?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [from = Number.NaN, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 || 0 }, (_, n) => from + n);
  });
}

/** Elsewhere than on Linux these files do not exist. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
