/**
 * Lines of CSV (RFC 4180). **The danger:** a spreadsheet takes a cell that begins with `=`, `+`, `-`, `@` for a
 * formula, which can fetch and send; such a cell gets an apostrophe before it (OWASP, CSV injection).
 */
const FORMULA = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** Nothing for what is absent, text as it is, all else as JSON. */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map((cell) => quoted(textOf(cell))).join(',')}\r\n`;
}

function textOf(cell: unknown): string {
  if (cell === undefined || cell === null) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

function quoted(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
