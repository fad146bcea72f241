/**
 * A hub as its operator runs it: server/main.ts in a process of its own. Whatever a test does to
 * it, the test's own process lives on; and whatever becomes of the test, no hub outlives it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { freePort } from './redis.ts';
import { until } from './until.ts';

/** The admin key of every hub that `startHubProcess` starts. */
export const ADMIN_KEY = 'an-admin-key-of-the-tests-own';

/** A test's viewers all come from one address, and its publishers share one key. */
export const NO_LIMITS = {
  PUBLISHES_PER_MINUTE: '0',
  FAILED_KEYS_PER_MINUTE: '0',
  FAILED_SIGN_INS_PER_MINUTE: '0',
  MAX_VIEWERS_PER_ADDRESS: '0',
  MAX_CONNECTS_PER_ADDRESS: '0',
};

const MAIN = new URL('../../server/main.ts', import.meta.url).pathname;
/** Small and busy machines start slowly; a start that takes longer than this hangs. */
const START_LIMIT = 30_000;

export interface HubRun {
  readonly pid: number;
  readonly said: { readonly out: string; readonly err: string };
  readonly running: boolean;
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** kill -9, as a crash would; the data stays. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator would; gives the exit code. */
  stop(): Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

export interface HubProcess extends Omit<HubRun, 'ended'> {
  readonly url: string;
  /** On the same port and data. */
  start(): Promise<void>;
}

export interface HubOptions {
  readonly dataDir: string;
  readonly redisUrl?: string;
  /** What runs the hub, and how: Node and its options, perhaps behind a program that starts it. */
  readonly command?: readonly string[];
  readonly maxViewers?: number;
  /** Further variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

const alive = new Map<ChildProcess, Promise<unknown>>();
let isOver = false;

function killAll(): void {
  for (const child of alive.keys()) child.kill('SIGKILL');
}
process.once('exit', killAll);

/**
 * For the end of a test file: its process is ended from outside and could not do it then. A test
 * that timed out runs on, so from now on no hub starts.
 */
export async function endHubs(): Promise<void> {
  isOver = true;
  killAll();
  await Promise.all(alive.values());
}

/** One run with this environment and no other, which need not come to a start. */
export function runHub(
  environment: Readonly<Record<string, string>>,
  command: readonly string[] = [process.execPath],
): HubRun {
  if (isOver) throw new Error('No hub starts after the end');
  // A test that stops a hub wants it stopped; those of the drain set a time of their own.
  const quiet = { LOG_LEVEL: 'silent', DRAIN_MS: '0' };
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, ...quiet, ...NO_LIMITS, ...environment };
  const [program = process.execPath, ...options] = command;
  const child = spawn(program, [...options, MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
  const ended = new Promise<number | null>((resolve) => {
    // `close` comes after `exit`, once all that it said was read.
    child.once('close', (code) => {
      alive.delete(child);
      resolve(code);
    });
  });
  alive.set(child, ended);
  return {
    // None where it could not be started, and then it has ended already.
    pid: child.pid ?? 0,
    said,
    get running() {
      return child.exitCode === null && child.signalCode === null;
    },
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
    signal: (name) => void child.kill(name),
  };
}

export async function startHubProcess(options: HubOptions): Promise<HubProcess> {
  const { dataDir, redisUrl, command, maxViewers } = options;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PORT: String(port),
    DATA_DIR: dataDir,
    AJIL_ADMIN_KEY: ADMIN_KEY,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    ...(maxViewers === undefined ? {} : { MAX_VIEWERS: String(maxViewers) }),
    ...options.environment,
  };
  let run = await startedHub(environment, url, command);
  return {
    url,
    get pid() {
      return run.pid;
    },
    get said() {
      return run.said;
    },
    get running() {
      return run.running;
    },
    kill: () => run.kill(),
    stop: () => run.stop(),
    signal: (name) => run.signal(name),
    async start() {
      run = await startedHub(environment, url, command);
    },
  };
}

async function startedHub(
  environment: Record<string, string>,
  url: string,
  command?: readonly string[],
): Promise<HubRun> {
  const run = runHub(environment, command);
  // It names its address when it listens there, and not before.
  const settled = (): boolean => run.said.out.includes(url) || !run.running;
  await until(settled, 'the hub to start', START_LIMIT);
  if (run.running) return run;
  await run.ended;
  throw new Error(`The hub did not start:\n${run.said.err}`);
}
