/** How alike two headlines are, to warn of one that was sent before in other letters. */

/** From here up they count as the same news. */
export const ALIKE = 0.8;

/**
 * What a reader takes for the same is the same: forms of hamza and alef, alef maqsura and ya, ta marbuta and ha,
 * Persian kaf and ya; no diacritics, no tatweel; digits in ASCII; no case, no punctuation.
 */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\u0640]/gu, '')
    .replaceAll(/\p{Nd}/gu, digitOf)
    .replaceAll(/[ٱىیېےةکہھ]/gu, (letter) => SAME[letter] ?? letter)
    .replaceAll('ء', '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const SAME: Readonly<Record<string, string>> = {
  ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ې: 'ي', ے: 'ي', ة: 'ه', ک: 'ك', ہ: 'ه', ھ: 'ه' },
};

/** Digits of every script stand in Unicode in tens that begin with their zero. */
function digitOf(digit: string): string {
  let value = 0;
  const code = digit.codePointAt(0) ?? 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(code < 0x80 ? digit : value);
}

/** From 0 to 1: the mean of how many words, and how many groups of three letters, they share (Dice's coefficient). */
export function likeness(a: string, b: string): number {
  const [one, other] = [plain(a), plain(b)];
  if (one === '' || other === '') return 0;
  if (one === other) return 1;
  return (dice(one.split(' '), other.split(' ')) + dice(triples(one), triples(other))) / 2;
}

function triples(text: string): string[] {
  const padded = ` ${text} `;
  return Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3));
}

function dice(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const one of a) counts.set(one, (counts.get(one) ?? 0) + 1);
  let shared = 0;
  for (const one of b) {
    const left = counts.get(one) ?? 0;
    if (left === 0) continue;
    counts.set(one, left - 1);
    shared += 1;
  }
  return (2 * shared) / (a.length + b.length);
}
