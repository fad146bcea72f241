/** How the figures are printed, for people and for programs. */
import { goalsOf } from './fan-out/goals.ts';
import type { FanOut } from './fan-out/measurement.ts';
import { sizeTables } from './fan-out/size-tables.ts';
import { amount, boundsOf, reaches, type Figure } from './figures.ts';
import type { Machine } from './machine.ts';
import { columns, type Table } from './table.ts';

export interface Report {
  readonly machine: Machine;
  readonly publishing: readonly Figure[];
  readonly fanOut?: FanOut | undefined;
  /** What the fan-out has to reach; empty where 10,000 viewers were not measured. */
  readonly fanOutGoals: readonly Figure[];
  /** The names of the figures that miss their goals. */
  readonly missed: readonly string[];
}

export function reportOf(
  machine: Machine,
  publishing: readonly Figure[],
  fanOut: FanOut | undefined,
): Report {
  const fanOutGoals = fanOut ? goalsOf(fanOut) : [];
  const missed = [...publishing, ...fanOutGoals].filter((figure) => !reaches(figure));
  return { machine, publishing, fanOut, fanOutGoals, missed: missed.map(({ name }) => name) };
}

export function printJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function printTable(report: Report): string {
  const { machine, fanOut, missed } = report;
  const head = Object.entries(machine).map(([name, value]) => `  ${name.padEnd(8)}${value}`);
  const tables = [
    ...(fanOut ? sizeTables(fanOut) : []),
    ...figureTables('Fan-out at 10,000 viewers', report.fanOutGoals),
    ...figureTables('Publishing', report.publishing),
  ];
  const notes = fanOut ? [...notesOf(fanOut), ''] : [];
  const verdict =
    missed.length === 0
      ? 'No goal is missed.'
      : ['Goals missed:', ...missed.map((name) => `  ${name}`)].join('\n');
  const parts = tables.flatMap((table) => [table.title, '', ...columns(table), '']);
  return ['', 'Ajil · bench', '', ...head, '', ...parts, ...notes, verdict, ''].join('\n');
}

/** What a reader of the fan-out must know. */
export function notesOf(fanOut: FanOut): string[] {
  const { pinned, heats, rounds, skipped } = fanOut;
  return [
    `Cores: ${pinned}.`,
    `Heats: ${heats}, of ${rounds} bouts each.`,
    ...skipped.map((why) => `${why}.`),
    ...faultsOf(fanOut),
  ];
}

/** The errors of the storms, by what the viewers met with. */
function faultsOf({ lines }: FanOut): string[] {
  return lines.flatMap(({ contender, measurements }) =>
    measurements.flatMap(({ viewers, storm }) =>
      Object.entries(storm?.faults ?? {}).map(
        ([why, count]) =>
          `Storm of ${amount(viewers, '')} at ${contender}: ${amount(count, '')} × ${why}.`,
      ),
    ),
  );
}

/** One table, or none where nothing was measured. */
export function figureTables(title: string, figures: readonly Figure[]): Table[] {
  if (figures.length === 0) return [];
  const rows = figures.map((figure) => [
    figure.name,
    amount(figure.value, figure.unit),
    goalOf(figure),
    figure.goal ? (reaches(figure) ? 'reached' : 'MISSED') : '',
  ]);
  return [{ title, head: ['figure', 'measured', 'goal', ''], rows }];
}

function goalOf({ goal, unit }: Figure): string {
  if (!goal) return '';
  const { least, most } = boundsOf(goal);
  if (least === -Infinity) return most === 0 ? amount(0, unit) : `≤ ${amount(most, unit)}`;
  return most === Infinity
    ? `≥ ${amount(least, unit)}`
    : `${amount(least, '×').replace(' ×', '')} – ${amount(most, unit)}`;
}
