/** A hub of several workers as its operator runs it, and a look at its processes. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seatSchema } from '../../server/seat.ts';
import { ADMIN_KEY, runHub, type HubRun } from './hub-process.ts';
import { ask, POLLING } from './poll.ts';
import { until } from './until.ts';

export interface WorkerHub extends HubRun {
  readonly url: string;
  readonly port: number;
  /** The processes of its workers that live, by the worker's number. */
  workers(): ReadonlyMap<number, number>;
  /** kill -9; resolves when the process is gone. */
  killWorker(number: number): Promise<void>;
  /** Waits until a worker of that number takes viewers. */
  isBack(number: number): Promise<void>;
  /** What it has in the system's folder for temporary files. */
  leftovers(): string[];
}

const START_LIMIT = 60_000;
const folders: string[] = [];

/** For the end of a test file, after its hubs. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

export async function startWorkerHub(environment: Record<string, string>): Promise<WorkerHub> {
  const folder = await mkdtemp(join(tmpdir(), 'ajil-workers-'));
  folders.push(folder);
  const run = runHub({ PORT: '0', AJIL_ADMIN_KEY: ADMIN_KEY, TMPDIR: folder, ...environment });
  const addressOf = (): string | undefined => /Front page +(http\S+)\//.exec(run.said.out)?.[1];
  await until(() => addressOf() !== undefined || !run.running, 'the workers to start', START_LIMIT);
  const url = addressOf();
  if (url === undefined) {
    await run.ended;
    throw new Error(`The workers did not start:\n${run.said.err}`);
  }
  return {
    url,
    port: Number(new URL(url).port),
    pid: run.pid,
    said: run.said,
    get running() {
      return run.running;
    },
    ended: run.ended,
    kill: () => run.kill(),
    stop: () => run.stop(),
    signal: (name) => run.signal(name),
    workers: () => workersIn(folder),
    async killWorker(number) {
      const victim = workersIn(folder).get(number);
      if (victim === undefined) throw new Error(`There is no worker ${number}`);
      process.kill(victim, 'SIGKILL');
      await until(() => workersIn(folder).get(number) !== victim, `worker ${number} to be gone`);
    },
    isBack: (number) =>
      until(
        async () => {
          // A connection that waited for the killed one is reset.
          const opening = await ask(`${url}${POLLING}`).catch(() => undefined);
          return opening?.text.includes(`.${number}"`) ?? false;
        },
        `another worker ${number}`,
        20_000,
      ),
    leftovers: () => readdirSync(folder),
  };
}

/** Each is started with its seat, and a seat is in the hub's own folder. */
function workersIn(folder: string): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const [program = '', seat = ''] = argumentsOf(name).slice(-3);
    if (!program.endsWith('worker.ts') || !seat.includes(folder)) continue;
    found.set(seatSchema.parse(JSON.parse(seat)).number, Number(name));
  }
  return found;
}

function argumentsOf(process: string): string[] {
  try {
    return readFileSync(`/proc/${process}/cmdline`, 'utf8').split('\0');
  } catch {
    // It ended meanwhile.
    return [];
  }
}
