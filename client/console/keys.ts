/** The keyboard: letters are keys of the console only while nobody writes with them. */

const WRITES = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';

export function isTyping(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey } = event;
  return ctrlKey || metaKey || altKey || isInField(event);
}

/** Alt with an arrow up or down, alone and not in a text: −1, 1, or 0 where it is none. */
export function stepOf(event: KeyboardEvent): -1 | 0 | 1 {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (!altKey || ctrlKey || metaKey || shiftKey || isInField(event)) return 0;
  return key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
}

function isInField({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(`${WRITES}, dialog`) !== null;
}

/** The letter on the key, whatever the layout writes with it: an Arabic keyboard's `ى` is `N` too. */
export function letterOf({ code, key }: KeyboardEvent): string {
  return /^Key[A-Z]$/.test(code) ? code.slice(3) : key;
}
