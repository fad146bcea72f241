/** How many cells of a terminal a text takes, for columns that stand below each other. */

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Marks, joiners and direction marks take no cell of their own. */
const NO_CELL = /^[\p{M}\p{Cf}\p{Cc}]*$/u;
const EMOJI = /\p{Emoji_Presentation}|\u{FE0F}/u;
/** East Asian Wide and Fullwidth (UAX 11), by their scripts and blocks; there are halfwidth forms of them. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u;
const HALF = /[\uFF61-\uFFDC]/;

export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (NO_CELL.test(segment)) continue;
    width += isWide(segment) ? 2 : 1;
  }
  return width;
}

function isWide(segment: string): boolean {
  return EMOJI.test(segment) || (WIDE.test(segment) && !HALF.test(segment));
}

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
