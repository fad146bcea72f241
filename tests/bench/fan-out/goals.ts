/** What the hub must cost at most, at ten thousand viewers. */
import { NAMES } from '../contenders/names.ts';
import { summarise, type Figure } from '../figures.ts';
import { heatsOf, middleTime, ratioOf, type Aspect, type FanOut } from './measurement.ts';

const VIEWERS = 10_000;
/** The cost of a delivery must not depend on how many there are. */
const FLAT = { from: 1_000, least: 0.8, most: 1.2 };
/** ms. */
const ANSWER = 50;

const delivering: Aspect = (one) => one.delivering;

export function goalsOf(fanOut: FanOut): Figure[] {
  const own = heatsOf(fanOut, NAMES.hub, VIEWERS);
  if (own.length === 0) return [];
  const ratio = (what: string, rival: string, most: number, aspect: Aspect): Figure[] => {
    const others = heatsOf(fanOut, rival, VIEWERS);
    if (others.length === 0) return [];
    const name = `${what} ÷ ${rival}`;
    return [{ name, value: ratioOf(own, others, aspect), unit: '×', goal: { most } }];
  };
  const storms = own.flatMap(({ storm }) => storm ?? []);
  // Without a Redis there is nothing to count, and that is not the same as no read.
  const worst = (values: readonly (number | null)[]): number =>
    values.length === 0 ? Number.NaN : Math.max(...values.map((value) => value ?? Number.NaN));
  return [
    ...ratio('CPU per delivery', NAMES.bareWs, 1.25, delivering),
    ...ratio('CPU per delivery', NAMES.docsHub, 0.65, delivering),
    ...ratio('time to the last, median', NAMES.bareWs, 1.25, middleTime),
    ...ratio('memory per viewer', NAMES.docsHub, 1, ({ memory }) => memory),
    ...ratio('CPU per connect', NAMES.docsHub, 1, ({ connecting }) => connecting),
    none('storm: errors', worst(storms.map(({ errors }) => errors))),
    none('storm: reads of Redis', worst(storms.map(({ reads }) => reads))),
    ...promptness(fanOut),
    ...flatness(fanOut),
  ];
}

function none(name: string, value: number): Figure {
  return { name, value, unit: '', goal: { most: 0 } };
}

/** Whoever publishes does not wait for a broadcast to end. */
function promptness(fanOut: FanOut): Figure[] {
  const top = Math.max(...fanOut.sizes);
  const answers = heatsOf(fanOut, NAMES.hub, top).flatMap((one) => one.answers);
  const name = `a publish during a broadcast to ${top.toLocaleString('en')}, p99`;
  return [{ name, value: summarise(answers).p99, unit: 'ms', goal: { most: ANSWER } }];
}

function flatness(fanOut: FanOut): Figure[] {
  const top = Math.max(...fanOut.sizes);
  const few = heatsOf(fanOut, NAMES.hub, FLAT.from);
  if (few.length === 0 || top <= FLAT.from) return [];
  const { least, most } = FLAT;
  const name = `CPU per delivery, ${top.toLocaleString('en')} ÷ ${FLAT.from.toLocaleString('en')} viewers`;
  const value = ratioOf(heatsOf(fanOut, NAMES.hub, top), few, delivering);
  return [{ name, value, unit: '×', goal: { least, most } }];
}
