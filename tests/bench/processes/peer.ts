/** A server to compare with, in a process of its own as the hub is; it outlives nobody. */
import { spawn } from 'node:child_process';
import { until } from '../../support/until.ts';

export interface PeerProcess {
  readonly pid: number;
  readonly said: { readonly out: string; readonly err: string };
  stop(): Promise<void>;
}

const START_LIMIT = 30_000;

export interface PeerHabits {
  /** Left out: it says a word on its standard output when it listens. */
  isReady?(): Promise<boolean>;
  /** Left out: SIGKILL. One that has children of its own must be able to take them along. */
  readonly farewell?: NodeJS.Signals;
}

export async function startPeer(
  command: readonly string[],
  { isReady, farewell = 'SIGKILL' }: PeerHabits = {},
): Promise<PeerProcess> {
  const [program = process.execPath, ...options] = command;
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): void => {
    child.kill(farewell);
  };
  process.once('exit', end);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      process.off('exit', end);
      resolve();
    });
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
  child.once('error', (error) => (said.err += error.message));
  const isOver = (): boolean =>
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const isListening = isReady ?? (() => Promise.resolve(said.out !== ''));
  const stop = (): Promise<void> => {
    end();
    return ended;
  };
  try {
    const settled = async (): Promise<boolean> => isOver() || (await isListening());
    await until(settled, `${program} to start`, START_LIMIT);
    if (isOver()) throw new Error('It ended');
  } catch (error) {
    await stop();
    throw new Error(`This did not start: ${command.join(' ')}\n${said.err}`, { cause: error });
  }
  return { pid: child.pid ?? 0, said, stop };
}
