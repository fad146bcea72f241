/** What the content security policy of a page must allow for the lines that it takes; more it need not. */
import type { SnippetKind } from './snippets.ts';

/** `hub`: its origin. As docs/embedding.md has it. */
export function policyFor(kind: SnippetKind, hub: string): string {
  if (kind === 'frame') return `frame-src ${hub}`;
  // Not every browser takes an http origin to mean its WebSockets too.
  return `script-src ${hub}; connect-src ${hub} ${hub.replace(/^http/, 'ws')}`;
}

/** What a policy may forbid in the lines: an element `<style>`, or an attribute `style`. */
export function styleIn(kind: SnippetKind): 'element' | 'attribute' | undefined {
  if (kind === 'element' || kind === 'wordpress') return 'element';
  return kind === 'frame' ? 'attribute' : undefined;
}
