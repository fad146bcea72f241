import { afterEach, beforeEach, expect, it } from 'vitest';
import { joinLine, type Line } from '../../tests/support/line.ts';
import { openNode, type TestNode } from '../../tests/support/node.ts';
import { until } from '../../tests/support/until.ts';

// Viewers who come from a node that was told a headline sooner than this one.

let node: TestNode;
beforeEach(async () => {
  node = await openNode();
});
afterEach(() => node.close());

const come = (seq: number): Promise<Line> =>
  joinLine(node.url, `40{"channels":{"breaking":{"epoch":"e1","seq":${seq}}}}`);
const eventsOf = ({ heard }: Line): string[] =>
  heard.flatMap((packet) => /^42\["(\w+)"/.exec(packet)?.[1] ?? []);
const seqsOf = ({ heard }: Line): number[] =>
  heard.flatMap((packet) => [...packet.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq)));

it('H2 H6 a node that is a moment behind its newcomer tells it nothing that it knows already', async () => {
  const viewer = await come(1);
  await node.publish();
  await until(() => eventsOf(viewer).length === 1, 'the node to catch up');
  await node.publish();
  await until(() => eventsOf(viewer).length === 2, 'the next entry');
  expect(eventsOf(viewer)).toEqual(['entries', 'entries']);
  expect(seqsOf(viewer)).toEqual([2]);
});

it('H1 where the log itself stands behind its newcomer, the board is sent', async () => {
  const viewer = await come(7);
  await until(() => eventsOf(viewer).length === 1, 'the board');
  await node.publish();
  await until(() => eventsOf(viewer).length === 2, 'what came after it');
  expect(eventsOf(viewer)).toEqual(['snapshot', 'entries']);
});

it('H1 a newcomer that asks anew meanwhile is answered at once, and once', async () => {
  const [asking, leaving, other] = [await come(1), await come(1), await come(1)];
  asking.send('420["subscribe",{"channel":"breaking"}]');
  leaving.send('420["unsubscribe",{"channel":"breaking"}]');
  await until(() => eventsOf(asking).length === 1, 'the board');
  // By then the time of all three is over.
  await until(() => eventsOf(other).length === 1, 'the last of them to be told');
  expect(eventsOf(asking)).toEqual(['snapshot']);
  expect(eventsOf(leaving)).toEqual([]);
});
