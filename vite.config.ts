/** What is built from client/: the ticker that other sites embed, and the hub's own pages. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig } from 'vite';

const root = import.meta.dirname;
/** Browsers that know `light-dark()`; for older ones the tokens hold their own fallback. */
const cssTarget = ['chrome123', 'firefox120', 'safari17.5'];

/** One file without imports, because one line of HTML must be enough to embed it. */
export const ticker: InlineConfig = {
  configFile: false,
  root,
  logLevel: 'warn',
  publicDir: false,
  plugins: [svelte({ configFile: false })],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: `${root}/dist/embed`,
    emptyOutDir: true,
    cssTarget,
    minify: true,
    lib: {
      entry: `${root}/client/widget/embed.ts`,
      formats: ['iife'],
      name: 'ajilTicker',
      fileName: () => 'ticker.js',
    },
  },
};

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
      input: ['index', 'docs'].map((page) => `${root}/client/pages/${page}.html`),
    },
  },
};

export default pages;
