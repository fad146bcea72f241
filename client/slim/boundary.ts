/** `mount` puts a boundary around the ticker that catches nothing; this is what is left of it. */
import { branch } from '../../node_modules/svelte/src/internal/client/reactivity/effects.js';

export function boundary(node: Node, props: object, draw: (node: Node) => void): void {
  if ('failed' in props || 'onerror' in props) never();
  branch(() => draw(node));
}

function never(): never {
  throw new Error('The ticker has no <svelte:boundary>: see client/slim/replacements.ts');
}

export { never as pending };
