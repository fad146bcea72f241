/** Builds dist/ from client/. With `--if-needed` only when a source is newer than what is there. */
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { editors, pages, PAGES, ticker } from '../vite.config.ts';
import { overdraft } from './budget.ts';

const ROOT = `${import.meta.dirname}/..`;
const OUTPUTS = [
  'dist/embed/ticker.js',
  ...PAGES.map((page) => `dist/pages/${page}.html`),
  'dist/console/index.html',
];
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

/** Compressed here once, as small as it goes, and not by the hub for every visitor. */
function compress(): void {
  for (const path of globSync('dist/**/*.{js,css,html}', { cwd: ROOT })) {
    const content = readFileSync(`${ROOT}/${path}`);
    writeFileSync(`${ROOT}/${path}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${ROOT}/${path}.br`, brotliCompressSync(content));
  }
}

if (!process.argv.includes('--if-needed') || !upToDate()) {
  for (const config of [ticker, pages, editors]) await build(config);
  compress();
  const fault = overdraft(readFileSync(`${ROOT}/dist/embed/ticker.js`));
  if (fault !== undefined) {
    console.error(fault);
    process.exitCode = 1;
  }
}
