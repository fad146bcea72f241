import { describe, expect, it } from 'vitest';
import { reaches } from '../figures.ts';
import { goalsOf } from './goals.ts';
import type { FanOut, Measurement } from './measurement.ts';
import { fanOutOf } from './sample.ts';

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
    const storm = { milliseconds: 900, errors: 1, faults: {}, returning: 150, reads: null };
    const over = { delivering: 6, storm };
    expect(missed(withOwn(10_000, over))).toEqual(['storm: errors', 'storm: reads of Redis']);
    expect(missed(withOwn(10_000, { ...over, storm: null }))).toHaveLength(2);
  });

  it('compare within a heat, and take the middle one of the heats', () => {
    const fanOut = fanOutOf(TIMES);
    // The machine is as slow as it likes to be, and slows down in the middle of one heat.
    const pace: Readonly<Record<string, readonly number[]>> = {
      Ajil: [12, 24, 60],
      'bare ws': [10, 20, 30],
      'docs’ hub': [20, 40, 60],
    };
    const lines = fanOut.lines.map(({ contender, measurements }) => ({
      contender,
      measurements: measurements.flatMap((one) =>
        (pace[contender] ?? []).map((delivering) => ({ ...one, delivering })),
      ),
    }));
    const [bareWs, docsHub] = goalsOf({ ...fanOut, heats: 3, lines });
    expect([bareWs?.value, docsHub?.value]).toEqual([1.2, 0.6]);
  });

  it('want an answer while a broadcast is under way', () => {
    const prompt = 'a publish during a broadcast to 15,000, p99';
    expect(missed(withOwn(15_000, { delivering: 10, answers: [10, 51] }))).toContain(prompt);
    expect(missed(withOwn(15_000, { delivering: 10, answers: [] }))).toContain(prompt);
    expect(missed(withOwn(15_000, { delivering: 10, answers: [49] }))).not.toContain(prompt);
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
