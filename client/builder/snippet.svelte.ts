/** A line to copy; Snippet.svelte only draws it. */

const COPIED_FOR = 2000;
/** Characters that fit a phone's width: such a word is never broken, a longer one may be anywhere. */
const WHOLE_WORD = 34;

export class SnippetModel {
  copied = $state(false);
  #over: ReturnType<typeof setTimeout> | undefined;

  async copy(code: HTMLElement): Promise<void> {
    // Over plain http a page may not write the clipboard: then the line is selected, one key away.
    getSelection()?.selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      return;
    }
    getSelection()?.removeAllRanges();
    this.copied = true;
    clearTimeout(this.#over);
    this.#over = setTimeout(() => (this.copied = false), COPIED_FOR);
  }
}

/** The words of a line with the space between them, so that `data-channel` is not cut at its hyphen. */
export function wordsOf(line: string): { text: string; isWhole: boolean }[] {
  return line
    .split(/(\s+)/)
    .map((text) => ({ text, isWhole: text.trim() !== '' && text.length <= WHOLE_WORD }));
}
