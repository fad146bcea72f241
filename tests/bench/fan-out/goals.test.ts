import { describe, expect, it } from 'vitest';
import { reaches } from '../figures.ts';
import { goalsOf } from './goals.ts';
import type { FanOut, Measurement } from './measurement.ts';
import { fanOutOf, measurementOf } from './sample.ts';

const TIMES = { Ajil: [10, 100, 150], 'docs’ hub': [20, 200, 300], 'bare ws': [9, 90, 140] };

/** The hub's own figures changed, at one size. */
function withOwn(viewers: number, over: Partial<Measurement>): FanOut {
  const fanOut = fanOutOf(TIMES);
  const lines = fanOut.lines.map((line) => ({
    ...line,
    measurements: line.measurements.map((one) =>
      line.contender === 'Ajil' && one.viewers === viewers ? { ...one, ...over } : one,
    ),
  }));
  return { ...fanOut, lines };
}

const missed = (fanOut: FanOut): string[] =>
  goalsOf(fanOut)
    .filter((figure) => !reaches(figure))
    .map(({ name }) => name);

describe('the goals of the fan-out', () => {
  it('are set against the rivals at ten thousand viewers', () => {
    expect(missed(withOwn(10_000, { delivering: 6 }))).toEqual([]);
    expect(missed(withOwn(10_000, { delivering: 13 }))).toEqual([
      'CPU per delivery ÷ bare ws',
      'CPU per delivery ÷ docs’ hub',
    ]);
    expect(missed(withOwn(10_000, { delivering: 6, memory: 12.1, connecting: 201 }))).toEqual([
      'memory per viewer ÷ docs’ hub',
      'CPU per connect ÷ docs’ hub',
    ]);
  });

  it('miss what was not counted as they miss what is too much', () => {
    const { storm } = measurementOf(10_000);
    const over = { delivering: 6, storm: { ...storm, errors: 1, reads: null } };
    expect(missed(withOwn(10_000, over))).toEqual(['storm: errors', 'storm: reads of Redis']);
  });

  it('want a cost that does not depend on the number of viewers', () => {
    const flat = 'CPU per delivery, 15,000 ÷ 1,000 viewers';
    expect(missed(withOwn(15_000, { delivering: 12.1 }))).toContain(flat);
    expect(missed(withOwn(15_000, { delivering: 7.9 }))).toContain(flat);
    expect(missed(withOwn(15_000, { delivering: 11.9 }))).not.toContain(flat);
  });

  it('are none where ten thousand were not measured', () => {
    const fanOut = fanOutOf(TIMES);
    const lines = fanOut.lines.map((line) => ({
      ...line,
      measurements: line.measurements.slice(0, 1),
    }));
    expect(goalsOf({ ...fanOut, sizes: [1_000], lines })).toEqual([]);
  });
});
