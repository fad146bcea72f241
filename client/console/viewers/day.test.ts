import { describe, expect, it } from 'vitest';
import {
  hoursOf,
  nearestTo,
  peakOf,
  pointsOf,
  readAttendance,
  stretchesOf,
  ticksWithin,
} from './day.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-27T12:00:00Z');
const at = (minutes: number): number => NOON + minutes * MINUTE;
const iso = (minutes: number): string => new Date(at(minutes)).toISOString();

describe('the day of how many watch', () => {
  it('C17 a site has a point where it is told apart, or surely has nobody', () => {
    const day = [
      { at: iso(0), count: 3, byOrigin: { a: 2, b: 1 } },
      { at: iso(5), count: 3, byOrigin: { b: 3 } },
      { at: iso(10), count: 9, byOrigin: { b: 3 } },
    ];
    expect(pointsOf(day, undefined).map(({ count }) => count)).toEqual([3, 3, 9]);
    // In the last it may be among the six others.
    expect(pointsOf(day, 'a')).toEqual([
      { at: at(0), count: 2 },
      { at: at(5), count: 0 },
    ]);
  });

  it('C17 a gap stays a gap', () => {
    const points = [0, 5, 20, 25, 40].map((minutes) => ({ at: at(minutes), count: 1 }));
    const stretches = stretchesOf(points, 5 * MINUTE);
    expect(stretches.map((one) => one.map((point) => (point.at - NOON) / MINUTE))).toEqual([
      [0, 5],
      [20, 25],
      [40],
    ]);
    expect(stretchesOf([], MINUTE)).toEqual([]);
  });

  it('C17 the peak is the latest of the highest, and none where nobody watched', () => {
    const points = [4, 9, 2, 9, 0].map((count, n) => ({ at: at(n), count }));
    expect(peakOf(points)).toEqual({ at: at(3), count: 9 });
    expect(peakOf([{ at: at(0), count: 0 }])).toBeUndefined();
  });

  it('C17 the hours have their mean and their highest, the latest first', () => {
    const points = [0, 30, 70].map((minutes, n) => ({ at: at(minutes), count: [4, 7, 1][n] ?? 0 }));
    const hours = hoursOf(points);
    expect(hours.map(({ mean, most }) => [mean, most])).toEqual([
      [1, 1],
      [6, 7],
    ]);
    expect(new Date(hours[0]?.at ?? 0).getMinutes()).toBe(0);
  });

  it('C17 the ticks are full hours of the reader’s clock', () => {
    const ticks = ticksWithin(at(-24 * 60 + 7), at(7), 6);
    expect(ticks.map((tick) => new Date(tick).getHours() % 6)).toEqual([0, 0, 0, 0]);
    expect(ticks.map((tick) => new Date(tick).getMinutes())).toEqual([0, 0, 0, 0]);
  });

  it('C17 the marker goes to the nearest point', () => {
    const points = [0, 10, 60].map((minutes) => ({ at: at(minutes), count: 1 }));
    expect([-9, 4, 6, 34, 36].map((minutes) => nearestTo(points, at(minutes)))).toEqual([
      0, 0, 1, 1, 2,
    ]);
    expect(nearestTo([], NOON)).toBe(-1);
  });

  it('C17 an answer of another form is none', () => {
    const answer = { count: 1, byOrigin: {}, every: 300, day: [] };
    expect(readAttendance(answer)).toBe(answer);
    for (const wrong of [
      { day: [{ at: 1 }] },
      { every: '5' },
      { byOrigin: null },
      { count: null },
    ]) {
      expect(readAttendance({ ...answer, ...wrong })).toBeUndefined();
    }
  });
});
