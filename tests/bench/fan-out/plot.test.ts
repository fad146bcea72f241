import { describe, expect, it } from 'vitest';
import { fanOutOf } from './sample.ts';
import { plotFanOut, scaleOf } from './plot.ts';

describe('an axis', () => {
  it.each([
    [15_000, [0, 5_000, 10_000, 15_000]],
    [216, [0, 50, 100, 150, 200, 250]],
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ])('up to %d has round steps', (most, ticks) => {
    const scale = scaleOf(most);
    expect(scale.ticks.map((tick) => Number(tick.toFixed(9)))).toEqual(ticks);
    expect(scale.top).toBeGreaterThanOrEqual(most);
  });
});

describe('the picture', () => {
  const labelsOf = (picture: string): number[] =>
    [...picture.matchAll(/y="([\d.]+)"><tspan class="name"/g)].map(([, y]) => Number(y));

  it('has a line, its dots and a label for each contender', () => {
    const picture = plotFanOut(fanOutOf({ Ajil: [20, 100, 210], 'bare ws': [18, 90, 190] }));
    expect(picture.match(/<polyline/g)).toHaveLength(2);
    expect(picture.match(/<circle/g)).toHaveLength(6);
    expect(labelsOf(picture)).toHaveLength(2);
    expect(picture).not.toContain('NaN');
  });

  it('keeps labels apart where lines end at one place', () => {
    const times = [10, 50, 100];
    const picture = plotFanOut(fanOutOf({ Ajil: times, 'docs’ hub': times, 'bare ws': times }));
    const [one = 0, two = 0, three = 0] = labelsOf(picture).toSorted((a, b) => a - b);
    expect(Math.min(two - one, three - two)).toBeGreaterThanOrEqual(18);
  });
});
