/** The keyboard: letters are keys of the console only while nobody writes with them. */

const WRITES = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';

export function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return target instanceof Element && target.closest(`${WRITES}, dialog`) !== null;
}

/** The letter on the key, whatever the layout writes with it: an Arabic keyboard's `ى` is `N` too. */
export function letterOf({ code, key }: KeyboardEvent): string {
  return /^Key[A-Z]$/.test(code) ? code.slice(3) : key;
}
