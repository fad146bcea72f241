/** The shell as people run it: client/shell/ajil.ts in a process of its own, with an environment of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { ADMIN_KEY } from './hub-process.ts';

export const AJIL = new URL('../../client/shell/ajil.ts', import.meta.url).pathname;

export interface AjilRun {
  readonly said: { readonly out: string; readonly err: string };
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

export interface AjilOptions {
  readonly hub?: string;
  /** Unset: the admin's; null: none. */
  readonly key?: string | null;
  readonly stdin?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** What runs it, in place of Node. */
  readonly command?: readonly string[];
}

const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

export function startAjil(typed: readonly string[], options: AjilOptions = {}): AjilRun {
  const {
    hub,
    key = ADMIN_KEY,
    stdin = '',
    environment,
    command = [process.execPath, AJIL],
  } = options;
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = {
    ...{ PATH, NODE_COMPILE_CACHE, HOME: '/nonexistent', AJIL_CHANNEL: 'breaking' },
    ...(hub === undefined ? {} : { AJIL_HUB: hub }),
    ...(key === null ? {} : { AJIL_KEY: key }),
    ...environment,
  };
  const [program = '', ...words] = command;
  const child = spawn(program, [...words, ...typed], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  alive.add(child);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (said.out += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (said.err += piece));
  // It may end without having read it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      alive.delete(child);
      resolve(code);
    });
  });
  return { said, ended, signal: (name) => void child.kill(name) };
}

/** To its end. */
export async function ajil(typed: readonly string[], options: AjilOptions = {}) {
  const run = startAjil(typed, options);
  const code = await run.ended;
  return { code, ...run.said };
}

/** The documents of JSON lines. */
export function linesOf(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
