/** How the figures are printed, for people and for programs. */
import { reaches, type Figure } from './figures.ts';
import type { Machine } from './machine.ts';

export interface Report {
  readonly machine: Machine;
  readonly figures: readonly Figure[];
  /** The names of the figures that miss their goals. */
  readonly missed: readonly string[];
}

export function reportOf(machine: Machine, figures: readonly Figure[]): Report {
  const missed = figures.filter((figure) => !reaches(figure)).map(({ name }) => name);
  return { machine, figures, missed };
}

export function printJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function printTable({ machine, figures, missed }: Report): string {
  const head = Object.entries(machine).map(([name, value]) => `  ${name.padEnd(8)}${value}`);
  const rows = figures.map((figure) => [
    figure.name,
    amount(figure.value, figure.unit),
    goalOf(figure),
    figure.goal ? (reaches(figure) ? 'reached' : 'MISSED') : '',
  ]);
  const verdict =
    missed.length === 0
      ? 'All goals are reached.'
      : ['Goals missed:', ...missed.map((name) => `  ${name}`)].join('\n');
  const lines = columns([['figure', 'measured', 'goal', ''], ...rows]);
  return ['', 'Ajil · bench', '', ...head, '', ...lines, '', verdict, ''].join('\n');
}

function goalOf({ goal, unit }: Figure): string {
  if (!goal) return '';
  return 'least' in goal ? `≥ ${amount(goal.least, unit)}` : `≤ ${amount(goal.most, unit)}`;
}

function amount(value: number, unit: Figure['unit']): string {
  const digits = unit === '/s' ? 0 : 2;
  const number = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === '/s' ? `${number} /s` : `${number} ${unit}`;
}

/** Names to the left, numbers to the right; a rule below the first row. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3].map((n) => Math.max(...rows.map((row) => row[n]?.length ?? 0)));
  const lines = rows.map((row) => {
    const cells = row.map((cell, n) => {
      const width = widths[n] ?? 0;
      return n === 1 || n === 2 ? cell.padStart(width) : cell.padEnd(width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
  const rule = `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`.trimEnd();
  return [lines[0] ?? '', rule, ...lines.slice(1)];
}
