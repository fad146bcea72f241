/** Svelte's waiting for `await` in components: the compiler refuses it unless an option allows it. */
import { derived } from '../../node_modules/svelte/src/internal/client/reactivity/deriveds.js';

export function flatten(
  blockers: readonly unknown[],
  known: readonly (() => unknown)[],
  awaited: readonly unknown[],
  draw: (values: unknown[]) => void,
): void {
  if (blockers.length > 0 || awaited.length > 0) never();
  draw(known.map((read) => derived(read)));
}

function never(): never {
  throw new Error('The ticker has no await in components: see client/slim/replacements.ts');
}

export {
  never as capture,
  never as for_await_track_reactivity_loss,
  never as increment_pending,
  never as run,
  never as run_after_blockers,
  never as save,
  never as track_reactivity_loss,
  never as unsave,
  never as unset_context,
  never as wait,
};
