/** One table per size: what each contender takes, and the hub's share of it. */
import { NAMES } from '../contenders/names.ts';
import { amount, summarise, type Unit } from '../figures.ts';
import type { Table } from '../table.ts';
import {
  heatsOf,
  middleTime,
  ratioOf,
  typicalOf,
  type Aspect,
  type FanOut,
  type Measurement,
  type Storm,
} from './measurement.ts';

interface Row {
  readonly name: string;
  readonly unit: Unit;
  readonly aspect: Aspect;
  /** Of all heats together; as `aspect` has it where it is missing. */
  readonly over?: (heats: readonly Measurement[]) => number;
  /** Its ratio would say nothing. */
  readonly isAlone?: boolean;
}

const worst = (of: (one: Measurement) => readonly number[]): Pick<Row, 'aspect' | 'over'> => ({
  aspect: (one) => summarise(of(one)).p99,
  over: (heats) => summarise(heats.flatMap(of)).p99,
});
const stormy =
  (of: (storm: Storm) => number | null): Aspect =>
  ({ storm }) =>
    (storm && of(storm)) ?? Number.NaN;

const ROWS: readonly Row[] = [
  { name: 'CPU per delivery', unit: 'µs', aspect: ({ delivering }) => delivering },
  { name: 'time to the last viewer, median', unit: 'ms', aspect: middleTime },
  { name: 'time to the last viewer, p99', unit: 'ms', ...worst(({ times }) => times) },
  { name: 'memory per viewer', unit: 'KiB', aspect: ({ memory }) => memory },
  { name: 'CPU per connect', unit: 'µs', aspect: ({ connecting }) => connecting },
  {
    name: 'a publish during a broadcast, p99',
    unit: 'ms',
    ...worst(({ answers }) => answers),
    isAlone: true,
  },
  {
    name: 'storm: all are back after',
    unit: 's',
    aspect: stormy(({ milliseconds }) => milliseconds / 1_000),
  },
  { name: 'storm: CPU per return', unit: 'µs', aspect: stormy(({ returning }) => returning) },
  { name: 'storm: errors', unit: '', aspect: stormy(({ errors }) => errors), isAlone: true },
  { name: 'storm: reads of Redis', unit: '', aspect: stormy(({ reads }) => reads), isAlone: true },
  { name: 'size of a delivery', unit: 'bytes', aspect: ({ bytes }) => bytes, isAlone: true },
  {
    name: 'the crowd’s own time per delivery',
    unit: 'µs',
    aspect: ({ crowd }) => crowd,
    isAlone: true,
  },
  {
    name: 'wait for the core per delivery',
    unit: 'µs',
    aspect: ({ waiting }) => waiting,
    isAlone: true,
  },
];
const NOTHING = '–';

export function sizeTables(fanOut: FanOut): Table[] {
  const names = fanOut.lines.map(({ contender }) => contender);
  const head = ['', ...names, '÷ bare ws', '÷ docs’ hub'];
  return fanOut.sizes.map((viewers) => {
    const of = (name: string): Measurement[] => heatsOf(fanOut, name, viewers);
    const cell = ({ unit, aspect, over }: Row, name: string): string => {
      const value = over ? over(of(name)) : typicalOf(of(name), aspect);
      return Number.isNaN(value) ? NOTHING : amount(value, unit);
    };
    const share = ({ aspect, isAlone }: Row, rival: string): string => {
      if (isAlone || of(rival).length === 0) return '';
      return amount(ratioOf(of(NAMES.hub), of(rival), aspect), '×');
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
