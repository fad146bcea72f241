/** Tables of text, for a terminal and for a page. */

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Names to the left, all else to the right; a rule below the head. */
export function columns({ head, rows }: Table): string[] {
  const widths = head.map((_, n) => Math.max(...[head, ...rows].map((row) => row[n]?.length ?? 0)));
  const line = (row: readonly string[]): string => {
    const cells = widths.map((width, n) => {
      const cell = row[n] ?? '';
      return n === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  };
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)];
}

export function markdown({ head, rows }: Table): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const rule = head.map((_, n) => (n === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
