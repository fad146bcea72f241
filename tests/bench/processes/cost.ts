/** What a process has cost so far, as Linux keeps account of it; every thread counts. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Account {
  /** Processor time, in microseconds. */
  readonly busy: number;
  /** Time in which it could have run and something else had its core, in microseconds. */
  readonly waiting: number;
}

/** The kernel counts in nanoseconds. */
export function accountOf(pid: number): Account {
  let [busy, waiting] = [0, 0];
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const account = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
    const [ran = Number.NaN, waited = Number.NaN] = account.split(' ').map(Number);
    busy += ran / 1_000;
    waiting += waited / 1_000;
  }
  return { busy, waiting };
}

/** Memory that is really there (RSS), in KiB. */
export function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]);
}

export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** The first child, such as the worker of a master process. */
export function childOf(pid: number): number | undefined {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? undefined : Number(children.split(' ')[0]);
}
