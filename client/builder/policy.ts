/** What the content security policy of a page must allow for the lines that it takes; more it need not. */
import type { SnippetKind } from './snippets.ts';

/** `hub`: its origin. As docs/embedding.md has it. */
export function policyFor(kind: SnippetKind, hub: string): string {
  if (kind === 'frame') return `frame-src ${hub}`;
  // Not every browser takes an http origin to mean its WebSockets too.
  return `script-src ${hub}; connect-src ${hub} ${hub.replace(/^http/, 'ws')}`;
}

/** These carry a `<style>`, which a policy may forbid. */
export const STYLED: readonly SnippetKind[] = ['element', 'wordpress'];
