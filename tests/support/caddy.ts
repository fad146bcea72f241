/** Caddy with deploy/Caddyfile as it stands, in front of hubs of a test; nothing is left behind. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { read } from './deploy-files.ts';
import { findProgram } from './programs.ts';
import { freePorts } from './redis.ts';
import { until } from './until.ts';

export interface Caddy {
  readonly url: string;
  /** As `caddy version` says it. */
  readonly version: string;
  /** It was started without what Caddy has known since 2.7 only. */
  readonly isOld: boolean;
  /** The same configuration once more, as after a change of it. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** ms for the first start on a busy machine. */
const START_LIMIT = 30_000;
const SINCE_2_7 = /^\s*stream_close_delay .*\n/gm;
const run = promisify(execFile);

/** By address and port of the hubs. */
export async function startCaddy(hubs: readonly string[]): Promise<Caddy> {
  const program = findProgram(['caddy'], 'CADDY');
  if (program === undefined) throw new Error('caddy is not installed (or set CADDY)');
  const version = (await run(program, ['version'])).stdout.trim().split(' ')[0] ?? '';
  const [, major = 0, minor = 0] = /^v?(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  const isOld = major === 2 && minor < 7;
  const [port = 0, admin = 0] = await freePorts(2);
  const folder = await mkdtemp(join(tmpdir(), 'ajil-caddy-'));
  const file = join(folder, 'Caddyfile');
  const text = isOld
    ? read('deploy/Caddyfile').replaceAll(SINCE_2_7, '')
    : read('deploy/Caddyfile');
  // Where it takes orders is usually one port for the whole machine.
  await writeFile(file, `{\n\tadmin 127.0.0.1:${admin}\n}\n${text}`);

  const url = `http://127.0.0.1:${port}`;
  const places = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const env = { ...places, SITE_ADDRESS: url, HUBS: hubs.join(' ') };
  const words = ['--config', file, '--adapter', 'caddyfile'];
  const said = { text: '' };
  await run(program, ['validate', ...words], { env });
  const child = spawn(program, ['run', ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.on('data', (data: Buffer) => (said.text += data.toString()));
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true });
  };
  const isReady = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`Caddy did not start:\n${said.text}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    return answer?.status === 200;
  };
  try {
    await until(isReady, 'Caddy to pass a request on', START_LIMIT);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    version,
    isOld,
    async reload() {
      const address = ['--address', `127.0.0.1:${admin}`];
      await run(program, ['reload', ...words, ...address, '--force'], { env });
    },
    close,
  };
}
