import { describe, expect, it } from 'vitest';
import { HOUR, packHour, sumOf, type Sample } from './attendance-hour.ts';

const EVERY = 300_000;

describe('the sum of a day', () => {
  it('N15 fits an answer of 100 KB, whatever origins strangers sent to however many nodes', () => {
    const long = (n: number) => `https://${'"'.repeat(180)}${n}.example`;
    const records = Array.from({ length: 24 * 10 }, (_, n) => {
      const [node, hour] = [n % 10, Math.floor(n / 10)];
      const sent = Array.from({ length: 18 }, (__, at) => [long(node * 20 + at), 1000] as const);
      const census = {
        count: 20_000,
        byOrigin: { ...Object.fromEntries(sent), 'https://a.example': 2, '': 1 },
      };
      const samples = Array.from({ length: 12 }, (__, at) => ({
        at: hour * HOUR + at * EVERY,
        channels: { breaking: census },
      }));
      return packHour(String(node), samples, undefined);
    });
    const day = sumOf(records, 'breaking', { from: 0, to: 24 * HOUR, every: EVERY });
    expect(day).toHaveLength(288);
    expect(Buffer.byteLength(JSON.stringify(day))).toBeLessThan(90_000);
    // Those names are too long to be told all day; whoever has a shorter one is told all the same.
    expect(day[7]).toMatchObject({
      count: 200_000,
      byOrigin: { 'https://a.example': 20, '': 10 },
    });
  });

  it('N15 leaves out of a moment whoever was not there', () => {
    const sample = (at: number, byOrigin: Record<string, number>): Sample => ({
      at,
      channels: { breaking: { count: 9, byOrigin } },
    });
    const samples = [sample(0, { big: 7 }), sample(EVERY, { big: 8, small: 1 })];
    const day = sumOf([packHour('a', samples, undefined)], 'breaking', {
      from: 0,
      to: HOUR,
      every: EVERY,
    });
    expect(day.map(({ byOrigin }) => byOrigin)).toEqual([{ big: 7 }, { big: 8, small: 1 }]);
  });
});
