/** What the hub must cost at most, at ten thousand viewers. */
import { NAMES } from '../contenders/names.ts';
import type { Figure } from '../figures.ts';
import { findMeasurement, type FanOut, type Measurement } from './measurement.ts';

const VIEWERS = 10_000;
/** The cost of a delivery must not depend on how many there are. */
const FLAT = { from: 1_000, least: 0.8, most: 1.2 };

export function goalsOf(fanOut: FanOut): Figure[] {
  const own = findMeasurement(fanOut, NAMES.hub, VIEWERS);
  if (!own) return [];
  const bareWs = findMeasurement(fanOut, NAMES.bareWs, VIEWERS);
  const docsHub = findMeasurement(fanOut, NAMES.docsHub, VIEWERS);
  const ratio = (
    what: string,
    rival: Measurement | undefined,
    most: number,
    of: (measurement: Measurement) => number,
  ): Figure[] =>
    rival ? [{ name: what, value: of(own) / of(rival), unit: '×', goal: { most } }] : [];
  const delivering = (one: Measurement): number => one.delivering;
  return [
    ...ratio('CPU per delivery ÷ bare ws', bareWs, 1.25, delivering),
    ...ratio('CPU per delivery ÷ docs’ hub', docsHub, 0.65, delivering),
    ...ratio('time to the last, median ÷ bare ws', bareWs, 1.25, ({ last }) => last.median),
    ...ratio('memory per viewer ÷ docs’ hub', docsHub, 1, ({ memory }) => memory),
    ...ratio('CPU per connect ÷ docs’ hub', docsHub, 1, ({ connecting }) => connecting),
    { name: 'storm: errors', value: own.storm.errors, unit: '', goal: { most: 0 } },
    // Without a Redis there is nothing to count, and that is not the same as no read.
    { name: 'storm: reads of Redis', value: own.storm.reads ?? NaN, unit: '', goal: { most: 0 } },
    ...flatness(fanOut),
  ];
}

function flatness(fanOut: FanOut): Figure[] {
  const top = Math.max(...fanOut.sizes);
  const few = findMeasurement(fanOut, NAMES.hub, FLAT.from);
  const many = findMeasurement(fanOut, NAMES.hub, top);
  if (!few || !many || few === many) return [];
  const { least, most } = FLAT;
  const name = `CPU per delivery, ${top.toLocaleString('en')} ÷ ${FLAT.from.toLocaleString('en')} viewers`;
  return [{ name, value: many.delivering / few.delivering, unit: '×', goal: { least, most } }];
}
