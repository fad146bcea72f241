/** Whoever is in a row stays in it, wherever the list puts it. */
import { tick } from 'svelte';

const ROW = '[data-row]';

/** Called before the list is drawn anew: an element that moves in a document loses the focus. */
export async function keepRowFocus(list: HTMLElement): Promise<void> {
  const had = document.activeElement;
  const key = had?.closest<HTMLElement>(ROW)?.dataset['row'];
  if (!(had instanceof HTMLElement) || key === undefined || !list.contains(had)) return;
  await tick();
  if (document.activeElement !== had) {
    const { activeElement } = document;
    // Meanwhile somebody went elsewhere, as into a dialog.
    if (activeElement && activeElement !== document.body) return;
    had.focus();
    if (document.activeElement !== had) rowOf(list, key)?.focus();
  }
  rowOf(list, key)?.scrollIntoView({ block: 'nearest' });
}

function rowOf(list: HTMLElement, key: string): HTMLElement | undefined {
  const rows = [...list.querySelectorAll<HTMLElement>(ROW)];
  return rows.find((row) => row.dataset['row'] === key);
}
