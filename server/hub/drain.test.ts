import { afterEach, beforeEach, expect, it } from 'vitest';
import { joinLine, openLine, type Line } from '../../tests/support/line.ts';
import { openNode, type TestNode } from '../../tests/support/node.ts';
import { CONNECT } from '../../tests/support/raw-link.ts';
import { until } from '../../tests/support/until.ts';
import { spread } from './drain.ts';

/** ms. Longer than any test here. */
const LONG = 120_000;

let node: TestNode;
beforeEach(async () => {
  node = await openNode();
});
afterEach(() => node.close());

const come = (count: number): Promise<Line[]> =>
  Promise.all(Array.from({ length: count }, () => joinLine(node.url)));
const isTold = ({ heard }: Line): boolean =>
  heard.some((packet) => packet.startsWith('42["drain",{"afterMs":'));

it('H6 times are spread evenly, and by chance within their share', () => {
  const all = ['a', 'b', 'c', 'd'];
  expect(spread(all, 1_000, () => 0)).toEqual([
    ['a', 0],
    ['b', 250],
    ['c', 500],
    ['d', 750],
  ]);
  expect(spread(all, 1_000, () => 0.5).map(([, after]) => after)).toEqual([125, 375, 625, 875]);
  expect(spread([], 1_000, Math.random)).toEqual([]);
});

it('H6 everybody is told, also where there are many', async () => {
  const lines = await come(300);
  void node.hub.drain(LONG);
  await until(() => lines.every(isTold), 'everybody to be told');
  expect(lines.filter(({ closed }) => closed)).toEqual([]);
});

it('H6 a drain is over once everybody has left, and at once where nobody is', async () => {
  const lines = await come(3);
  const drained = node.hub.drain(LONG);
  await until(() => lines.every(isTold), 'everybody to be told');
  for (const line of lines) line.close();
  await drained;
  expect(node.hub.viewers).toBe(0);
});

it('H6 who was let in before the drain and asks only now is told as well', async () => {
  const [, late] = await Promise.all([come(1), openLine(node.url)]);
  await until(() => late.heard.length === 1, 'the greeting');
  void node.hub.drain(LONG);
  late.send(CONNECT);
  await until(() => isTold(late), 'the latecomer to be told');
  expect(late.heard.some((packet) => packet.startsWith('42["snapshot"'))).toBe(true);
});

it('H6 a drain ends early when the hub parts with everybody', async () => {
  const lines = await come(3);
  const drained = node.hub.drain(LONG);
  await node.hub.part();
  await drained;
  await Promise.all(lines.map(({ ended }) => ended));
});

it('H6 H4 who takes no farewell does not hold the hub', async () => {
  const [line] = await come(1);
  line?.pause();
  // A WebSocket of the library `ws` would wait for half a minute.
  await node.hub.close();
});
