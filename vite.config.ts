/** What is built from client/: the ticker that other sites embed, the hub's own pages, the editors' console. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig } from 'vite';
import { slim } from './client/slim/slim.ts';

const root = import.meta.dirname;
/** Browsers that know `light-dark()`; for older ones the tokens hold their own fallback. */
const cssTarget = ['chrome123', 'firefox120', 'safari17.5'];

/** One file without imports, because one line of HTML must be enough to embed it. */
export const ticker: InlineConfig = {
  configFile: false,
  root,
  logLevel: 'warn',
  publicDir: false,
  plugins: [
    slim(),
    // Elements made one by one: a page that requires Trusted Types forbids `innerHTML`.
    svelte({ configFile: false, compilerOptions: { runes: true, fragments: 'tree' } }),
  ],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: `${root}/dist/embed`,
    emptyOutDir: true,
    cssTarget,
    minify: true,
    rolldownOptions: {
      // Socket.IO's packages do not say it themselves: an unused module of theirs does nothing.
      treeshake: {
        moduleSideEffects: [{ test: /node_modules\/(engine|socket)\.io-/, sideEffects: false }],
      },
      optimization: { inlineConst: { mode: 'all' } },
    },
    lib: {
      entry: `${root}/client/widget/embed.ts`,
      formats: ['iife'],
      name: 'ajilTicker',
      fileName: () => 'ticker.js',
    },
  },
};

export const PAGES = ['index', 'builder', 'live', 'frame', 'docs'];

export const pages: InlineConfig = {
  configFile: false,
  root: `${root}/client/pages`,
  logLevel: 'warn',
  publicDir: false,
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: `${root}/dist/pages`,
    emptyOutDir: true,
    cssTarget,
    // The page of the API carries a whole library; no other page loads a byte of it.
    chunkSizeWarningLimit: 1024,
    rolldownOptions: {
      input: PAGES.map((page) => `${root}/client/pages/${page}.html`),
    },
  },
};

/** The editors' app: apart from the pages, because its files stand under an address of their own. */
export const editors: InlineConfig = {
  configFile: false,
  root: `${root}/client/console`,
  base: '/console/',
  logLevel: 'warn',
  publicDir: false,
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  build: {
    outDir: `${root}/dist/console`,
    emptyOutDir: true,
    cssTarget,
    rolldownOptions: { input: `${root}/client/console/index.html` },
  },
};

export default pages;
