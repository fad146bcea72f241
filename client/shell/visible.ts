/**
 * What may reach a terminal. A control character in a text can move the cursor, rewrite what stands above,
 * rename the window or answer in the reader's name; a bidi override makes a line read as another. A hub takes
 * neither in a headline, but which hub answers is not for the shell to trust.
 */

/** Controls (C0, DEL, C1), line separators, bidi embeddings, overrides and isolates, half surrogates. */
const HARMFUL = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\p{Cs}]/gu;

/** Each harmful character as its number, `<U+001B>`: nothing is hidden from who reads it. */
export function visible(text: string): string {
  return text.replace(HARMFUL, (one) => `<U+${hex(one.codePointAt(0) ?? 0)}>`);
}

/** JSON that a terminal shows as it is, and that means the same: `JSON.stringify` lets C1 and DEL through. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(HARMFUL, (one) => `\\u${hex(one.charCodeAt(0))}`);
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}
