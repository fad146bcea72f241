import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Position } from '../../shared/protocol.ts';
import { aHeadline } from '../../tests/support/headlines.ts';
import { joinLine, openLine, type Line } from '../../tests/support/line.ts';
import { aChannel, openNode, type TestNode } from '../../tests/support/node.ts';
import { POLLING } from '../../tests/support/poll.ts';
import { until } from '../../tests/support/until.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import type { Entrance } from './tally.ts';

/** Fewer than there are viewers, so that they sit in several slices. */
const SEATS = 2;
const RETENTION = 5;

let node: TestNode;
let counted: {
  entrances: Entrance[];
  refusals: ProblemCode[];
  delivered: number;
  completed: number[];
  cuts: number;
};
beforeEach(async () => {
  counted = { entrances: [], refusals: [], delivered: 0, completed: [], cuts: 0 };
  node = await openNode({
    channels: [aChannel({ retention: RETENTION })],
    seats: SEATS,
    tally: {
      entered: (how) => counted.entrances.push(how),
      refused: (why) => counted.refusals.push(why),
      delivered: (entries) => (counted.delivered += entries),
      completed: (seconds) => counted.completed.push(seconds),
      cutOff: () => (counted.cuts += 1),
    },
  });
});
afterEach(() => node.close());

const come = (after: Position | null = null): Promise<Line> =>
  joinLine(node.url, `40${JSON.stringify({ channels: { breaking: after } })}`);
const has = ({ heard }: Line, text: string): boolean => heard.some((one) => one.includes(text));

it('O1 counts each entry as often as it has viewers, and each round once, when all have it', async () => {
  const lines: Line[] = [];
  for (let n = 0; n < 5; n += 1) lines.push(await come());
  expect(counted.entrances).toEqual(['new', 'new', 'new', 'new', 'new']);
  for (const id of ['one', 'two', 'three']) await node.publish(aHeadline({ id }));
  await until(() => lines.every((line) => has(line, '"three"')), 'everybody to have all three');
  expect(counted.delivered).toBe(15);
  expect(counted.completed).toHaveLength(3);
  expect(counted.completed.every((seconds) => seconds >= 0 && seconds < 5)).toBe(true);
});

it('O1 counts no round where nobody is', async () => {
  await node.publish();
  expect([counted.delivered, counted.completed]).toEqual([0, []]);
  const line = await come();
  line.close();
  await until(() => node.hub.viewers === 0, 'the viewer to be gone');
  const other = await come();
  await node.publish(aHeadline({ id: 'last' }));
  await until(() => has(other, '"last"'), 'the other to have it');
  expect([counted.delivered, counted.completed.length]).toEqual([1, 1]);
});

it('O1 tells those who come back to memory from those who get the board instead', async () => {
  for (let n = 0; n < 3; n += 1) await node.publish();
  await come({ epoch: 'e1', seq: 1 });
  expect([counted.entrances, counted.delivered]).toEqual([['memory'], 2]);
  for (let n = 0; n < RETENTION; n += 1) await node.publish();
  const { delivered } = counted;
  await come({ epoch: 'e1', seq: 1 });
  await come({ epoch: 'another', seq: 8 });
  expect(counted.entrances).toEqual(['memory', 'snapshot', 'snapshot']);
  expect(counted.delivered).toBe(delivered);
});

it('O1 counts who is not let in, by the reason', async () => {
  const stranger = await openLine(node.url);
  stranger.send('40{"channels":{"nowhere":null}}');
  await until(() => has(stranger, 'channel_unknown'), 'the refusal');
  expect([counted.refusals, counted.entrances]).toEqual([['channel_unknown'], []]);
  void node.hub.drain(0);
  expect((await fetch(`${node.url}${POLLING}`)).status).toBe(503);
  expect(counted.refusals).toEqual(['channel_unknown', 'draining']);
});

it('O1 H4 counts who was cut off for being too slow', async () => {
  const [stuck, other] = [await come(), await come()];
  stuck.pause();
  const large = 'x'.repeat(200_000);
  let last = '';
  for (let n = 0; n < 200 && counted.cuts === 0; n += 1) {
    last = `large-${n}`;
    await node.publish(aHeadline({ id: last, headline: large }));
    await until(() => has(other, `"${last}"`), 'the other to have it');
  }
  expect([counted.cuts, node.hub.slow]).toEqual([1, 1]);
  stuck.resume();
  await until(() => stuck.closed, 'the slow one to be gone');
  // The round that it was in is over all the same.
  expect(counted.completed).toHaveLength(Number(last.split('-')[1]) + 1);
});
