/** Builds dist/ from client/. With `--if-needed` only when a source is newer than what is there. */
import { existsSync, globSync, statSync } from 'node:fs';
import { build } from 'vite';
import { pages, ticker } from '../vite.config.ts';

const ROOT = `${import.meta.dirname}/..`;
const OUTPUTS = ['dist/embed/ticker.js', 'dist/pages/index.html'];
const SOURCES = ['client/**/*.*', 'shared/*.ts', 'vite.config.ts', 'package-lock.json'];

function changed(path: string): number {
  return statSync(`${ROOT}/${path}`).mtimeMs;
}

function upToDate(): boolean {
  if (!OUTPUTS.every((path) => existsSync(`${ROOT}/${path}`))) return false;
  // An installed hub may come with dist/ and without sources: then there is nothing to compare.
  const sources = globSync(SOURCES, { cwd: ROOT });
  return Math.max(...sources.map(changed)) <= Math.min(...OUTPUTS.map(changed));
}

if (!process.argv.includes('--if-needed') || !upToDate()) {
  for (const config of [ticker, pages]) await build(config);
}
