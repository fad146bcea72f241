/**
 * The image without a container engine: a folder with just what the last stage of the Dockerfile copies, that
 * nobody may write to, and its command run in it by a user who is not root. What the earlier stages make
 * (the client, the packages of production) comes from this repository, which made it by the same commands.
 */
import { execFile, spawn } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { isKeptOut, readDockerfile, ROOT } from './dockerfile.ts';

export interface Image {
  /** What its /data is here: the one folder that it may write to. */
  readonly data: string;
  /** What its command said, on both outputs. */
  readonly said: { text: string };
  readonly exited: Promise<number | null>;
  /** The exit code of its own HEALTHCHECK. */
  checkHealth(): Promise<number>;
  /** As `docker exec` would: what the program said, and its exit code. */
  execute(
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<Execution>;
  /** As the engine sends it, to the command itself. */
  signal(name: NodeJS.Signals): void;
  close(): Promise<void>;
}

export interface Execution {
  readonly code: number | null;
  readonly out: string;
}

/** nobody, of Debian. */
const USER = 65_534;
const run = promisify(execFile);

export async function runImage(environment: Readonly<Record<string, string>>): Promise<Image> {
  const { last, environment: own, command, healthCheck } = readDockerfile();
  const folder = await mkdtemp(join(tmpdir(), 'ajil-image-'));
  const [app, data, bin] = [join(folder, 'app'), join(folder, 'data'), join(folder, 'bin')];
  await mkdir(app);
  for (const { from, sources, target } of last.copies) {
    for (const source of sources) {
      const path = source.replace(/^\/app\//, '');
      const into = target.endsWith('/') ? join(app, target, path) : join(app, target);
      if (path === 'node_modules') await copyPackages(into);
      else await copy(path, into, from === undefined);
    }
  }
  await mkdir(bin);
  // The repository may lie where nobody else may enter.
  await copyFile(process.execPath, join(bin, 'node'));
  await mkdir(data);
  const owner = await closeTo(folder, data);

  const env = { ...Object.fromEntries(own), ...environment, DATA_DIR: data, PATH: bin };
  const as = { cwd: app, env, ...owner };
  const inBin = ([program = '', ...words]: readonly string[]) =>
    [join(bin, program), words] as const;
  const child = spawn(...inBin(command), { ...as, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { text: '' };
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (piece: Buffer) => (said.text += piece.toString()));
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    data,
    said,
    exited,
    checkHealth: () =>
      new Promise((resolve) => {
        spawn(...inBin(healthCheck), { ...as, stdio: 'ignore' }).once('exit', (code) => {
          resolve(code ?? -1);
        });
      }),
    async execute(command, further = {}) {
      const [program, words] = inBin(command);
      const settings = { ...as, env: { ...env, ...further } };
      const executed = spawn(program, words, { ...settings, stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      executed.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
      const ended = (resolve: (code: number | null) => void) => executed.once('close', resolve);
      return { code: await new Promise<number | null>(ended), out };
    },
    signal: (name) => void child.kill(name),
    async close() {
      child.kill('SIGKILL');
      await exited;
      await run('chmod', ['-R', 'u+w', folder]);
      await rm(folder, { recursive: true });
    },
  };
}

async function copy(path: string, into: string, isOfContext: boolean): Promise<void> {
  const filter = (source: string): boolean => !isOfContext || !isKeptOut(relative(ROOT, source));
  await cp(join(ROOT, path), into, { recursive: true, filter });
}

/** What `npm ci --omit=dev` installs, as npm itself says; without asking a registry. */
async function copyPackages(into: string): Promise<void> {
  const { stdout } = await run('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: ROOT });
  const packages = stdout.split('\n').slice(1).filter(Boolean);
  const isNested = (path: string): boolean => path.lastIndexOf('node_modules') > 0;
  await mkdir(into);
  for (const path of packages) {
    const place = relative(join(ROOT, 'node_modules'), path);
    // One within another has its own line.
    const filter = (source: string): boolean => !isNested(relative(path, source));
    await cp(path, join(into, place), { recursive: true, filter });
  }
}

/** Nobody may write but to the data; as whom to run, where this process may choose. */
async function closeTo(folder: string, data: string): Promise<{ uid?: number; gid?: number }> {
  await run('chmod', ['-R', 'a-w,a+rX', folder]);
  await chmod(data, 0o777);
  return process.getuid?.() === 0 ? { uid: USER, gid: USER } : {};
}
