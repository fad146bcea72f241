import { expect, it } from 'vitest';
import { createRounds } from './rounds.ts';

function openRounds() {
  const clock = { now: 0 };
  const took: number[] = [];
  const rounds = createRounds(
    () => clock.now,
    (ms) => took.push(ms),
  );
  return { clock, took, rounds };
}

it('O1 a round lasts from when something came until the last slice has it', () => {
  const { clock, took, rounds } = openRounds();
  const start = rounds.last;
  rounds.begin(2);
  clock.now = 5;
  rounds.reach(start);
  expect(took).toEqual([]);
  clock.now = 8;
  rounds.reach(start);
  expect(took).toEqual([8]);
});

it('O1 a slice that was told several rounds at once ends each for its part, in their order', () => {
  const { clock, took, rounds } = openRounds();
  const start = rounds.last;
  rounds.begin(2);
  clock.now = 10;
  rounds.begin(2);
  clock.now = 20;
  const quick = rounds.reach(start);
  clock.now = 30;
  rounds.begin(2);
  clock.now = 40;
  // It has the first two already.
  rounds.reach(quick);
  expect(took).toEqual([]);
  rounds.reach(start);
  expect(took).toEqual([40, 30, 10]);
});

it('O1 who came later, and who was told already, ends nothing', () => {
  const { took, rounds } = openRounds();
  const start = rounds.last;
  rounds.begin(1);
  const late = rounds.last;
  rounds.reach(late);
  expect(took).toEqual([]);
  const told = rounds.reach(start);
  rounds.reach(told);
  expect(took).toEqual([0]);
  rounds.begin(0);
  expect([rounds.last, took]).toEqual([told, [0]]);
});
