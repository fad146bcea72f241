import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_CHOICE } from './choice.ts';
import { policyFor, styleIn } from './policy.ts';
import { SNIPPET_KINDS, snippetOf } from './snippets.ts';

const HUB = 'https://hub.example';
const pinned = { url: '/embed/abc/ticker.js', integrity: 'sha384-abc' };

it('C18 the policy is what the page of embedding says', () => {
  const page = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
  expect(policyFor('script', HUB)).toContain('; connect-src https://hub.example wss://hub.example');
  for (const kind of SNIPPET_KINDS) expect(page).toContain(policyFor(kind, HUB));
});

it('C18 the lines that carry a style are known', () => {
  const ports = { hub: HUB, title: 'أخبار', pinned };
  for (const kind of SNIPPET_KINDS) {
    const lines = snippetOf(kind, DEFAULT_CHOICE, ports) ?? '';
    const found = lines.includes('<style>') ? 'element' : undefined;
    expect(styleIn(kind), kind).toBe(lines.includes(' style="') ? 'attribute' : found);
  }
});
