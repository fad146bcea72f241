/**
 * A silent fix: a typing error put right within minutes, without a note and without a second person. **The
 * danger** is a small change that changes what is said: a number, or a word like «لا».
 */
import { charactersOf, type UsableHeadline } from './headline.ts';
import type { Correction } from './draft.ts';

/** ms after `firstCreated`. */
const SILENT_FOR = 120_000;
/** Characters, as a reader counts them, that are put in, taken out, replaced, or swapped with the next. */
const MOST_EDITS = 3;

/** A number with all that is written onto it: sign, separators, per cent. */
const NUMBERS = /[^\p{L}\s]*\p{Nd}[^\p{L}\s]*/gu;
const WORDS = /[\p{L}\p{M}'’]+/gu;
/** What turns a sentence round, in the languages that the hub speaks. */
const TURNS = new Set(
  [
    'لا لم لن ما ليس ليست ليسوا لست غير بدون دون كلا نعم إلا الا',
    'not no never none nor neither without cannot only yes',
    'nicht kein keine keinen keiner nie ohne pas non ne ni jamais sans aucun aucune',
    'değil hayır yok asla نہیں نہ مت بغیر نه نیست بدون هیچ',
  ].flatMap((line) => line.split(' ')),
);
/** Arabic writes «و» and «ف» onto the word that follows. */
const CLITIC = /^[وف](?=\p{L}{2})/u;

/** Why a correction is no silent fix, as the end of a sentence; undefined where it is one. `at`: ms, when it was sent. */
export function silentFault(
  before: UsableHeadline,
  correction: Correction,
  at: number,
): string | undefined {
  const { headline, ...rest } = correction;
  if (headline === undefined || Object.keys(rest).length > 0) {
    return 'may change the headline and nothing else';
  }
  if (at > Date.parse(before.firstCreated) + SILENT_FOR) {
    return 'comes later than two minutes after the headline';
  }
  return isTypo(before.headline, headline) ? undefined : 'changes more than a typing error does';
}

/** At most three characters differ, and no number and no word that turns the sentence round. */
export function isTypo(before: string, after: string): boolean {
  if (said(before) !== said(after)) return false;
  const [from, to] = [charactersOf(before), charactersOf(after)];
  return Math.abs(from.length - to.length) <= MOST_EDITS && edits(from, to) <= MOST_EDITS;
}

/** The numbers, and the words that must stay, in their order. */
function said(text: string): string {
  const turns = (text.toLowerCase().match(WORDS) ?? []).filter(
    (word) => TURNS.has(word) || TURNS.has(word.replace(CLITIC, '')) || /n['’]t$/.test(word),
  );
  return JSON.stringify([text.match(NUMBERS) ?? [], turns]);
}

/** Damerau-Levenshtein in its restricted form (optimal string alignment). */
function edits(from: readonly string[], to: readonly string[]): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= to.length; at += 1) {
      const isSame = from[row - 1] === to[at - 1];
      const isSwap =
        row > 1 && at > 1 && from[row - 1] === to[at - 2] && from[row - 2] === to[at - 1];
      next[at] = Math.min(
        (last[at] ?? 0) + 1,
        (next[at - 1] ?? 0) + 1,
        (last[at - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[at - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, next];
  }
  return last[to.length] ?? 0;
}
