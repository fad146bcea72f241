// Where the programs are that tests drive: a real Redis and real browsers, never imitations.

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The full path of the first of `names` found on the PATH; an absolute name stands for itself.
 * A set variable `override` decides alone: falling back would hide that it names something wrong.
 */
export function findProgram(names: readonly string[], override?: string): string | undefined {
  const chosen = override === undefined ? undefined : process.env[override];
  const wanted = chosen === undefined || chosen === '' ? names : [chosen];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return wanted
    .flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))))
    .find(isProgram);
}

export function findRedisServer(): string | undefined {
  return findProgram(['redis-server'], 'REDIS_SERVER');
}

export function findChromium(): string | undefined {
  return findProgram(['chromium', 'chromium-browser', 'google-chrome'], 'CHROMIUM');
}

export function findFirefox(): string | undefined {
  return findProgram(['firefox-esr', 'firefox'], 'FIREFOX');
}
