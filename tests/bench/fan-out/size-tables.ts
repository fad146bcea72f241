/** One table per size: what each contender takes, and the hub's share of it. */
import { NAMES } from '../contenders/names.ts';
import { amount, type Unit } from '../figures.ts';
import type { Table } from '../table.ts';
import { findMeasurement, type FanOut, type Measurement } from './measurement.ts';

interface Row {
  readonly name: string;
  readonly unit: Unit;
  /** null where there is nothing to measure. */
  value(measurement: Measurement): number | null;
  /** Its ratio would say nothing. */
  readonly isAlone?: boolean;
}

const ROWS: readonly Row[] = [
  { name: 'CPU per delivery', unit: 'µs', value: ({ delivering }) => delivering },
  { name: 'time to the last viewer, median', unit: 'ms', value: ({ last }) => last.median },
  { name: 'time to the last viewer, p99', unit: 'ms', value: ({ last }) => last.p99 },
  { name: 'memory per viewer', unit: 'KiB', value: ({ memory }) => memory },
  { name: 'CPU per connect', unit: 'µs', value: ({ connecting }) => connecting },
  {
    name: 'storm: all are back after',
    unit: 's',
    value: ({ storm }) => storm.milliseconds / 1_000,
  },
  { name: 'storm: CPU per return', unit: 'µs', value: ({ storm }) => storm.returning },
  { name: 'storm: errors', unit: '', value: ({ storm }) => storm.errors, isAlone: true },
  { name: 'storm: reads of Redis', unit: '', value: ({ storm }) => storm.reads, isAlone: true },
  { name: 'size of a delivery', unit: 'bytes', value: ({ bytes }) => bytes, isAlone: true },
  {
    name: 'the crowd’s own CPU per delivery',
    unit: 'µs',
    value: ({ crowd }) => crowd,
    isAlone: true,
  },
  {
    name: 'wait for the core per delivery',
    unit: 'µs',
    value: ({ waiting }) => waiting,
    isAlone: true,
  },
];
const NOTHING = '–';

export function sizeTables(fanOut: FanOut): Table[] {
  const names = fanOut.lines.map(({ contender }) => contender);
  const head = ['', ...names, '÷ bare ws', '÷ docs’ hub'];
  return fanOut.sizes.map((viewers) => {
    const of = (name: string): Measurement | undefined => findMeasurement(fanOut, name, viewers);
    const cell = (row: Row, name: string): string => {
      const measurement = of(name);
      const value = measurement && row.value(measurement);
      return value === undefined || value === null ? NOTHING : amount(value, row.unit);
    };
    const share = (row: Row, rival: string): string => {
      const [own, other] = [of(NAMES.hub), of(rival)];
      if (!own || !other || row.isAlone) return '';
      return amount((row.value(own) ?? Number.NaN) / (row.value(other) ?? Number.NaN), '×');
    };
    const rows = ROWS.map((row) => [
      row.name,
      ...names.map((name) => cell(row, name)),
      share(row, NAMES.bareWs),
      share(row, NAMES.docsHub),
    ]);
    return { title: `${amount(viewers, '')} viewers`, head, rows };
  });
}
