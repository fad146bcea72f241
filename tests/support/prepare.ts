// Runs before everything else in `npm test`, so that a missing program is one clear line at the
// start and not a hundred failed tests at the end.

import { spawnSync } from 'node:child_process';
import { findChromium, findFirefox, findProgram, findRedisServer } from './programs.ts';

// The fonts come along because a browser without Arabic glyphs measures and draws boxes.
const PACKAGES = ['redis-server', 'chromium', 'firefox-esr', 'fonts-noto-core'];

function missing(): string[] {
  const names: string[] = [];
  if (findRedisServer() === undefined) names.push(describe('redis-server', 'REDIS_SERVER'));
  if (findChromium() === undefined) names.push(describe('chromium', 'CHROMIUM'));
  if (findFirefox() === undefined) names.push(describe('firefox-esr', 'FIREFOX'));
  return names;
}

function describe(name: string, variable: string): string {
  const chosen = process.env[variable];
  if (chosen === undefined || chosen === '') return `${name} (or set ${variable})`;
  return `${name} (${variable} names no program: ${chosen})`;
}

function stop(reason: string): never {
  console.error(reason);
  process.exit(1);
}

function aptGet(program: string, args: readonly string[]): boolean {
  const { status } = spawnSync(program, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}

function prepare(): void {
  const before = missing();
  if (before.length === 0) return;

  const program = findProgram(['apt-get']);
  const isRoot = process.getuid?.() === 0;
  if (program === undefined || !isRoot) stop(`Install for the tests: ${before.join(', ')}`);

  const installed =
    aptGet(program, ['update']) &&
    aptGet(program, ['install', '--yes', '--no-install-recommends', ...PACKAGES]);
  if (!installed) stop(`apt-get could not install ${PACKAGES.join(' ')}; the tests need them`);

  // An override that names nothing, or a package that is only a stub, is still missing now.
  const after = missing();
  if (after.length > 0) stop(`Still missing for the tests: ${after.join(', ')}`);
}

prepare();
